"""M17 · The status is not looked at, so a refused order looks like a placed one.

caught by: raises_when_refused
message: should have raised HTTPError
"""

from urllib.parse import urljoin

import requests


def place_order(base_url, table, items, *, timeout=5.0):
    response = requests.post(f"{base_url}/orders", json={"table": table, "items": items}, timeout=timeout)
    return urljoin(response.url, response.headers.get("Location", ""))
