"""M08 · The body is JSON text, but no Content-Type says so.

caught by: books_the_table
message: Content-Type is missing
"""

import json

import requests


def book_a_table(base_url, name, guests, *, timeout=5.0):
    headers = {"X-Seating": "terrace"}
    booking = {"name": name, "guests": guests, "high_chair": False}
    response = requests.post(f"{base_url}/bookings", headers=headers, data=json.dumps(booking), timeout=timeout)
    return response.status_code, response.json()
