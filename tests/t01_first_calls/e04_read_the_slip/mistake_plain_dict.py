"""M24 · The headers are copied into a plain dict, which cares about upper and lower case.

caught by: describes_a_dish
message: a plain dict cares about upper and lower case
"""

import requests


def describe(base_url, dish, accept="application/json", *, timeout=5.0):
    response = requests.get(f"{base_url}/menu/{dish}", headers={"Accept": accept}, timeout=timeout)
    headers = dict(response.headers)
    return {
        "status": response.status_code,
        "reason": response.reason,
        "content_type": response.headers.get("Content-Type"),
        "size": len(response.content),
        "request_id": headers.get("X-Request-Id"),
        "url": response.url,
    }
