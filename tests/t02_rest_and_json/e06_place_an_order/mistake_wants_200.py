"""M18 · Only 200 counts as success, so the 201 of a new order is taken for an error.

caught by: places_the_order
message: HTTPError
"""

from urllib.parse import urljoin

import requests


def place_order(base_url, table, items, *, timeout=5.0):
    response = requests.post(f"{base_url}/orders", json={"table": table, "items": items}, timeout=timeout)
    if response.status_code != 200:
        raise requests.HTTPError(f"the order failed: {response.status_code}", response=response)
    return urljoin(response.url, response.headers["Location"])
