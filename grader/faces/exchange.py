"""An exchange for people: the request as a ``curl`` command that can be pasted into a shell, and the answer."""

from __future__ import annotations

import email.parser
import email.policy
import json
import shlex
from email.message import Message
from pathlib import PurePosixPath
from typing import NamedTuple

from grader.faces.screen import Line
from grader.faces.text import clean, cut, one_line
from grader.judge.wire import Exchange, Part, RecordedResponse, SentRequest

FORM = "application/x-www-form-urlencoded"
PSEUDO = "x-cassette-"
ONE_LINE = 60
"""Columns of JSON that may stay on one line."""

KINDS = {
    b"\x89PNG": "PNG image",
    b"\xff\xd8\xff": "JPEG image",
    b"GIF8": "GIF image",
    b"%PDF": "PDF document",
    b"PK\x03\x04": "ZIP archive",
    b"\x1f\x8b": "gzip archive",
}
"""How files of well-known kinds begin."""

INSTEAD = {
    "connect-timeout": "no connection: nobody answered in time",
    "refused": "no connection: it was refused",
    "dns": "no connection: there is no server of that name",
    "tls": "no connection: the certificate was not accepted",
    "reset": "no answer: the connection was cut",
    "read-timeout": "no answer in time",
}
"""What happened where there was no answer, by the kinds of ``grader.worker.faults``."""

BROKEN = {
    "truncated": "here the body ends, before all that was promised had come",
    "reset": "here the connection was cut",
    "read-timeout": "here nothing more came in time",
}


class Command(NamedTuple):
    """A request as a command."""

    lines: list[str]
    """The command for a POSIX shell, one option a line."""
    files: dict[str, bytes]
    """The files that the command reads, by the names it calls them."""


def curl(request: SentRequest, *, ascii_only: bool = False) -> Command:
    """The same request by curl: what the recording keeps of it, and nothing else.

    Args:
        request: the request as it was recorded.
        ascii_only: write JSON with escapes, for consoles that can't show everything.
    """
    files: dict[str, bytes] = {}
    options = [_options(request, files, ascii_only)] if request.body else []
    has_body = bool(request.body)
    head = ["curl"]
    if any(sign in request.url for sign in "[]{}"):
        head.append("--globoff")  # otherwise curl reads them as patterns
    if request.method == "HEAD":
        head.append("--head")
    elif request.method != ("POST" if has_body else "GET"):
        head += ["--request", shlex.quote(request.method)]
    head.append(shlex.quote(request.url))
    media = _media(request.headers.get("Content-Type", ""))
    headers = [
        f"--header {shlex.quote(f'{name}: {value}' if value else f'{name};')}"
        for name, value in request.headers.items()
        if name.lower() != "content-type" or media not in (FORM, "multipart/form-data")
    ]
    if has_body and "Content-Type" not in request.headers:
        headers.append("--header 'Content-Type:'")  # otherwise curl says that it is a form
    parts = [" ".join(head), *headers, *(line for lines in options for line in lines)]
    return Command(" \\\n  ".join(parts).splitlines(), files)


def _options(request: SentRequest, files: dict[str, bytes], ascii_only: bool) -> list[str]:
    """curl's options for the body."""
    media = _media(request.headers.get("Content-Type", ""))
    if media == "multipart/form-data" and (parts := parts_of(request)):
        return [_part(part, files) for part in parts]
    text = _text(request.body)
    if text is None:
        files["body.bin"] = request.body
        return ["--data-binary @body.bin"]
    if media == FORM and "\n" not in text:
        return [f"--data {shlex.quote(field)}" for field in text.split("&")]
    if _is_json(media):
        text = _pretty(text, ascii_only=ascii_only) or text
    return [f"--data-raw {shlex.quote(text)}"]


def _part(part: Part, files: dict[str, bytes]) -> str:
    kind = f";type={part.content_type}" if part.content_type else ""
    text = _text(part.content)
    if part.filename is None and text is not None:
        if not kind:
            return f"--form-string {shlex.quote(f'{part.name}={text}')}"
        # Without quotes a semicolon would end the value, and some signs at its beginning mean something.
        plain = text[:1] not in ('"', "@", "<", " ", "") and ";" not in text and not text.endswith(" ")
        return f"--form {shlex.quote(f'{part.name}={text if plain else _in_quotes(text)}{kind}')}"
    name = part.filename or f"{part.name}.bin"
    local = PurePosixPath(name.replace("\\", "/")).name or "file.bin"
    files[local] = part.content
    place = local if local.replace(".", "").replace("-", "").replace("_", "").isalnum() else _in_quotes(local)
    other = f";filename={_in_quotes(name)}" if name != local else ""
    return f"--form {shlex.quote(f'{part.name}=@{place}{kind}{other}')}"


