"""M07 · The header says JSON, the body is a form: `data=` with a dict.

caught by: books_the_table
message: JSON
"""

import requests


def book_a_table(base_url, name, guests, *, timeout=5.0):
    headers = {"Content-Type": "application/json", "X-Seating": "terrace"}
    booking = {"name": name, "guests": guests, "high_chair": False}
    response = requests.post(f"{base_url}/bookings", headers=headers, data=booking, timeout=timeout)
    return response.status_code, response.json()
