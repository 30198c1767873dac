"""A function for each step, and one net for everything that a header can do to them."""

import hmac
import json
from hashlib import sha256


class BadSignature(Exception):
    pass


def parsed(header):
    moments, signatures = [], []
    for item in header.split(","):
        name, value = item.split("=")
        if name == "t":
            moments.append(value)
        if name == "v1":
            signatures.append(value.encode("ascii"))
    return moments[0], signatures


def proved(payload, header, secret):
    moment, signatures = parsed(header)
    right = hmac.new(secret.encode(), b"%s.%s" % (moment.encode(), payload), sha256).hexdigest().encode()
    if sum(hmac.compare_digest(right, one) for one in signatures) == 0:
        raise ValueError("no signature is right")
    return int(moment)


def verify(payload, header, secret, now, *, tolerance=300):
    try:
        age = now - proved(payload, header, secret)
    except (ValueError, LookupError) as error:
        raise BadSignature(str(error)) from None
    if max(age, -age) > tolerance:
        raise BadSignature(f"its age is {age} seconds")
    return json.loads(payload)