def parts_of(request: SentRequest) -> list[Part]:
    """The parts of a multipart form in order; none where the body is not one."""
    head = f"Content-Type: {request.headers.get('Content-Type', '')}\r\n\r\n".encode("latin-1", "replace")
    message: Message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + request.body)
    return [Part(part) for part in message.iter_parts()] if message.is_multipart() else []  # type: ignore[attr-defined]


def answer(exchange: Exchange, room: int, lines: int | None) -> list[Line]:
    """The answer: status, headers and body, cut to so many columns and lines (None: all lines)."""
    response = exchange.response
    told = {name.lower(): value for name, value in response.headers.items()}
    if fault := told.get(f"{PSEUDO}raise"):
        return [((cut(INSTEAD.get(fault, f"no answer ({fault})"), room), "strong"),)]
    late = f", after {delay} seconds" if (delay := told.get(f"{PSEUDO}delay")) else ""
    page: list[Line] = [((cut(one_line(f"{response.status} {response.reason}{late}"), room), "strong"),)]
    for name, value in response.headers.items():
        if not name.lower().startswith(PSEUDO):
            page.append(((f"{one_line(name)}: ", "faint"), cut(one_line(value), room - len(name) - 2)))
    shown = [cut(line, room) for line in body(response)]
    if ending := told.get(f"{PSEUDO}break"):
        shown.append(f"… {BROKEN.get(ending, ending)}")
    left = None if lines is None else max(2, lines - len(page) - 1)
    if left is not None and len(shown) > left:
        shown = [*shown[: left - 1], f"… {len(shown) - left + 1} more lines"]
    return [*page, (), *((line,) for line in shown)]


def body(response: RecordedResponse) -> list[str]:
    """The body as lines: JSON set out, text as it is, anything else in a few words."""
    if not response.body:
        return ["(no body)"]
    content_type = response.headers.get("Content-Type", "")
    media = _media(content_type)
    message = Message()
    message["Content-Type"] = content_type or "text/plain"
    text = _text(response.body, str(message.get_param("charset") or "utf-8"))
    if text is None:
        return [described(response.body, media)]
    pretty = _pretty(text) if _is_json(media) else None
    return clean(pretty or text).splitlines() or ["(no body)"]


def described(content: bytes, media: str = "") -> str:
    """What can't be shown: ``PNG image, 5,312 bytes``."""
    kind = next((kind for start, kind in KINDS.items() if content.startswith(start)), media or "something binary")
    return f"{kind}, {len(content):,} byte{'s' if len(content) != 1 else ''}"


def _text(content: bytes, charset: str = "utf-8") -> str | None:
    """The content as text; None where it isn't any."""
    try:
        text = content.decode(charset)
    except (UnicodeDecodeError, LookupError):
        return None
    return None if any(ord(character) < 32 and character not in "\t\n\r" for character in text) else text


def _pretty(text: str, *, ascii_only: bool = False) -> str | None:
    try:
        return _set_out(json.loads(text), "", ascii_only)
    except (ValueError, RecursionError):
        return None


def _set_out(value: object, indent: str, ascii_only: bool) -> str:
    """JSON with an indent, but what is short stays on one line: a page has few lines."""
    flat = json.dumps(value, ensure_ascii=ascii_only)
    if not isinstance(value, dict | list) or len(flat) + len(indent) <= ONE_LINE:
        return flat
    deeper = indent + "  "
    if isinstance(value, dict):
        names = [json.dumps(name, ensure_ascii=ascii_only) for name in value]
        rows = [
            f"{deeper}{name}: {_set_out(one, deeper, ascii_only)}"
            for name, one in zip(names, value.values(), strict=True)
        ]
    else:
        rows = [f"{deeper}{_set_out(one, deeper, ascii_only)}" for one in value]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return opening + "\n" + ",\n".join(rows) + f"\n{indent}{closing}"


def _is_json(media: str) -> bool:
    return media == "application/json" or media.endswith("+json")


def _media(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()


def _in_quotes(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
