"""The header becomes a dict, and a dict keeps only the last of several signatures.

caught by: takes_any_of_several
message: of which the first is right
"""

import hashlib
import hmac
import json


class BadSignature(Exception):
    pass


def verify(payload, header, secret, now, *, tolerance=300):
    items = dict(item.partition("=")[::2] for item in header.split(","))
    moment, signatures = items.get("t", ""), [items.get("v1", "")]
    if not moment.isdigit():
        raise BadSignature("no moment")
    signed = f"{moment}.".encode() + payload
    expected = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    if not any(hmac.compare_digest(expected.encode(), one.encode()) for one in signatures):
        raise BadSignature("no signature is right")
    if abs(now - int(moment)) > tolerance:
        raise BadSignature("not from now")
    return json.loads(payload)
