"""The size is taken from Content-Length, which is not always there.

caught by: counts_the_bytes_itself
message: looked up 'content-length', which is not there
"""

import requests


def describe(base_url, dish, accept="application/json", *, timeout=5.0):
    response = requests.get(f"{base_url}/menu/{dish}", headers={"Accept": accept}, timeout=timeout)
    return {
        "status": response.status_code,
        "reason": response.reason,
        "content_type": response.headers["Content-Type"],
        "size": int(response.headers["Content-Length"]),
        "request_id": response.headers["X-Request-Id"],
        "url": response.url,
    }
