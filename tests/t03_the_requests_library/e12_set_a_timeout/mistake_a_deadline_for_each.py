"""M02 · The deadline begins anew with each request.

caught by: gives_up_at_the_deadline
message: should have raised DeadlinePassed
"""

import time

import requests


class DeadlinePassed(requests.Timeout):
    pass


def get_specials(base_url, days, *, connect=2.0, read=5.0, deadline=10.0, session=None):
    client = session or requests
    specials = []
    for day in days:
        end = time.monotonic() + deadline
        left = end - time.monotonic()
        if left <= 0:
            raise DeadlinePassed("too late")
        response = client.get(
            f"{base_url}/specials", params={"day": day}, timeout=(min(connect, left), min(read, left))
        )
        response.raise_for_status()
        specials.append(response.json())
    return specials
