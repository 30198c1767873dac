"""An error status is raised here, and should be described.

caught by: describes_an_error
message: raised HTTPError for a 404
"""

import requests


def describe(base_url, dish, accept="application/json", *, timeout=5.0):
    response = requests.get(f"{base_url}/menu/{dish}", headers={"Accept": accept}, timeout=timeout)
    response.raise_for_status()
    return {
        "status": response.status_code,
        "reason": response.reason,
        "content_type": response.headers["Content-Type"],
        "size": len(response.content),
        "request_id": response.headers["X-Request-Id"],
        "url": response.url,
    }
