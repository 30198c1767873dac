"""The request is built by hand, word by word as curl's, and the JSON text with it."""

import json

import requests


def book_a_table(base_url: str, name: str, guests: int, *, timeout: float = 5.0) -> tuple[int, dict[str, object]]:
    body = json.dumps({"name": name, "guests": guests, "high_chair": False}, ensure_ascii=False, indent=2)
    request = requests.Request(
        "POST",
        f"{base_url}/bookings",
        headers={"Content-Type": "application/json; charset=utf-8", "X-Seating": "terrace"},
        data=body.encode("utf-8"),
    )
    response = requests.Session().send(request.prepare(), timeout=timeout)
    return response.status_code, json.loads(response.content)
