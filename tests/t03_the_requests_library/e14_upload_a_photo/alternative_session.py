"""A Session of its own where none is given; both parts are tuples in a list, the JSON first and written differently."""

import contextlib
import json
import os

import requests


def upload(base_url, dish, path, caption, *, timeout=5.0, session=None):
    with contextlib.ExitStack() as stack:
        if session is None:
            session = stack.enter_context(requests.Session())
        photo = stack.enter_context(open(path, "rb"))
        parts = [
            (
                "meta",
                (None, json.dumps({"caption": caption}, ensure_ascii=False, indent=1).encode(), "application/json"),
            ),
            ("photo", (os.path.basename(path), photo, "image/png")),
        ]
        response = session.request("POST", f"{base_url}/menu/{dish}/photo", files=parts, timeout=(timeout, timeout))
    response.raise_for_status()
    return response.json()
