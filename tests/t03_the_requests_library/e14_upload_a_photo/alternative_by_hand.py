"""The body is put together by hand, with a boundary of its own, and sent as a prepared request."""

import json
import secrets

import requests


def upload(base_url, dish, path, caption, *, timeout=5.0, session=None):
    boundary = secrets.token_hex(16)
    parts = [
        (f'name="photo"; filename="{path.name}"', "application/octet-stream", path.read_bytes()),
        ('name="meta"', "application/json; charset=utf-8", json.dumps({"caption": caption}).encode()),
    ]
    body = b""
    for name, kind, content in parts:
        head = f"--{boundary}\r\nContent-Disposition: form-data; {name}\r\nContent-Type: {kind}\r\n\r\n"
        body += head.encode() + content + b"\r\n"
    body += f"--{boundary}--\r\n".encode()
    session = session or requests.Session()
    headers = {"Content-Type": f'multipart/form-data; boundary="{boundary}"'}
    request = requests.Request("POST", f"{base_url}/menu/{dish}/photo", data=body, headers=headers)
    answer = session.send(session.prepare_request(request), timeout=timeout)
    if not answer.ok:
        raise requests.HTTPError(f"{answer.status_code}: {answer.text}", response=answer)
    return answer.json()
