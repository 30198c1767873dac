"""M12 · Base URL and Location are glued together, which breaks a Location that is a whole URL.

caught by: takes_a_whole_url
message: put something before a Location that was a whole URL
"""

import requests


def place_order(base_url, table, items, *, timeout=5.0):
    response = requests.post(f"{base_url}/orders", json={"table": table, "items": items}, timeout=timeout)
    response.raise_for_status()
    return base_url + response.headers["Location"]
