"""e38 · Read the stream

The cook calls out each word as she writes it, and the waiter passes on what comes through the hatch, in scraps. Where a
scrap ends means nothing: it may be in the middle of a word, or of an “é”. What counts are lines, and blank lines.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    """One event of a stream."""

    event: str = "message"
    data: str = ""
    id: str | None = None
    retry: int | None = None


def iter_sse(chunks: Iterable[bytes]) -> Iterator[Event]:
    r"""Iterate over the events of a stream (``text/event-stream``, WHATWG HTML §9.2.6). It is UTF-8.

    >>> list(iter_sse([b"event: token\ndata: Caf\xc3", b"\xa9\n", b"\ndata: [DONE]\n\n"]))
    [Event(event='token', data='Café', id=None, retry=None), Event(event='message', data='[DONE]', id=None, retry=None)]

    A chunk may end anywhere: within a line, within a letter, between CR and LF. A line ends in LF, in CR or in CRLF,
    in the same stream too, and nowhere else.

    ==================  ===========================================================================================
    a line              what it means
    ==================  ===========================================================================================
    ``name: value``     a field; one space after the colon does not belong to the value, any other does
    ``name``            without a colon: a field with an empty value
    ``: text``          a comment, to be ignored, as are fields with other names than the following four
    field ``data``      a line of the event's data; if there are several, they are joined with ``\n``
    field ``event``     what the event is called: ``message`` if nothing says otherwise
    field ``id``        the event's id, and that of the events after it, until another one comes
    field ``retry``     milliseconds, a number in this event only; ignore it unless it is all digits
    a blank line        ends the event. It is yielded at once, before another chunk is taken, but only if it has
                        a field ``data``, be that empty
    ==================  ===========================================================================================

    At the very beginning there may be a byte order mark (U+FEFF), which is no part of the first line. What no blank
    line has ended when the stream ends is not yielded.
    """
    name, data, last_id, retry = "", [], None, None
    for line in _lines(chunks):
        if not line:
            if data:
                yield Event(name or "message", "\n".join(data), last_id, retry)
            # The id stays: it says where to go on if the stream breaks, also after events without one.
            name, data, retry = "", [], None
            continue
        # Also right for a line without a colon (no value), and for a comment (a field without a name).
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "data":
            data.append(value)
        elif field == "event":
            name = value
        elif field == "id" and "\0" not in value:
            last_id = value
        elif field == "retry" and value.isascii() and value.isdigit():
            retry = int(value)


def _lines(chunks: Iterable[bytes]) -> Iterator[str]:
    """The lines of a stream, each as soon as its end has come."""
    rest, after_cr = b"", False
    encoding = "utf-8-sig"  # which drops a byte order mark; only the first line may have one
    for chunk in filter(None, chunks):
        # A CR at the end of a chunk has ended its line already. If an LF follows, the two are one end.
        if after_cr:
            chunk = chunk.removeprefix(b"\n")
        after_cr = chunk.endswith(b"\r")
        # For bytes a line ends in LF, CR and CRLF, for str also in U+0085, U+2028 and others. And no byte of a longer
        # letter is CR or LF: a line can be cut out before it is decoded, and a letter is never torn.
        lines = (rest + chunk).splitlines(keepends=True)
        rest = lines.pop() if lines and not lines[-1].endswith((b"\r", b"\n")) else b""
        for line in lines:
            yield line.rstrip(b"\r\n").decode(encoding, "replace")
            encoding = "utf-8"
