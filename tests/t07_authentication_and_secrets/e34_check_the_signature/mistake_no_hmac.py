"""The secret is put before the text and hashed with it, which is no HMAC.

caught by: believes_the_bistro
message: raised BadSignature for a message that the bistro has signed
"""

import hashlib
import hmac
import json


class BadSignature(Exception):
    pass


def verify(payload, header, secret, now, *, tolerance=300):
    moment, signatures = "", []
    for item in header.split(","):
        name, _, value = item.partition("=")
        if name == "t":
            moment = value
        elif name == "v1":
            signatures.append(value)
    if not moment.isdigit():
        raise BadSignature("no moment")
    signed = f"{moment}.".encode() + payload
    expected = hashlib.sha256(secret.encode() + signed).hexdigest()
    if not any(hmac.compare_digest(expected.encode(), one.encode()) for one in signatures):
        raise BadSignature("no signature is right")
    if abs(now - int(moment)) > tolerance:
        raise BadSignature("not from now")
    return json.loads(payload)
