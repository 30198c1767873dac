"""All names are made small first, so that a plain dict will do."""

import requests


def describe(base_url: str, dish: str, accept: str = "application/json", *, timeout: float = 5.0) -> dict[str, object]:
    response = requests.get(f"{base_url}/menu/{dish}", headers={"accept": accept}, timeout=timeout)
    headers = {name.lower(): value for name, value in response.headers.items()}
    slip = {"status": response.status_code, "reason": response.reason, "url": response.url}
    slip["content_type"], slip["request_id"] = headers["content-type"], headers["x-request-id"]
    slip["size"] = len(response.content)
    return slip
