"""The request is built by hand, and the error is raised by hand, too."""

from http import HTTPStatus

import requests


def cancel_order(base_url: str, order_id: str, *, timeout: float = 5.0) -> bool:
    request = requests.Request("DELETE", base_url + "/orders/" + order_id).prepare()
    answer = requests.Session().send(request, timeout=(timeout, timeout))
    if answer.status_code >= 400 and answer.status_code != HTTPStatus.NOT_FOUND:
        raise requests.HTTPError(f"{answer.status_code} {answer.reason}")
    return answer.status_code != HTTPStatus.NOT_FOUND
