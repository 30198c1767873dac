"""The JSON is sent as a second file: without a tuple, `files=` gives each part a file name.

caught by: uploads_the_photo
message: The part `meta` has a file name
"""

import json

import requests


def upload(base_url, dish, path, caption, *, timeout=5.0, session=None):
    with open(path, "rb") as photo:
        files = {"photo": photo, "meta": json.dumps({"caption": caption})}
        response = (session or requests).post(f"{base_url}/menu/{dish}/photo", files=files, timeout=timeout)
    response.raise_for_status()
    return response.json()
