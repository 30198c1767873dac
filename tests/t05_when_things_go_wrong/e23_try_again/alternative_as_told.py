"""A prepared request, sent again; it waits for what Retry-After says, and otherwise on an Event, longer by half."""

import json
import threading

import requests


def get_json(url, *, attempts=4, timeout=5.0, session=None):
    client = session or requests.Session()
    request = client.prepare_request(requests.Request("GET", url))
    wait = 1.0
    for left in reversed(range(attempts)):
        told = None
        try:
            answer = client.send(request, timeout=timeout)
        except (requests.exceptions.ConnectionError, requests.exceptions.Timeout):
            if not left:
                raise
        else:
            if answer.ok:
                return json.loads(answer.content)
            if not left or answer.status_code not in {429, 500, 502, 503, 504}:
                raise requests.HTTPError(f"{answer.status_code} for {url}", response=answer)
            told = answer.headers.get("Retry-After")
        threading.Event().wait(float(told) if told and told.isdigit() else wait)
        wait *= 1.5
    raise ValueError("attempts must be 1 or more")
