"""The request is built by hand, and its body decoded by hand."""

import requests


def say_hello(base_url: str, *, timeout: float = 5.0) -> str:
    request = requests.Request("GET", f"{base_url}/hello", headers={"Accept": "text/plain"}).prepare()
    response = requests.Session().send(request, timeout=(timeout, timeout))
    response.raise_for_status()
    return response.content.decode("utf-8")
