"""The booking is curl's example, whoever asks.

caught by: books_the_table
message: `name` of your JSON is "Zoë Ångström"
"""

import requests


def book_a_table(base_url, name, guests, *, timeout=5.0):
    headers = {"X-Seating": "terrace"}
    booking = {"name": "Zoë Ångström", "guests": guests, "high_chair": False}
    response = requests.post(f"{base_url}/bookings", headers=headers, json=booking, timeout=timeout)
    return response.status_code, response.json()
