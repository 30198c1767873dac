"""X-Seating stands in the body, and belongs among the headers.

caught by: books_the_table
message: X-Seating is missing
"""

import requests


def book_a_table(base_url, name, guests, *, timeout=5.0):
    booking = {"name": name, "guests": guests, "high_chair": False, "X-Seating": "terrace"}
    response = requests.post(f"{base_url}/bookings", json=booking, timeout=timeout)
    return response.status_code, response.json()
