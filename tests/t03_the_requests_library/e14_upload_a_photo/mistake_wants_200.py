"""M18 · Only 200 counts as success, so the 201 of a new photo is taken for an error.

caught by: uploads_the_photo
message: although the answer was 201
"""

import json

import requests


def upload(base_url, dish, path, caption, *, timeout=5.0, session=None):
    with open(path, "rb") as photo:
        files = {"photo": photo, "meta": (None, json.dumps({"caption": caption}), "application/json")}
        response = (session or requests).post(f"{base_url}/menu/{dish}/photo", files=files, timeout=timeout)
    if response.status_code != 200:
        raise requests.HTTPError(f"the upload failed: {response.status_code}", response=response)
    return response.json()
