"""M07 · Everything goes into one JSON document, the picture as base64.

caught by: uploads_the_photo
message: Your body is JSON (application/json), and should be a form in parts
"""

import base64

import requests


def upload(base_url, dish, path, caption, *, timeout=5.0, session=None):
    body = {"photo": base64.b64encode(path.read_bytes()).decode(), "meta": {"caption": caption}}
    response = (session or requests).post(f"{base_url}/menu/{dish}/photo", json=body, timeout=timeout)
    response.raise_for_status()
    return response.json()
