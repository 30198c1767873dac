"""The charset is cut off the Content-Type, which should stay as it came.

caught by: asks_for_a_type
message: ends before the `;`
"""

import requests


def describe(base_url, dish, accept="application/json", *, timeout=5.0):
    response = requests.get(f"{base_url}/menu/{dish}", headers={"Accept": accept}, timeout=timeout)
    return {
        "status": response.status_code,
        "reason": response.reason,
        "content_type": response.headers["Content-Type"].split(";")[0],
        "size": len(response.content),
        "request_id": response.headers["X-Request-Id"],
        "url": response.url,
    }
