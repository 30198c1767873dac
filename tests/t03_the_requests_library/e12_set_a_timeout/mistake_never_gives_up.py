"""M02 · The timeouts never go below a second, so the deadline passes and requests go on.

caught by: gives_up_at_the_deadline
message: should have raised DeadlinePassed
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
        left = max(1.0, end - time.monotonic())
        response = client.get(
            f"{base_url}/specials", params={"day": day}, timeout=(min(connect, left), min(read, left))
        )
        response.raise_for_status()
        specials.append(response.json())
    return specials
