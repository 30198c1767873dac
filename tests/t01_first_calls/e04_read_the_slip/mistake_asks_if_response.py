"""M19 · `if response:` is False for an error status, so a 404 has no slip.

caught by: describes_an_error
message: returned None, not a dict
"""

import requests


def describe(base_url, dish, accept="application/json", *, timeout=5.0):
    response = requests.get(f"{base_url}/menu/{dish}", headers={"Accept": accept}, timeout=timeout)
    if response:
        return {
            "status": response.status_code,
            "reason": response.reason,
            "content_type": response.headers["Content-Type"],
            "size": len(response.content),
            "request_id": response.headers["X-Request-Id"],
            "url": response.url,
        }
    return None
