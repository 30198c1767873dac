"""The path is sent instead of the file's bytes: `files=` takes any text for the content.

caught by: uploads_the_photo
message: The part `photo` is the name of a file
"""

import json

import requests


def upload(base_url, dish, path, caption, *, timeout=5.0, session=None):
    files = {"photo": str(path), "meta": (None, json.dumps({"caption": caption}), "application/json")}
    response = (session or requests).post(f"{base_url}/menu/{dish}/photo", files=files, timeout=timeout)
    response.raise_for_status()
    return response.json()
