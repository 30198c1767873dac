"""Characters are counted, not bytes.

caught by: describes_a_dish
message: Your `size` counts characters
"""

import requests


def describe(base_url, dish, accept="application/json", *, timeout=5.0):
    response = requests.get(f"{base_url}/menu/{dish}", headers={"Accept": accept}, timeout=timeout)
    return {
        "status": response.status_code,
        "reason": response.reason,
        "content_type": response.headers["Content-Type"],
        "size": len(response.text),
        "request_id": response.headers["X-Request-Id"],
        "url": response.url,
    }
