"""A Session has the Accept header for all of its requests; the body is read in pieces."""

import requests


def describe(base_url: str, dish: str, accept: str = "application/json", *, timeout: float = 5.0) -> dict[str, object]:
    with requests.Session() as session:
        session.headers["accept"] = accept
        with session.get(f"{base_url}/menu/{dish}", stream=True, timeout=timeout) as response:
            return {
                "url": response.url,
                "size": sum(len(chunk) for chunk in response.iter_content(64)),
                "status": response.status_code,
                "reason": response.reason,
                "content_type": response.headers.get("content-type"),
                "request_id": response.headers.get("x-request-id"),
            }
