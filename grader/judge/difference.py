"""One difference between two requests, and how two values are set side by side for a learner."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote

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
    """One sentence for the person who sent it: ``The query parameter `limit` is '3', and should be '2'.``"""


def is_secret(name: str) -> bool:
    return name.lower().replace("-", "_") in SECRETS


def veiled(value: str) -> str:
    """The beginning of a secret: four characters, or half of it where it is shorter than eight, and ``…``."""
    return f"{value[: min(4, len(value) // 2)]}…"


def side_by_side(sent: str, recorded: str, *, secret: bool = False, double: bool = False) -> str:
    """``is …, and should be …``; see :func:`both` for the arguments."""
    one, other = both(sent, recorded, secret=secret, double=double)
    return f"is {one}, and should be {other}"


def both(sent: str, recorded: str, *, secret: bool = False, double: bool = False) -> tuple[str, str]:
    """Both values, quoted and cut so that what differs can be seen.

    Args:
        secret: show the beginnings only, and the lengths where the beginnings are equal.
        double: quote as JSON does.
    """
    if secret:
        one, other = quoted(veiled(sent), double=double), quoted(veiled(recorded), double=double)
        if one == other:
            one, other = f"{one} ({len(sent)} characters)", f"another one ({len(recorded)} characters)"
        return one, other
    start = 0
    if max(len(sent), len(recorded)) > LENGTH:
        start = max(0, same_beginning(sent, recorded) - 20)
    return quoted(_cut(sent, start), double=double), quoted(_cut(recorded, start), double=double)


def same_beginning(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (here, there) in pairs if here != there), min(len(one), len(other)))


def shown(name: str, value: str, *, double: bool = False) -> str:
    """One value, quoted; only its beginning where its name says that it is a secret."""
    return quoted(veiled(value) if is_secret(name) else _cut(value), double=double)


def quoted(value: str, *, double: bool = False) -> str:
    """A text between quotes on one line, as Python writes it or (``double``) as JSON does."""
    if not double:
        return repr(value)
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace").decode("utf-8")


def pair_differences(
    aspect: str, kind: str, sent: Iterable[tuple[str, str]], recorded: Iterable[tuple[str, str]]
) -> Iterator[Difference]:
    """Compare names with values where the order says nothing and a name may stand there several times.

    Args:
        aspect: that of the differences.
        kind: what such a pair is called: ``query parameter``.
    """
    extra, missing = list(sent), []
    for item in recorded:
        if item in extra:
            extra.remove(item)
        else:
            missing.append(item)
    said = set()
    for name, value in missing:
        start = f"The {kind} {_plain(name)}"
        other = next((item for item in extra if item[0] == name), None)
        alike = next((item for item in extra if item[1] == value), None)
        if other is not None:
            extra.remove(other)
            if _joined(other[1], [one for pair, one in missing if pair == name]):
                missing = [item for item in missing if item[0] != name]
                text = f"{start} is there once, with its values joined by commas, and should be there once for each."
            else:
                secret = is_secret(name)
                because = "" if secret else _because(other[1], value)
                text = f"{start} {side_by_side(other[1], value, secret=secret)}{because or '.'}"
        elif alike is not None:
            extra.remove(alike)
            text = f"{start} was sent under another name: {_plain(alike[0])}."
        elif (name, value) in missing:
            text = f"{start} is missing, and should be {shown(name, value)}."
        else:  # one of those that were joined
            continue
        if text not in said:
            said.add(text)
            yield Difference(aspect, text)
    for name, value in extra:
        yield Difference(aspect, f"The {kind} {_plain(name)} is {shown(name, value)}, and should not be there.")


def _joined(sent: str, recorded: Sequence[str]) -> bool:
    """Whether several values were sent as one, with commas between them."""
    return len(recorded) > 1 and [part.strip() for part in sent.split(",")] == list(recorded)


def _because(sent: str, recorded: str) -> str:
    """The known mistake by which one value becomes the other, if it is one."""
    if unquote(sent) == recorded:
        return ": it was percent-encoded twice."
    if sent == recorded.replace("+", " "):
        return ": in a URL a bare + means a space; a + is written %2B."
    for sign in "&#":
        if sent == recorded.partition(sign)[0]:
            return f": it was cut off at the {sign}, which must be written {quote(sign)} in a URL."
    if sent.lower() == recorded.lower():
        return ": mind capital and small letters."
    return ""


def _plain(name: str) -> str:
    """A name between backticks, and quoted where something in it would not be seen."""
    return f"`{name}`" if name.isprintable() and name.strip() == name != "" else repr(name)


def _cut(value: str, start: int = 0) -> str:
    """At most :data:`LENGTH` characters from ``start``, with ``…`` for what is left out."""
    end = start + LENGTH
    return ("…" if start else "") + value[start:end] + ("…" if len(value) > end else "")
