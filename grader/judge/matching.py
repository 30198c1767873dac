"""How a request that was sent differs from a recorded one, in words for a person who sees HTTP for the first time.

Two requests are the same when a real server would take them as the same: the order of query parameters and of JSON
names, the spelling of percent-encodings and the boundary of a multipart body say nothing; ``0`` is not ``false``, a
blank value is not a missing one, and ``/menu/`` is not ``/menu``. Of the headers only those that a check names are
compared, and the media type of a body. One set of functions finds the differences and words them, so that whatever
is refused is explained.
"""

from __future__ import annotations

import functools
from base64 import b64decode
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote_to_bytes, urlsplit

from grader.judge.bodies import Request, body_bytes, body_differences, header_text, media_type
from grader.judge.difference import Difference, both, is_secret, pair_differences, shown, side_by_side, veiled

__all__ = ["Difference", "Request", "body_bytes", "differences", "matches", "nearest"]

PORTS = {"http": "80", "https": "443"}

Url = tuple[SplitResult, tuple[bytes, ...], tuple[tuple[str, str], ...]]
"""A URL in its pieces, the segments of its path decoded, and its query as pairs."""


def differences(
    sent: Request, recorded: Request, *, match: tuple[str, ...] = (), free: tuple[str, ...] = ()
) -> list[Difference]:
    """Say how a sent request differs from a recorded one; an empty list when it is the same.

    Args:
        match: the headers that are compared, in lower case. Each must be there with the recorded value, or be
            missing where it was not recorded. No other header is looked at, but a body's Content-Type.
        free: JSON paths of the body whose values may be anything, but must be there: ``$.messages[*].content``.

    Raises:
        ValueError: when one of ``free`` is no JSON path.
    """
    return list(_differences(sent, recorded, match, free))


def matches(sent: Request, recorded: Request, *, match: tuple[str, ...] = (), free: tuple[str, ...] = ()) -> bool:
    """Whether there is no difference at all; it stops at the first one, so it is cheaper than the list."""
    return next(_differences(sent, recorded, match, free), None) is None


def nearest(
    sent: Request, candidates: Sequence[Request], *, match: tuple[str, ...] = (), free: tuple[str, ...] = ()
) -> tuple[int, list[Difference]] | None:
    """Find the recorded request that was most probably meant: its place, and how the sent one differs from it.

    Of equally near ones it is the first. None when there are no candidates.
    """
    found = [(place, differences(sent, recorded, match=match, free=free)) for place, recorded in enumerate(candidates)]
    return min(found, key=lambda item: _distance(sent, candidates[item[0]], item[1]), default=None)


def _differences(
    sent: Request, recorded: Request, match: tuple[str, ...], free: tuple[str, ...]
) -> Iterator[Difference]:
    if sent.method != recorded.method:
        yield Difference("method", f"Your code sent a {sent.method} where a {recorded.method} is expected.")
    if sent.uri != recorded.uri:
        yield from _url_differences(_url(sent.uri), _url(recorded.uri))
    for name in match:
        yield from _header_differences(name, sent, recorded)
    yield from body_differences(sent, recorded, free)


def _distance(sent: Request, recorded: Request, found: list[Difference]) -> float:
    """How improbable it is that one was meant by the other. A wrong address weighs most, part by part."""
    aspects = {difference.aspect for difference in found}
    distance = len(found) / 100 + len(aspects - {"method", "URL"}) + 2 * ("method" in aspects)
    distance += 5 * sum(difference.aspect == "URL" for difference in found)
    distance += bool(body_bytes(sent)) != bool(body_bytes(recorded))
    if "URL" in aspects:
        # Of several wrong paths the one that is spelled nearly the same was meant.
        distance -= 2 * SequenceMatcher(None, _url(sent.uri)[0].path, _url(recorded.uri)[0].path).ratio()
    return distance


# ----------------------------------------------------------------------------------------------------------- URL


@functools.lru_cache(maxsize=512)
def _url(uri: str) -> Url:
    """Take a URL apart. Its fragment is left out: it is never sent (RFC 9110, 7.1)."""
    parts = urlsplit(uri)
    # Decoded segment by segment, so that `%7E` is `~` (RFC 3986, 6.2.2), but `%2F` is not a slash.
    segments = tuple(unquote_to_bytes(segment) for segment in (parts.path or "/").split("/"))
    query = parse_qsl(parts.query, keep_blank_values=True, errors="surrogateescape")
    return parts, segments, tuple(query)


def _url_differences(sent: Url, recorded: Url) -> Iterator[Difference]:
    one, other = sent[0], recorded[0]
    if one.scheme != other.scheme:
        yield Difference("URL", f"Your request went over {one.scheme}, and should go over {other.scheme}.")
    if one.hostname != other.hostname:
        yield Difference("URL", f"Your request {_went('the host ', one.hostname or '', other.hostname or '')}.")
    # Where the scheme is wrong already, the port that follows from it is no second mistake.
    if _port(one) != _port(other) and not (one.scheme != other.scheme and _is_default(one) and _is_default(other)):
        yield Difference("URL", f"Your request went to port {_port(one)}, and should go to port {_port(other)}.")
    if sent[1] != recorded[1]:
        yield _path_difference(one.path or "/", other.path or "/")
    yield from pair_differences("query", "query parameter", sent[2], recorded[2])


