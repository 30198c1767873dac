"""`compare_digest` is given texts, and raises a TypeError for one that is not ASCII.

caught by: refuses_a_header_that_cannot_be_read
message: raised TypeError for a v1 with an accent in it
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
    expected = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    if not any(hmac.compare_digest(expected, one) for one in signatures):
        raise BadSignature("no signature is right")
    if abs(now - int(moment)) > tolerance:
        raise BadSignature("not from now")
    return json.loads(payload)
