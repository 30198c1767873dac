"""JSON knows false; this sends the word "false".

caught by: books_the_table
message: high_chair
"""

import requests


def book_a_table(base_url, name, guests, *, timeout=5.0):
    headers = {"X-Seating": "terrace"}
    booking = {"name": name, "guests": guests, "high_chair": "false"}
    response = requests.post(f"{base_url}/bookings", headers=headers, json=booking, timeout=timeout)
    return response.status_code, response.json()
