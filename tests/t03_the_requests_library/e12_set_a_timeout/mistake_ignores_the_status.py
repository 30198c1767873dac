"""M17 · The status is not looked at, so an error is returned as a special.

caught by: raises_for_a_day_that_is_none
message: should have raised HTTPError
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
        response = client.get(
            f"{base_url}/specials", params={"day": day}, timeout=(min(connect, left), min(read, left))
        )
        specials.append(response.json())
    return specials
