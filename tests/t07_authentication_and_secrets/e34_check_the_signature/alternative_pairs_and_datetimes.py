"""The header becomes a list of pairs, and the moments become datetimes in UTC."""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta


class BadSignature(ValueError):
    pass


def verify(payload: bytes, header: str, secret: str, now: float, *, tolerance: float = 300) -> dict:
    try:
        pairs = [item.split("=", 1) for item in header.split(",")]
        (moment,) = (value for name, value in pairs if name == "t")
        signed_at = datetime.fromtimestamp(float(moment), UTC)
    except (ValueError, OverflowError) as error:
        raise BadSignature("the header can't be read") from error
    if abs(datetime.fromtimestamp(now, UTC) - signed_at) > timedelta(seconds=tolerance):
        raise BadSignature(f"signed at {signed_at}")
    seal = hmac.new(secret.encode(), digestmod=hashlib.sha256)
    seal.update(moment.encode())
    seal.update(b".")
    seal.update(payload)
    right = seal.hexdigest()
    for name, value in pairs:
        if name == "v1" and value.isascii() and hmac.compare_digest(value, right):
            return json.loads(payload.decode("utf-8"))
    raise BadSignature("nobody we know has signed this")
