"""M02 · The deadline is looked at before each request, but the last one may wait far beyond it.

caught by: waits_no_longer_than_what_is_left
message: began with 2 s left of the deadline, and waits 3 s
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
        response = client.get(f"{base_url}/specials", params={"day": day}, timeout=(connect, read))
        response.raise_for_status()
        specials.append(response.json())
    return specials
