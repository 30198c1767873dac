"""M07 · `-d` looks like `data=`, but with a dict that sends a form.

caught by: books_the_table
message: a form
"""

import requests


def book_a_table(base_url, name, guests, *, timeout=5.0):
    headers = {"X-Seating": "terrace"}
    booking = {"name": name, "guests": guests, "high_chair": False}
    response = requests.post(f"{base_url}/bookings", headers=headers, data=booking, timeout=timeout)
    return response.status_code, response.json()
