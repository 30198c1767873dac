"""M10 · The Content-Type is written by hand, so it names no boundary.

caught by: uploads_the_photo
message: without a boundary
"""

import json

import requests


def upload(base_url, dish, path, caption, *, timeout=5.0, session=None):
    headers = {"Content-Type": "multipart/form-data"}
    with open(path, "rb") as photo:
        files = {"photo": photo, "meta": (None, json.dumps({"caption": caption}), "application/json")}
        url = f"{base_url}/menu/{dish}/photo"
        response = (session or requests).post(url, files=files, headers=headers, timeout=timeout)
    response.raise_for_status()
    return response.json()
