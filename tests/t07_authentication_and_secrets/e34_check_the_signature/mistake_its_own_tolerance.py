"""`tolerance` is never used: it is always five minutes.

caught by: refuses_what_is_old_or_early
message: with tolerance=10
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
    if not any(hmac.compare_digest(expected.encode(), one.encode()) for one in signatures):
        raise BadSignature("no signature is right")
    if abs(now - int(moment)) > 300:
        raise BadSignature("not from now")
    return json.loads(payload)
