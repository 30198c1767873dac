"""The function returns after the first day.

caught by: asks_for_each_day
message: Your list has 1 of 3 specials
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
        response.raise_for_status()
        specials.append(response.json())
        return specials
