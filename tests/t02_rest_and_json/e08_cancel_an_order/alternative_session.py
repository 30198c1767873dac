"""A Session sends the request, and every status has a case of its own."""

import requests


def cancel_order(base_url: str, order_id: str, *, timeout: float = 5.0) -> bool:
    with requests.Session() as session:
        answer = session.delete(f"{base_url}/orders/{order_id}", timeout=timeout)
    match answer.status_code:
        case 204:
            return True
        case 404:
            return False
    answer.raise_for_status()
    raise requests.HTTPError(f"unexpected status {answer.status_code}", response=answer)
