"""M15 · The Accept header is always the same, whatever `accept` says.

caught by: asks_for_a_type
message: Accept is 'application/json', and should be
"""

import requests


def describe(base_url, dish, accept="application/json", *, timeout=5.0):
    response = requests.get(f"{base_url}/menu/{dish}", headers={"Accept": "application/json"}, timeout=timeout)
    return {
        "status": response.status_code,
        "reason": response.reason,
        "content_type": response.headers["Content-Type"],
        "size": len(response.content),
        "request_id": response.headers["X-Request-Id"],
        "url": response.url,
    }
