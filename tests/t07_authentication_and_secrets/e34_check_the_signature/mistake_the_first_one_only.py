"""Of several signatures only the first is looked at.

caught by: takes_any_of_several
message: of which the second is right
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
    if not any(hmac.compare_digest(expected.encode(), one.encode()) for one in signatures[:1]):
        raise BadSignature("no signature is right")
    if abs(now - int(moment)) > tolerance:
        raise BadSignature("not from now")
    return json.loads(payload)
