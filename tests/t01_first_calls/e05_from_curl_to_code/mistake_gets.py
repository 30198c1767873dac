"""M11 · curl names no method, so a GET is sent, with a body.

caught by: books_the_table
message: sent a GET where a POST is expected
"""

import requests


def book_a_table(base_url, name, guests, *, timeout=5.0):
    headers = {"X-Seating": "terrace"}
    booking = {"name": name, "guests": guests, "high_chair": False}
    response = requests.get(f"{base_url}/bookings", headers=headers, json=booking, timeout=timeout)
    return response.status_code, response.json()
