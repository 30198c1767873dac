"""The JSON is glued together, so a quotation mark in a name breaks it.

caught by: takes_any_name
message: not JSON
"""

import requests


def book_a_table(base_url, name, guests, *, timeout=5.0):
    headers = {"Content-Type": "application/json", "X-Seating": "terrace"}
    body = f'{{"name": "{name}", "guests": {guests}, "high_chair": false}}'
    response = requests.post(f"{base_url}/bookings", headers=headers, data=body.encode(), timeout=timeout)
    return response.status_code, response.json()
