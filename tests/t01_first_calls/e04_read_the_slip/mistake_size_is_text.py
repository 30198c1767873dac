"""The size is the text of a header, not a number.

caught by: describes_a_dish
message: as a text (str), and it should be a number (int)
"""

import requests


def describe(base_url, dish, accept="application/json", *, timeout=5.0):
    response = requests.get(f"{base_url}/menu/{dish}", headers={"Accept": accept}, timeout=timeout)
    return {
        "status": response.status_code,
        "reason": response.reason,
        "content_type": response.headers["Content-Type"],
        "size": response.headers.get("Content-Length"),
        "request_id": response.headers["X-Request-Id"],
        "url": response.url,
    }
