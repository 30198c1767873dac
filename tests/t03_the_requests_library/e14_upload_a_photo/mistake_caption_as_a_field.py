"""The caption is sent as a form field, where a JSON part named `meta` is asked for.

caught by: uploads_the_photo
message: The part `meta` is missing
"""

import requests


def upload(base_url, dish, path, caption, *, timeout=5.0, session=None):
    with open(path, "rb") as photo:
        url = f"{base_url}/menu/{dish}/photo"
        response = (session or requests).post(url, files={"photo": photo}, data={"caption": caption}, timeout=timeout)
    response.raise_for_status()
    return response.json()
