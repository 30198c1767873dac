"""A Session sends the request."""

import requests


def say_hello(base_url: str, *, timeout: float = 5.0) -> str:
    with requests.Session() as session:
        return session.get(base_url.rstrip("/") + "/hello", timeout=timeout).text
