"""The JSON text is made by `json.dumps`, and its type is said by hand."""

import json

import requests


def book_a_table(base_url: str, name: str, guests: int, *, timeout: float = 5.0) -> tuple[int, dict[str, object]]:
    headers = {"content-type": "application/json", "X-Seating": "terrace"}
    booking = {"name": name, "guests": guests, "high_chair": False}
    url = f"{base_url}/bookings"
    answer = requests.request("POST", url, data=json.dumps(booking), headers=headers, timeout=timeout)
    return (answer.status_code, answer.json())
