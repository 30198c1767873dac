"""M02 · The deadline is given as the timeout, as if it were one for all requests together.

caught by: waits_no_longer_than_what_is_left
message: waits 10 s for the connection
"""

import requests


class DeadlinePassed(requests.Timeout):
    pass


def get_specials(base_url, days, *, connect=2.0, read=5.0, deadline=10.0, session=None):
    client = session or requests
    specials = []
    for day in days:
        response = client.get(f"{base_url}/specials", params={"day": day}, timeout=deadline)
        response.raise_for_status()
        specials.append(response.json())
    return specials
