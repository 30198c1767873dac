"""M24 · A plain dict again, with the names as this one server writes them.

caught by: reads_headers_in_any_case
message: a plain dict minds capital letters
"""

import requests


def describe(base_url, dish, accept="application/json", *, timeout=5.0):
    response = requests.get(f"{base_url}/menu/{dish}", headers={"Accept": accept}, timeout=timeout)
    headers = dict(response.headers)
    return {
        "status": response.status_code,
        "reason": response.reason,
        "content_type": headers["content-type"],
        "size": len(response.content),
        "request_id": headers["x-request-id"],
        "url": response.url,
    }
