"""The slip is printed, and nothing is returned.

caught by: describes_a_dish
message: print() only shows a value
"""

import requests


def describe(base_url, dish, accept="application/json", *, timeout=5.0):
    response = requests.get(f"{base_url}/menu/{dish}", headers={"Accept": accept}, timeout=timeout)
    slip = {
        "status": response.status_code,
        "reason": response.reason,
        "content_type": response.headers["Content-Type"],
        "size": len(response.content),
        "request_id": response.headers["X-Request-Id"],
        "url": response.url,
    }
    print(slip)
