"""M01 · The requests have no timeout.

caught by: sets_both_timeouts
message: Your request 1 has no timeout
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
        response = client.get(f"{base_url}/specials", params={"day": day})
        response.raise_for_status()
        specials.append(response.json())
    return specials
