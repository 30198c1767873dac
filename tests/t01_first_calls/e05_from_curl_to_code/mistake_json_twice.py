"""The dict is made text, and the text is made JSON once more.

caught by: books_the_table
message: was encoded twice
"""

import json

import requests


def book_a_table(base_url, name, guests, *, timeout=5.0):
    headers = {"X-Seating": "terrace"}
    booking = {"name": name, "guests": guests, "high_chair": False}
    response = requests.post(f"{base_url}/bookings", headers=headers, json=json.dumps(booking), timeout=timeout)
    return response.status_code, response.json()
