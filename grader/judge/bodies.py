"""How the bodies of two requests differ: JSON with its types, forms, multipart forms, or plain bytes."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser
from email.utils import collapse_rfc2231_value
from typing import Any, NoReturn, Protocol
from urllib.parse import parse_qsl

from grader.judge.difference import Difference, is_secret, pair_differences, quoted, shown, side_by_side

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
NAMES = {
    "application/json": "JSON (application/json)",
    FORM: f"a form ({FORM})",
    MULTIPART: f"a form in parts ({MULTIPART})",
}

Path = tuple[str | int | None, ...]
"""The steps of a JSON path; None stands for any name or place."""

STEP = re.compile(r"\.([^.\[\]]+)|\[(\*|\d+)\]|\[(?:'([^']*)'|\"([^\"]*)\")\]")
PLAIN_NAME = re.compile(r"\w[\w-]*")


class Request(Protocol):
    """What is asked of a request here; ``vcr.request.Request`` has it."""

    @property
    def method(self) -> str: ...
    @property
    def uri(self) -> str: ...
    @property
    def headers(self) -> Mapping[str, Any]: ...
    @property
    def body(self) -> Any: ...


class _Unreadable(ValueError):
    """A body is not what its Content-Type says; the text says why."""


def body_bytes(request: Request) -> bytes:
    """The whole body as it goes over the wire; empty where there is none.

    vcrpy's request keeps what it read from a file or an iterator, so this may be asked again and again.
    """
    body = request.body
    if hasattr(body, "read"):
        body = body.read()
    if body is None:
        return b""
    if isinstance(body, str | bytes | bytearray | memoryview):
        return _bytes(body)
    return b"".join(_bytes(piece) for piece in body)


def header_text(request: Request, name: str) -> str | None:
    """A header's value as text, whatever the HTTP library made of it; None where it is missing."""
    value = request.headers.get(name)
    if isinstance(value, bytes):
        return value.decode("latin-1")
    return value if value is None else str(value)


def media_type(content_type: str | None) -> str:
    """``application/json`` of ``Application/JSON; charset=utf-8``."""
    return (content_type or "").partition(";")[0].strip().lower()


def is_json(media: str) -> bool:
    return media == "application/json" or media.endswith("+json")


def body_differences(sent: Request, recorded: Request, free: tuple[str, ...]) -> Iterator[Difference]:
    """Compare two bodies as what the recorded Content-Type says they are.

    Args:
        free: JSON paths whose values may be anything.
    """
    ours, theirs = body_bytes(sent), body_bytes(recorded)
    media = media_type(header_text(recorded, "content-type"))
    if not theirs:
        if ours:
            yield Difference("body", f"Your {sent.method} has a body of {_length(ours)}, and should have none.")
        return
    if not ours:
        wanted = _kind_of_body(media) if media else _length(theirs)
        yield Difference("body", f"Your {sent.method} has no body, and should have {wanted}.")
        return
    if media and media_type(header_text(sent, "content-type")) != media:
        yield _media_difference(sent, ours, media)
        return
    try:
        if is_json(media):
            yield from _document_differences(ours, theirs, "your JSON", tuple(_path(path) for path in free))
        elif media == FORM:
            yield from pair_differences("body", "form field", _form(ours), _form(theirs))
        elif media == MULTIPART:
            expected = _parts(theirs, header_text(recorded, "content-type") or "")
            yield from _part_differences(_parts(ours, header_text(sent, "content-type") or ""), expected)
        elif ours != theirs:
            yield Difference("body", f"Your body {_bytes_side_by_side(ours, theirs)}.")
    except _Unreadable as problem:
        yield Difference("body", f"Your body {problem}.")


def _media_difference(sent: Request, body: bytes, expected: str) -> Difference:
    """The Content-Type is another one: say whether the body is, too."""
    written = header_text(sent, "content-type")
    media = media_type(written)
    if written is None:
        text = f"The header Content-Type is missing, and should be {expected!r}: nothing says what your body is."
        return Difference("header", text)
    if is_json(expected) and (is_json(media) or body.lstrip()[:1] in (b"{", b"[")):
        return Difference("header", f"The header Content-Type is {media!r}, and should be {expected!r}.")
    text = f"Your body is {_kind_of_body(media)}, and should be {_kind_of_body(expected)}"
    if is_json(expected) and media == FORM:
        text += ": `data=` sends a dict as a form, `json=` as JSON"
    return Difference("body", f"{text}.")


def _kind_of_body(media: str) -> str:
    return NAMES.get(media, f"JSON ({media})" if is_json(media) else media)


def _length(body: bytes) -> str:
    return "1 byte" if len(body) == 1 else f"{len(body)} bytes"


def _bytes(value: Any) -> bytes:
    return value.encode("utf-8") if isinstance(value, str) else bytes(value)


