"""M08 · The body is JSON, but nothing says so: `data=json.dumps(…)` without a Content-Type.

caught by: places_the_order
message: Content-Type
"""

import json
from urllib.parse import urljoin

import requests


def place_order(base_url, table, items, *, timeout=5.0):
    body = json.dumps({"table": table, "items": items})
    response = requests.post(f"{base_url}/orders", data=body, timeout=timeout)
    response.raise_for_status()
    return urljoin(response.url, response.headers["Location"])