def _path_difference(sent: str, recorded: str) -> Difference:
    text = f"Your request {_went('', sent, recorded)}"
    if sent.rstrip("/") == recorded.rstrip("/"):
        text += f", with{'' if recorded.endswith('/') else 'out'} a slash at the end"
    elif "//" in sent and "//" not in recorded:
        text += ": two slashes in a row are not one"
    return Difference("URL", f"{text}.")


def _went(what: str, sent: str, recorded: str) -> str:
    """``went to …, and should go to …``."""
    one, other = both(sent, recorded)
    return f"went to {what}{one}, and should go to {other}"


def _port(parts: SplitResult) -> str:
    """The port as text, whatever was written there; the scheme's own where none was."""
    try:
        return str(parts.port or _default_port(parts))
    except ValueError:
        return parts.netloc.rpartition(":")[2]


def _default_port(parts: SplitResult) -> str:
    return PORTS.get(parts.scheme, "")


def _is_default(parts: SplitResult) -> bool:
    return _port(parts) == _default_port(parts)


# ------------------------------------------------------------------------------------------------------- headers


def _header_differences(name: str, sent: Request, recorded: Request) -> Iterator[Difference]:
    one, other = header_text(sent, name), header_text(recorded, name)
    if name == "accept":
        # Without an Accept header anything is acceptable (RFC 9110, 12.5.1).
        one, other = one or "*/*", other or "*/*"
    if one == other or (one and other and _canonical(name, one) == _canonical(name, other)):
        return
    if name == "content-type" and body_bytes(recorded):
        return  # it is compared with the body, whether it is named or not
    title = f"The header {_title(name, recorded, sent)}"
    if one is None or (name == "accept" and one == "*/*"):
        expected = "" if is_secret(name) else f", and should be {shown(name, other or '')}"
        yield Difference("header", f"{title} is missing{expected}{_elsewhere(sent, recorded, other)}.")
    elif other is None:
        yield Difference("header", f"{title} is {shown(name, one)}, and should not be there.")
    elif name in ("authorization", "proxy-authorization"):
        yield Difference("header", f"{title} {_credentials_side_by_side(one, other)}.")
    else:
        belong = ": the quotation marks belong to it" if other.strip() == f'"{one.strip()}"' else ""
        yield Difference("header", f"{title} {side_by_side(one, other, secret=is_secret(name))}{belong}.")


def _elsewhere(sent: Request, recorded: Request, value: str | None) -> str:
    """Under which other name a header was sent."""
    expected = {str(name).lower() for name in recorded.headers}
    for name in sent.headers:
        if name.lower() not in expected and header_text(sent, name) == value:
            return f": you sent that as {name}"
    return ""


def _canonical(name: str, value: str) -> Any:
    """What two spellings of a header's value have in common when they mean the same."""
    if name in ("authorization", "proxy-authorization"):
        scheme, _, credentials = value.partition(" ")
        return scheme.lower(), credentials.strip()
    if name == "accept":
        ranges = (part.replace(" ", "").lower() for part in value.split(","))
        return sorted(part.removesuffix(";q=1").removesuffix(";q=1.0") for part in ranges)
    if name == "content-type":
        return media_type(value)
    if name == "cookie":
        return sorted(part.strip() for part in value.split(";"))
    return value.strip()


def _title(name: str, *requests: Request) -> str:
    """The header's name as one of the requests writes it."""
    for request in requests:
        for written in request.headers:
            if written.lower() == name:
                return str(written)
    return name.title()


def _credentials_side_by_side(sent: str, recorded: str) -> str:
    """``is …, and should be …`` for the value of an Authorization header, of which only the scheme is no secret."""
    one, other = _scheme(sent), _scheme(recorded)
    if one.lower() != other.lower():
        return f"is {_veiled_after(one, sent)}, and should be {_veiled_after(other, recorded)}"
    ours, theirs = sent[len(one) :].strip(), recorded[len(other) :].strip()
    if one.lower() == "basic" and (expected := _user_and_password(theirs)):
        user = _user_and_password(ours)
        if user is None:
            return "should have user:password in base64 after 'Basic'"
        if user[0] != expected[0]:
            return f"has another user name: it {side_by_side(user[0], expected[0])}"
        return f"has another password: it {side_by_side(user[1], expected[1], secret=True)}"
    return f"has another value after {other!r}: it {side_by_side(ours, theirs, secret=True)}"


def _scheme(value: str) -> str:
    """The word before the credentials. Anything that doesn't look like a scheme may be part of a secret."""
    scheme, space, _ = value.partition(" ")
    return scheme if space and scheme.isalpha() and len(scheme) <= 10 else ""


def _veiled_after(scheme: str, value: str) -> str:
    return repr(f"{scheme} {veiled(value[len(scheme) :].strip())}" if scheme else veiled(value))


def _user_and_password(credentials: str) -> tuple[str, str] | None:
    """What Basic credentials say (RFC 7617), or None where they are none."""
    try:
        user, colon, password = b64decode(credentials, validate=True).decode("utf-8").partition(":")
    except ValueError:
        return None
    return (user, password) if colon else None
