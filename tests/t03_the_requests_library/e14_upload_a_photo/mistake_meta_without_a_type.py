"""The JSON is an ordinary form field: nothing says what it is.

caught by: says_that_meta_is_json
message: has no Content-Type
"""

import json

import requests


def upload(base_url, dish, path, caption, *, timeout=5.0, session=None):
    meta = {"meta": json.dumps({"caption": caption})}
    with open(path, "rb") as photo:
        url = f"{base_url}/menu/{dish}/photo"
        response = (session or requests).post(url, files={"photo": photo}, data=meta, timeout=timeout)
    response.raise_for_status()
    return response.json()
