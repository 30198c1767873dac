"""`urllib.request`, which raises for a 422; what it raises is a response, too."""

import json
from urllib.error import HTTPError
from urllib.request import Request, urlopen


def book_a_table(base_url: str, name: str, guests: int, *, timeout: float = 5.0) -> tuple[int, dict[str, object]]:
    body = json.dumps({"name": name, "guests": guests, "high_chair": False}).encode()
    headers = {"Content-Type": "application/json", "X-Seating": "terrace"}
    try:
        with urlopen(Request(f"{base_url}/bookings", body, headers), timeout=timeout) as response:
            return response.status, json.load(response)
    except HTTPError as error:
        with error:
            return error.code, json.load(error)
