"""All days go into one request.

caught by: asks_for_each_day
message: The query parameter `day`
"""

import requests


class DeadlinePassed(requests.Timeout):
    pass


def get_specials(base_url, days, *, connect=2.0, read=5.0, deadline=10.0, session=None):
    client = session or requests
    response = client.get(f"{base_url}/specials", params={"day": days}, timeout=(connect, read))
    response.raise_for_status()
    return response.json()
