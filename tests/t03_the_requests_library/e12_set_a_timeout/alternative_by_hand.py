"""The requests are built by hand and prepared; the clock is `time.time()`."""

import time

import requests


class DeadlinePassed(requests.Timeout):
    pass


def get_specials(base_url, days, *, connect=2.0, read=5.0, deadline=10.0, session=None):
    session = session or requests.Session()
    started = time.time()
    result = []
    for day in days:
        spent = time.time() - started
        if spent >= deadline:
            raise DeadlinePassed(f"after {spent} seconds")
        remaining = deadline - spent
        request = session.prepare_request(requests.Request("GET", base_url + "/specials", params=[("day", day)]))
        wait = (remaining if connect > remaining else connect, remaining if read > remaining else read)
        answer = session.send(request, timeout=wait)
        if answer.status_code >= 400:
            raise requests.HTTPError(f"{answer.status_code} for {day}", response=answer)
        result += [answer.json()]
    return result
