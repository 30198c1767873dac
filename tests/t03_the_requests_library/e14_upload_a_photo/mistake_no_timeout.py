"""M01 · The request has no timeout.

caught by: passes_the_timeout_on
message: does not pass `timeout` on
"""

import json

import requests


def upload(base_url, dish, path, caption, *, timeout=5.0, session=None):
    with open(path, "rb") as photo:
        files = {"photo": photo, "meta": (None, json.dumps({"caption": caption}), "application/json")}
        response = (session or requests).post(f"{base_url}/menu/{dish}/photo", files=files)
    response.raise_for_status()
    return response.json()
