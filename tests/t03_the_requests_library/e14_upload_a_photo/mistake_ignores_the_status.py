"""M17 · The status is not looked at, so the problem of a 404 is returned as if it were a receipt.

caught by: raises_for_an_unknown_dish
message: should have raised HTTPError
"""

import json

import requests


def upload(base_url, dish, path, caption, *, timeout=5.0, session=None):
    with open(path, "rb") as photo:
        files = {"photo": photo, "meta": (None, json.dumps({"caption": caption}), "application/json")}
        response = (session or requests).post(f"{base_url}/menu/{dish}/photo", files=files, timeout=timeout)
    return response.json()
