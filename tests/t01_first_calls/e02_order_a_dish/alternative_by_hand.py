"""The request is built by hand, and the JSON is read from the bytes of the body."""

import json
from urllib.parse import quote

import requests


def order_a_dish(base_url: str, dish: str, *, timeout: float = 5.0) -> dict[str, object]:
    request = requests.Request("GET", f"{base_url}/menu/{quote(dish, safe='')}", headers={"Accept": "application/json"})
    with requests.Session() as session:
        response = session.send(request.prepare(), timeout=timeout)
    response.raise_for_status()
    return json.loads(response.content)
