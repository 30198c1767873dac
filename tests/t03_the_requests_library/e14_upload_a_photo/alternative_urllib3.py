"""urllib3, on which requests is built, makes the form; requests only sends it."""

import json

import requests
from urllib3.fields import RequestField
from urllib3.filepost import encode_multipart_formdata


def upload(base_url, dish, path, caption, *, timeout=5.0, session=None):
    photo = RequestField("photo", path.read_bytes(), filename=path.name)
    photo.make_multipart(content_type="image/png")
    meta = RequestField("meta", json.dumps({"caption": caption}))
    meta.make_multipart(content_type="application/json")
    body, content_type = encode_multipart_formdata([photo, meta])
    post = requests.post if session is None else session.post
    headers = {"Content-Type": content_type, "Accept": "application/json"}
    answer = post(f"{base_url}/menu/{dish}/photo", data=body, headers=headers, timeout=timeout)
    answer.raise_for_status()
    return json.loads(answer.content)
