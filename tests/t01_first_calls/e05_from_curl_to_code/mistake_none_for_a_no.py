"""Only a 201 is returned; a no becomes None.

caught by: returns_a_no_as_well
message: returned None, not a tuple of two
"""

import requests


def book_a_table(base_url, name, guests, *, timeout=5.0):
    headers = {"X-Seating": "terrace"}
    booking = {"name": name, "guests": guests, "high_chair": False}
    response = requests.post(f"{base_url}/bookings", headers=headers, json=booking, timeout=timeout)
    if response.status_code == 201:
        return response.status_code, response.json()
    return None
