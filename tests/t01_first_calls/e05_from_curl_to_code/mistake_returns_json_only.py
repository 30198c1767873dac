"""The status is left out.

caught by: books_the_table
message: returned a dict, not a tuple of two
"""

import requests


def book_a_table(base_url, name, guests, *, timeout=5.0):
    headers = {"X-Seating": "terrace"}
    booking = {"name": name, "guests": guests, "high_chair": False}
    response = requests.post(f"{base_url}/bookings", headers=headers, json=booking, timeout=timeout)
    return response.json()
