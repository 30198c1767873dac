"""What a guest's own server has got from the bistro tonight: bytes as they arrived, and a signature beside them."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from kitchen.draw import Draw
from kitchen.evening import evening

WORDS = (
    "Crème brûlée wie bei Großmutter. Danke!",
    "Très bon, and the señora at table three agrees.",
    "Æbleskiver on the menu – at last!",
    "Jó étvágyat, they said. Köszönöm: it was.",
)


@dataclass(frozen=True)
class Delivery:
    """One call of the bistro's, or of somebody who would like to be the bistro."""

    what: str
    """What is to be known about it, in a few words."""
    arrived_at: datetime
    body: bytes
    signature: str


@dataclass(frozen=True)
class Webhooks:
    """The secrets that both sides know, and what has arrived."""

    secret: str
    former_secret: str
    """Good until this evening; while keys change, the bistro signs with both."""
    deliveries: list[Delivery]

    def facts(self) -> dict[str, Any]:
        """What somebody has to know who checks signatures."""
        return {"secret": self.secret, "deliveries": len(self.deliveries)}


def digest(secret: str, moment: datetime, body: bytes) -> str:
    """The HMAC-SHA256 of the moment (seconds since 1970), a dot and the body, in hexadecimal."""
    signed = f"{int(moment.timestamp())}.".encode() + body
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def header(moment: datetime, *signatures: tuple[str, str]) -> str:
    """`t=1795370400,v1=5257a8…`: the moment, and each signature with its scheme."""
    return ",".join(f"{name}={value}" for name, value in (("t", str(int(moment.timestamp()))), *signatures))


@lru_cache(maxsize=8)
def webhooks(seed: int) -> Webhooks:
    """What has arrived on the evening of a seed, the first for a reader first."""
    draw = Draw(seed, "webhooks")
    tonight = evening(seed)
    secret, former, stranger = (f"practice-hook-{draw.token(20)}" for _ in range(3))
    now = tonight.now

    def served(place: int) -> bytes:
        """Short and plain, as a library writes it."""
        order = tonight.orders[place]
        about = {"id": order["id"], "table": order["table_number"], "courses": draw.between(1, 5)}
        return json.dumps({"id": f"evt-{draw.token()}", "type": "order.served", "order": about}).encode()

    def review() -> bytes:
        """Spaced in its own way, and in UTF-8: another program would write the same JSON in other bytes."""
        about = {"stars": draw.between(3, 5), "dish": draw.choice(tonight.dishes)["slug"], "text": draw.choice(WORDS)}
        event = {"id": f"evt-{draw.token()}", "type": "review.posted", "review": about}
        return (json.dumps(event, indent=1, ensure_ascii=False, separators=(" ,", " : ")) + "\n").encode()

    def arrived(what: str, body: bytes, sent: timedelta, *schemes: tuple[str, str]) -> Delivery:
        """A delivery that was signed at `now + sent`, with these schemes and secrets."""
        moment = now + sent
        signatures = [(scheme, digest(key, moment, body)) for scheme, key in schemes]
        return Delivery(what, now - timedelta(seconds=1), body, header(moment, *signatures))

    just_now, hours = timedelta(seconds=-3), timedelta(hours=2)
    honest = arrived("", served(5), just_now, ("v1", secret))
    return Webhooks(
        secret,
        former,
        [
            arrived("an order was served", served(7), just_now, ("v1", secret)),
            arrived("a review", review(), just_now, ("v1", secret)),
            arrived("signed with two keys, the former one first", served(6), just_now, ("v1", former), ("v1", secret)),
            arrived("signed in an old way as well", served(4), just_now, ("v0", stranger), ("v1", secret)),
            arrived("was on its way for two hours", served(0), -hours, ("v1", secret)),
            arrived("signed by a clock that is two hours fast", served(1), hours, ("v1", secret)),
            arrived("signed with somebody else's key", served(2), just_now, ("v1", stranger)),
            Delivery("changed on its way", honest.arrived_at, _changed(honest.body), honest.signature),
        ],
    )


def _changed(body: bytes) -> bytes:
    """The same event about one course more."""
    event = json.loads(body)
    event["order"]["courses"] += 1
    return json.dumps(event).encode()
