"""A Session has the header; the name of the header is written another way."""

import requests


def book_a_table(base_url: str, name: str, guests: int, *, timeout: float = 5.0) -> tuple[int, dict[str, object]]:
    with requests.Session() as session:
        session.headers.update({"x-seating": "terrace"})
        booking = {"high_chair": False, "guests": guests, "name": name}
        response = session.post(base_url.rstrip("/") + "/bookings", json=booking, timeout=timeout)
        return response.status_code, response.json()
