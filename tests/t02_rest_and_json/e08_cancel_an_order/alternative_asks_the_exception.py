"""raise_for_status() comes first, and the exception is asked which error it was."""

import requests


def cancel_order(base_url: str, order_id: str, *, timeout: float = 5.0) -> bool:
    try:
        requests.request("delete", f"{base_url}/orders/{order_id}", timeout=timeout).raise_for_status()
    except requests.HTTPError as error:
        if error.response.status_code == requests.codes.not_found:
            return False
        raise
    return True
