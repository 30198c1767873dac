"""M02 · The clock is looked at after each answer, and one that came just in time is thrown away.

caught by: waits_no_longer_than_what_is_left
message: came just in time
"""

import time

import requests


class DeadlinePassed(requests.Timeout):
    pass


def get_specials(base_url, days, *, connect=2.0, read=5.0, deadline=10.0, session=None):
    client = session or requests
    end = time.monotonic() + deadline
    left = deadline
    specials = []
    for day in days:
        response = client.get(
            f"{base_url}/specials", params={"day": day}, timeout=(min(connect, left), min(read, left))
        )
        response.raise_for_status()
        specials.append(response.json())
        left = end - time.monotonic()
        if left <= 0:
            raise DeadlinePassed("too late")
    return specials
