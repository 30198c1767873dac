"""The request is built by hand, and asked which address it has; the path is quoted by hand, too."""

from http import HTTPStatus
from urllib.parse import quote

import requests


def describe(base_url: str, dish: str, accept: str = "application/json", *, timeout: float = 5.0) -> dict[str, object]:
    request = requests.Request("GET", f"{base_url}/menu/{quote(dish, safe='')}", headers={"Accept": accept}).prepare()
    response = requests.Session().send(request, timeout=timeout)
    return {
        "status": response.status_code,
        "reason": HTTPStatus(response.status_code).phrase,
        "content_type": response.headers["Content-Type"],
        "size": len(response.content),
        "request_id": response.headers["X-REQUEST-ID"],
        "url": request.url,
    }
