"""`high_chair` is left out, because it may be.

caught by: books_the_table
message: `high_chair` of your JSON is missing
"""

import requests


def book_a_table(base_url, name, guests, *, timeout=5.0):
    headers = {"X-Seating": "terrace"}
    booking = {"name": name, "guests": guests}
    response = requests.post(f"{base_url}/bookings", headers=headers, json=booking, timeout=timeout)
    return response.status_code, response.json()
