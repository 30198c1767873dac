"""The requests are built by hand, and the dishes are counted."""

import requests


def all_dishes(base_url, per_page=20, *, timeout=5.0, session=None):
    sender = session or requests.Session()
    dishes, total, page = [], None, 0
    while total is None or len(dishes) < total:
        page += 1
        request = requests.Request("GET", f"{base_url}/dishes?per_page={per_page}&page={page}")
        answer = sender.send(sender.prepare_request(request), timeout=(timeout, timeout))
        if answer.status_code >= 400:
            raise requests.HTTPError(f"page {page} is missing", response=answer)
        total = answer.json()["total"]
        dishes = [*dishes, *answer.json()["dishes"]]
    return dishes
