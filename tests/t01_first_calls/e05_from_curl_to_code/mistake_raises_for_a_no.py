"""A 422 is raised, and should be returned.

caught by: returns_a_no_as_well
message: raised HTTPError for a 422
"""

import requests


def book_a_table(base_url, name, guests, *, timeout=5.0):
    headers = {"X-Seating": "terrace"}
    booking = {"name": name, "guests": guests, "high_chair": False}
    response = requests.post(f"{base_url}/bookings", headers=headers, json=booking, timeout=timeout)
    response.raise_for_status()
    return response.status_code, response.json()
