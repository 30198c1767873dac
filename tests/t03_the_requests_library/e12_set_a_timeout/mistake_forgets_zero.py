"""M02 · Nothing left is taken for something left, and given to requests as a timeout of 0.

caught by: gives_up_at_the_deadline
message: sent a request although no time was left
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
        if left < 0:
            raise DeadlinePassed("too late")
        response = client.get(
            f"{base_url}/specials", params={"day": day}, timeout=(min(connect, left), min(read, left))
        )
        response.raise_for_status()
        specials.append(response.json())
    return specials
