"""M07 · The order is sent as a form: `data=` with a dict.

caught by: places_the_order
message: form
"""

from urllib.parse import urljoin

import requests


def place_order(base_url, table, items, *, timeout=5.0):
    response = requests.post(f"{base_url}/orders", data={"table": table, "items": items}, timeout=timeout)
    response.raise_for_status()
    return urljoin(response.url, response.headers["Location"])
