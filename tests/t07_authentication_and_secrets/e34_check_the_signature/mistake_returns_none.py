"""What is forged is passed over in silence: the result is None, and nothing is raised.

caught by: refuses_what_is_forged
message: Your function returned None for a message that was signed with another secret
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
        print("no signature is right")
        return None
    if abs(now - int(moment)) > tolerance:
        raise BadSignature("not from now")
    return json.loads(payload)
