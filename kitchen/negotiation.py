"""What two headers mean: `Accept`, and the two that carry ETags."""

from collections.abc import Sequence


def preferred(accept: str | None, offers: Sequence[str]) -> str | None:
    """The offer that an `Accept` header likes best (RFC 9110, 12.5.1), or None. The first offer wins a draw."""
    if not accept or not accept.strip():
        return offers[0]
    wishes = [_wish(part) for part in accept.split(",") if part.strip()]

    def quality(offer: str) -> float:
        family = offer.partition("/")[0] + "/*"
        for name in (offer, family, "*/*"):  # the more exact wish decides, a zero included
            found = [q for wish, q in wishes if wish == name]
            if found:
                return max(found)
        return 0.0

    best = max(offers, key=quality)
    return best if quality(best) > 0 else None


def _wish(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            try:
                return name, float(value)
            except ValueError:
                return name, 0.0
    return name, 1.0


def none_match(header: str | None, tag: str) -> bool:
    """False when `If-None-Match` names this ETag, so that a 304 is due. A weak tag is as good as a strong one."""
    return header is None or not (header.strip() == "*" or tag in [part.removeprefix("W/") for part in _tags(header)])


def does_match(header: str, tag: str) -> bool:
    """Whether `If-Match` names this ETag; a weak tag never does."""
    return header.strip() == "*" or tag in _tags(header)


def _tags(header: str) -> list[str]:
    return [part.strip() for part in header.split(",")]
