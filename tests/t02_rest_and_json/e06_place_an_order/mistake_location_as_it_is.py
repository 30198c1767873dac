"""M12 · The Location is returned as it came, which may be a path.

caught by: places_the_order
message: which need not be a whole URL
"""

import requests


def place_order(base_url, table, items, *, timeout=5.0):
    response = requests.post(f"{base_url}/orders", json={"table": table, "items": items}, timeout=timeout)
    response.raise_for_status()
    return response.headers["Location"]
