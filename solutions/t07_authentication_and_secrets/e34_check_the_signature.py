"""e34 · Check the signature

“Your order was served”, says a note under your door. Anybody can write that. So the bistro presses a seal on each note,
with a stamp that only you and the bistro have. Look at the seal first, and read the note afterwards.
"""

import hashlib
import hmac
import json


class BadSignature(Exception):
    """A message that can't be believed."""


def verify(payload: bytes, header: str, secret: str, now: float, *, tolerance: float = 300) -> dict[str, object]:
    """Return the JSON of a webhook, once its ``Bistro-Signature`` has proved that the bistro sent it, and just now.

    ``payload`` is the body, byte for byte as it came: written anew, the same JSON may have other bytes.
    ``header`` has one moment and some signatures: ``t=1793889177,v1=c05b3b2c38af…,v1=3a83c7df9f6c…``

    ======  ============================================================================================================
    ``t``   when it was signed: whole seconds since 1970
    ``v1``  HMAC-SHA256 (RFC 2104) in hexadecimal, keyed with ``secret``, of: ``t`` as it stands in the header, a dot,
            and ``payload``. There are several while keys change; one that is right is enough, wherever it stands.
    ``v0``  and all other names count for nothing, whatever they say
    ======  ============================================================================================================

    ``now`` is the time in seconds since 1970, and the only clock to ask. What was signed more than ``tolerance``
    seconds before or after it is refused: somebody may have kept a note, and bring it again.

    Compare with ``hmac.compare_digest``. With ``==`` it takes longer the more letters are right, and whoever measures
    that can guess a signature letter by letter. (No check can see that, but a reviewer does.)

    Raises:
        BadSignature: when no ``v1`` is right, when it was signed too long before or after ``now``, and when the header
            can't be read: ``t`` or ``v1`` is missing, ``t`` is no number, ``v1`` has letters that no signature has.
            All that is found out before JSON is read from the payload.
    """
    moment, signatures = "", []
    for item in header.split(","):
        name, _, value = item.partition("=")
        if name == "t":
            moment = value
        elif name == "v1":
            signatures.append(value)
    try:
        signed_at = int(moment)
    except ValueError:
        raise BadSignature("the header does not say when it was signed") from None

    # The moment is signed together with the body: nobody can make an old message look new.
    expected = hmac.new(secret.encode(), f"{moment}.".encode() + payload, hashlib.sha256).hexdigest()
    # As bytes: compare_digest raises a TypeError for text that is not ASCII, and a header may have anything in it.
    if not any(hmac.compare_digest(expected.encode(), signature.encode()) for signature in signatures):
        raise BadSignature("none of the signatures is right")
    # Clocks differ, so a little before now is as good as a little after.
    if abs(now - signed_at) > tolerance:
        raise BadSignature(f"signed {now - signed_at:.0f} seconds ago, and {tolerance:g} are tolerated")
    return json.loads(payload)
