"""The JSON is put together by hand, which breaks at the first quotation mark.

caught by: takes_any_caption
message: The part `meta` is not JSON
"""

import requests


def upload(base_url, dish, path, caption, *, timeout=5.0, session=None):
    meta = '{"caption": "' + caption + '"}'
    with open(path, "rb") as photo:
        files = {"photo": photo, "meta": (None, meta.encode(), "application/json")}
        response = (session or requests).post(f"{base_url}/menu/{dish}/photo", files=files, timeout=timeout)
    response.raise_for_status()
    return response.json()
