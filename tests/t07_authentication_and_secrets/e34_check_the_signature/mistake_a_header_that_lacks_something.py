"""What is missing from the header raises a KeyError.

caught by: refuses_a_header_that_cannot_be_read
message: raised KeyError for a header without t
"""

import hashlib
import hmac
import json


class BadSignature(Exception):
    pass


def verify(payload, header, secret, now, *, tolerance=300):
    if "=" not in header:
        raise BadSignature("no header")
    items = {}
    for item in header.split(","):
        name, _, value = item.partition("=")
        items.setdefault(name, []).append(value)
    moment, signatures = items["t"][0], items["v1"]
    if not moment.isdigit():
        raise BadSignature("no moment")
    signed = f"{moment}.".encode() + payload
    expected = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    if not any(hmac.compare_digest(expected.encode(), one.encode()) for one in signatures):
        raise BadSignature("no signature is right")
    if abs(now - int(moment)) > tolerance:
        raise BadSignature("not from now")
    return json.loads(payload)
