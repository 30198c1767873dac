"""M15 · No Accept is sent: whatever the server likes best will come.

caught by: asks_for_a_type
message: The header Accept is missing
"""

import requests


def describe(base_url, dish, accept="application/json", *, timeout=5.0):
    response = requests.get(f"{base_url}/menu/{dish}", timeout=timeout)
    return {
        "status": response.status_code,
        "reason": response.reason,
        "content_type": response.headers["Content-Type"],
        "size": len(response.content),
        "request_id": response.headers["X-Request-Id"],
        "url": response.url,
    }
