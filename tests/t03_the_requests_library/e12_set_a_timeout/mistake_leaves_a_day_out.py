"""M02 · A day whose answer takes too long is left out.

caught by: raises_when_an_answer_takes_too_long
message: should have raised Timeout
"""

import time

import requests


class DeadlinePassed(requests.Timeout):
    pass


def get_specials(base_url, days, *, connect=2.0, read=5.0, deadline=10.0, session=None):
    client = session or requests
    end = time.monotonic() + deadline
    specials = []
    for day in days:
        left = end - time.monotonic()
        if left <= 0:
            raise DeadlinePassed("too late")
        timeout = (min(connect, left), min(read, left))
        try:
            response = client.get(f"{base_url}/specials", params={"day": day}, timeout=timeout)
        except requests.Timeout:
            break
        response.raise_for_status()
        specials.append(response.json())
    return specials
