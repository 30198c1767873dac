"""M13 · The session that was passed in is not used.

caught by: uses_the_session
message: was not sent by the `session`
"""

import json

import requests


def upload(base_url, dish, path, caption, *, timeout=5.0, session=None):
    with open(path, "rb") as photo:
        files = {"photo": photo, "meta": (None, json.dumps({"caption": caption}), "application/json")}
        response = requests.post(f"{base_url}/menu/{dish}/photo", files=files, timeout=timeout)
    response.raise_for_status()
    return response.json()
