"""`str()` of a dict, which is Python and not JSON.

caught by: uploads_the_photo
message: The part `meta` is not JSON
"""

import requests


def upload(base_url, dish, path, caption, *, timeout=5.0, session=None):
    with open(path, "rb") as photo:
        files = {"photo": photo, "meta": (None, str({"caption": caption}), "application/json")}
        response = (session or requests).post(f"{base_url}/menu/{dish}/photo", files=files, timeout=timeout)
    response.raise_for_status()
    return response.json()
