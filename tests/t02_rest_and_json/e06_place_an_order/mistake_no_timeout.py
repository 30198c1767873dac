"""M01 · The request has no timeout.

caught by: passes_the_timeout_on
message: does not pass `timeout` on
"""

from urllib.parse import urljoin

import requests


def place_order(base_url, table, items, *, timeout=5.0):
    response = requests.post(f"{base_url}/orders", json={"table": table, "items": items})
    response.raise_for_status()
    return urljoin(response.url, response.headers["Location"])
