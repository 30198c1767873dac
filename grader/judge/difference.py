"""One difference between two requests, and how two values are set side by side for a learner."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LENGTH = 70
"""How many characters of a value are shown at most."""

SECRETS = {
    *("authorization", "proxy_authorization", "x_api_key", "api_key", "apikey"),
    *("access_token", "refresh_token", "token", "client_secret", "secret", "password"),
}
"""Headers, parameters and JSON names, in lower case with underscores, whose values are never shown whole."""


@dataclass(frozen=True)
class Difference:
    """Where a sent request is not the recorded one."""

    aspect: str
    """``method``, ``URL``, ``query``, ``header`` or ``body``."""
    text: str
    """One sentence for the person who sent it, without a full stop: ``limit: you sent '3', expected '2'``."""


def is_secret(name: str) -> bool:
    return name.lower().replace("-", "_") in SECRETS


def veiled(value: str) -> str:
    """The beginning of a secret: four characters, or half of it where it is shorter than eight, and ``…``."""
    return f"{value[: min(4, len(value) // 2)]}…"


def side_by_side(sent: str, recorded: str, *, secret: bool = False, double: bool = False) -> str:
    """``you sent …, expected …``, with both values quoted and cut so that what differs can be seen.

    Args:
        secret: show the beginnings only, and the lengths where the beginnings are equal.
        double: quote as JSON does.
    """
    if secret:
        one, other = quoted(veiled(sent), double=double), quoted(veiled(recorded), double=double)
        if one == other:
            one, other = f"{one} ({len(sent)} characters)", f"another one ({len(recorded)} characters)"
        return f"you sent {one}, expected {other}"
    start = 0
    if max(len(sent), len(recorded)) > LENGTH:
        pairs = enumerate(zip(sent, recorded, strict=False))
        same = next((place for place, (one, other) in pairs if one != other), min(len(sent), len(recorded)))
        start = max(0, same - 20)
    one, other = _cut(sent, start), _cut(recorded, start)
    return f"you sent {quoted(one, double=double)}, expected {quoted(other, double=double)}"


def shown(name: str, value: str, *, double: bool = False) -> str:
    """One value, quoted; only its beginning where its name says that it is a secret."""
    return quoted(veiled(value) if is_secret(name) else _cut(value), double=double)


def quoted(value: str, *, double: bool = False) -> str:
    """A text between quotes on one line, as Python writes it or (``double``) as JSON does."""
    if not double:
        return repr(value)
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace").decode("utf-8")


def pair_differences(
    aspect: str, sent: Iterable[tuple[str, str]], recorded: Iterable[tuple[str, str]]
) -> Iterator[Difference]:
    """Compare names with values where the order says nothing and a name may stand there several times."""
    extra, missing = list(sent), []
    for item in recorded:
        if item in extra:
            extra.remove(item)
        else:
            missing.append(item)
    for name, value in missing:
        other = next((item for item in extra if item[0] == name), None)
        if other is None:
            yield Difference(aspect, f"{_plain(name)} is missing, expected {shown(name, value)}")
        else:
            extra.remove(other)
            yield Difference(aspect, f"{_plain(name)}: {side_by_side(other[1], value, secret=is_secret(name))}")
    for name, value in extra:
        yield Difference(aspect, f"{_plain(name)} was not expected: you sent {shown(name, value)}")


def _plain(name: str) -> str:
    """A name as it is, and quoted where something in it would not be seen."""
    return name if name.isprintable() and name.strip() == name != "" else repr(name)


def _cut(value: str, start: int = 0) -> str:
    """At most :data:`LENGTH` characters from ``start``, with ``…`` for what is left out."""
    end = start + LENGTH
    return ("…" if start else "") + value[start:end] + ("…" if len(value) > end else "")
