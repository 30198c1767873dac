"""A Session sends the request, and the new order's URL is completed from the base URL."""

from urllib.parse import urljoin

import requests


def place_order(base_url: str, table: int, items: list[dict[str, object]], *, timeout: float = 5.0) -> str:
    with requests.Session() as session:
        answer = session.request(
            "POST", base_url.rstrip("/") + "/orders", json={"table": table, "items": items}, timeout=timeout
        )
    answer.raise_for_status()
    return urljoin(base_url, answer.headers["location"])
