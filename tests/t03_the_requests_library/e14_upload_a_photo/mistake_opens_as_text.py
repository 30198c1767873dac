"""The picture is opened as text.

caught by: uploads_the_photo
message: UnicodeDecodeError
"""

import json

import requests


def upload(base_url, dish, path, caption, *, timeout=5.0, session=None):
    with open(path, encoding="utf-8") as photo:
        files = {"photo": photo, "meta": (None, json.dumps({"caption": caption}), "application/json")}
        response = (session or requests).post(f"{base_url}/menu/{dish}/photo", files=files, timeout=timeout)
    response.raise_for_status()
    return response.json()
