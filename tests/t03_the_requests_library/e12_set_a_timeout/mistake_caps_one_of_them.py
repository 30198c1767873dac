"""M02 · Only the wait for the answer is shortened to what is left.

caught by: waits_no_longer_than_what_is_left
message: waits 3 s for the connection and 2 s for the answer
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
        response = client.get(f"{base_url}/specials", params={"day": day}, timeout=(connect, min(read, left)))
        response.raise_for_status()
        specials.append(response.json())
    return specials
