"""M29 · Both moments become datetimes without a zone: one of them local and of its own clock.

caught by: asks_no_other_clock
message: does not go by the `now` that it is given
"""

import datetime
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
    signed_at = datetime.datetime.fromtimestamp(int(moment))
    if abs((datetime.datetime.now() - signed_at).total_seconds()) > tolerance:
        raise BadSignature("not from now")
    return json.loads(payload)
