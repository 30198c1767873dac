"""M11 · PUT instead of POST.

caught by: books_the_table
message: sent a PUT where a POST is expected
"""

import requests


def book_a_table(base_url, name, guests, *, timeout=5.0):
    headers = {"X-Seating": "terrace"}
    booking = {"name": name, "guests": guests, "high_chair": False}
    response = requests.put(f"{base_url}/bookings", headers=headers, json=booking, timeout=timeout)
    return response.status_code, response.json()