def _bytes_side_by_side(sent: bytes, recorded: bytes) -> str:
    """``is …, and should be …``: as text where both are text, by their lengths otherwise."""
    ours, theirs = _as_text(sent), _as_text(recorded)
    if ours is not None and theirs is not None:
        return side_by_side(ours, theirs)
    if ours and ours.isprintable() and re.search(r"[\w/\\]\.\w{2,5}$", ours):
        name = re.split(r"[/\\]", ours)[-1]
        return f"is the name of a file ({shown('', name)}), and should be what is in it: {_length(recorded)}"
    if len(sent) == len(recorded):
        return f"has other bytes than expected, though as many ({len(sent)})"
    return f"has {_length(sent)}, and should have {_length(recorded)}"


def _as_text(body: bytes) -> str | None:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _form(body: bytes) -> list[tuple[str, str]]:
    text = body.decode("utf-8", "surrogateescape")
    return parse_qsl(text, keep_blank_values=True, errors="surrogateescape")


# ---------------------------------------------------------------------------------------------------------- JSON


def _document_differences(
    sent: bytes, recorded: bytes, whole: str, free: tuple[Path, ...] = ()
) -> Iterator[Difference]:
    """Compare two JSON documents; ``whole`` is what the sent one is called."""
    if sent == recorded:
        return
    try:
        expected = json.loads(recorded)
    except ValueError:  # broken on purpose, to record what the server says to it
        yield Difference("body", f"{_capital(whole)} {_bytes_side_by_side(sent, recorded)}.")
        return
    ours = _json(sent)
    if isinstance(ours, str) and not isinstance(expected, str) and _holds_json(ours):
        text = f"{_capital(whole)} was encoded twice: it is a text that holds JSON, and should be {_value(expected)}"
        yield Difference("body", f"{text}. `json=` encodes by itself.")
        return
    yield from _json_differences(ours, expected, whole, "", free)


def _json(body: bytes) -> Any:
    """The value that a body says, by the letter of RFC 8259: UTF-8, no name twice in an object, no NaN.

    Raises:
        _Unreadable: when it is not JSON; the text says what is wrong with it.
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _Unreadable(f"is not JSON: it is not UTF-8 (byte {error.start + 1})") from None
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        if "=" in text and re.match(r"[\w.~%+-]+=", text):
            names = ", ".join(dict(_form(body)))
            reason = f"is not JSON, but a form ({names}): `data=` sends a dict as a form, `json=` as JSON"
            raise _Unreadable(reason) from None
        raise _Unreadable(f"is not JSON: {error.msg} ({where}); json.dumps() and `json=` write it right") from None
    except RecursionError:
        raise _Unreadable("is not JSON that a server would read: it is nested too deep") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _Unreadable(f"has the name {quoted(twice, double=True)} twice in one JSON object")
    return made


def _refuse_constant(word: str) -> NoReturn:
    raise _Unreadable(f"is not JSON: {word} is not, it has no word for what is not a number or infinite")


def _holds_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict | list)
    except (ValueError, RecursionError):
        return False


def _json_differences(sent: Any, recorded: Any, whole: str, path: str, free: tuple[Path, ...]) -> Iterator[Difference]:
    if () in free:
        return
    field = f"The field `{path}` of {whole}" if path else _capital(whole)
    if _kind(sent) != _kind(recorded):
        text = f"{field} is {_named(sent, path)}, and should be {_named(recorded, path)}."
        yield Difference("body", text)
    elif isinstance(recorded, dict):
        for name, value in recorded.items():
            below = _step(path, name)
            if name in sent:
                yield from _json_differences(sent[name], value, whole, below, _rest(free, name))
            else:
                text = f"The field `{below}` of {whole} is missing, and should be {_value(value, name)}."
                yield Difference("body", text)
        for name in sent:
            if name not in recorded:
                start = f"The field `{_step(path, name)}` of {whole}"
                yield Difference("body", f"{start} is {_value(sent[name], name)}, and should not be there.")
    elif isinstance(recorded, list):
        if len(sent) != len(recorded):
            yield Difference("body", f"{field} is {_value(sent)}, and should be {_value(recorded)}.")
            return
        for place, (one, other) in enumerate(zip(sent, recorded, strict=True)):
            yield from _json_differences(one, other, whole, f"{path}[{place}]", _rest(free, place))
    elif sent != recorded:
        if isinstance(recorded, str):
            text = side_by_side(sent, recorded, secret=is_secret(_last(path)), double=True)
            yield Difference("body", f"{field} {text}.")
        else:
            yield Difference("body", f"{field} is {_value(sent)}, and should be {_value(recorded)}.")


@functools.lru_cache
def _path(text: str) -> Path:
    """The steps of ``$.messages[*].content``.

    Raises:
        ValueError: when it is no such path.
    """
    steps: list[str | int | None] = []
    place = 1
    while text.startswith("$") and (step := STEP.match(text, place)):
        name, index = step[1] or step[3] or step[4], step[2]
        steps.append(None if "*" in (name, index) else int(index) if index else name)
        place = step.end()
    if place != len(text) or not text.startswith("$"):
        raise ValueError(f"{text!r} is no JSON path such as $.messages[*].content")
    return tuple(steps)


def _rest(free: tuple[Path, ...], step: str | int) -> tuple[Path, ...]:
    """What is left of the paths that go through this step."""
    return tuple(path[1:] for path in free if path[0] is None or path[0] == step) if free else free


def _step(path: str, name: str) -> str:
    if not PLAIN_NAME.fullmatch(name):
        return f"{path}[{quoted(name, double=True)}]"
    return f"{path}.{name}" if path else name


def _last(path: str) -> str:
    return path.rpartition(".")[2]


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"  # JSON knows only one kind: 1 and 1.0 are the same
    return type(value).__name__


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _value(value: Any, name: str = "") -> str:
    """A value as a learner is shown it; never the inside of an object or a list."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    return shown(name, value, double=True) if isinstance(value, str) else json.dumps(value)


