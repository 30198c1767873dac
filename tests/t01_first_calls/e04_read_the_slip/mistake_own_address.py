"""The address is the one that was put together here, not the one that was sent.

caught by: describes_an_error
message: `url` is the address that you wrote
"""

import requests


def describe(base_url, dish, accept="application/json", *, timeout=5.0):
    url = f"{base_url}/menu/{dish}"
    response = requests.get(url, headers={"Accept": accept}, timeout=timeout)
    return {
        "status": response.status_code,
        "reason": response.reason,
        "content_type": response.headers["Content-Type"],
        "size": len(response.content),
        "request_id": response.headers["X-Request-Id"],
        "url": url,
    }
