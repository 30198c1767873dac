"""It answers whether the signature is right, and not what the message says.

caught by: believes_the_bistro
message: Your function returned True, and should return the JSON
"""

import hashlib
import hmac


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
    if abs(now - int(moment)) > tolerance:
        raise BadSignature("not from now")
    return True