def _named(value: Any, path: str) -> str:
    """A value with the word for its kind, where the kinds are what differs."""
    kind = {"str": "the text ", "number": "the number "}.get(_kind(value), "")
    return kind + _value(value, _last(path))


# ----------------------------------------------------------------------------------------------------- multipart


@dataclass(frozen=True, order=True)
class _Part:
    name: str
    filename: str
    content: bytes
    media: str


def _parts(body: bytes, content_type: str) -> list[_Part]:
    """The parts of a multipart form (RFC 7578), ordered by name.

    Raises:
        _Unreadable: when no server could tell them apart.
    """
    header = Message()
    header["Content-Type"] = content_type
    boundary = header.get_boundary()
    if not boundary:
        raise _Unreadable(f"can't be taken apart: the Content-Type says {MULTIPART} without a boundary")
    sections = delimiter(boundary).split(body)
    if len(sections) < 2:
        raise _Unreadable("does not have the boundary in it that the Content-Type names")
    if not sections[-1].startswith(b"--"):
        raise _Unreadable("ends before the boundary that closes it")
    return sorted(_part(section) for section in sections[1:-1])


def delimiter(boundary: str) -> re.Pattern[bytes]:
    """What stands before each part of a multipart body, and before the ``--`` that closes it (RFC 2046, 5.1.1)."""
    word = re.escape(boundary.encode("latin-1", "replace"))
    return re.compile(rb"(?:\A|\r\n)--" + word + rb"(?=(?:--)?[ \t]*(?:\r\n|\Z))")


def _part(section: bytes) -> _Part:
    head, _, content = section.partition(b"\r\n\r\n")
    headers = HeaderParser().parsestr(head.decode("utf-8", "replace").lstrip())
    name = headers.get_param("name", "", header="content-disposition")
    media = media_type(headers.get("content-type"))
    return _Part(collapse_rfc2231_value(name or ""), headers.get_filename() or "", content, media)


def _part_differences(sent: list[_Part], recorded: list[_Part]) -> Iterator[Difference]:
    extra = list(sent)
    for part in recorded:
        other = next((one for one in extra if one.name == part.name), None)
        if other is None:
            yield Difference("body", f"The part `{part.name}` is missing.")
        else:
            extra.remove(other)
            yield from _one_part_differences(other, part)
    for part in extra:
        yield Difference("body", f"The part `{part.name}` should not be there.")


def _one_part_differences(sent: _Part, recorded: _Part) -> Iterator[Difference]:
    part = f"the part `{recorded.name}`"
    if is_json(recorded.media):
        try:
            yield from _document_differences(sent.content, recorded.content, part)
        except _Unreadable as problem:
            yield Difference("body", f"{_capital(part)} {problem}.")
    elif sent.content != recorded.content:
        if is_secret(recorded.name):
            one, other = sent.content.decode("utf-8", "replace"), recorded.content.decode("utf-8", "replace")
            yield Difference("body", f"{_capital(part)} {side_by_side(one, other, secret=True)}.")
        else:
            yield Difference("body", f"{_capital(part)} {_bytes_side_by_side(sent.content, recorded.content)}.")
    if bool(sent.filename) != bool(recorded.filename):
        names = {True: "has a file name, which makes it a file,", False: "has no file name"}
        wanted = f"have {shown('', recorded.filename)}" if recorded.filename else "have none"
        yield Difference("body", f"{_capital(part)} {names[bool(sent.filename)]} and should {wanted}.")
    elif re.split(r"[/\\]", sent.filename)[-1] == recorded.filename != sent.filename:
        text = f"The file name of {part} is a whole path, and should be {shown('', recorded.filename)} alone."
        yield Difference("body", text)
    elif sent.filename != recorded.filename:
        yield Difference("body", f"The file name of {part} {side_by_side(sent.filename, recorded.filename)}.")
