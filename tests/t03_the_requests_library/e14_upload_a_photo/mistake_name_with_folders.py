"""The file name that is sent is the whole path, folders and all.

caught by: uploads_the_photo
message: is a whole path
"""

import json

import requests


def upload(base_url, dish, path, caption, *, timeout=5.0, session=None):
    files = {
        "photo": (str(path), path.read_bytes(), "image/png"),
        "meta": (None, json.dumps({"caption": caption}), "application/json"),
    }
    response = (session or requests).post(f"{base_url}/menu/{dish}/photo", files=files, timeout=timeout)
    response.raise_for_status()
    return response.json()
