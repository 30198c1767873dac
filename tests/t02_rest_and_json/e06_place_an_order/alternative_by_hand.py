"""The request is built by hand: JSON text, its header, a prepared request."""

import json
from urllib.parse import urljoin, urlsplit

import requests


def place_order(base_url: str, table: int, items: list[dict[str, object]], *, timeout: float = 5.0) -> str:
    body = json.dumps({"items": items, "table": table}, indent=2).encode()
    request = requests.Request("POST", f"{base_url}/orders", data=body, headers={"Content-Type": "application/json"})
    answer = requests.Session().send(request.prepare(), timeout=(timeout, timeout))
    if not answer.ok:
        raise requests.HTTPError(f"{answer.status_code} for the order", response=answer)
    location = answer.headers["Location"]
    return location if urlsplit(location).scheme else urljoin(f"{base_url}/", location)
