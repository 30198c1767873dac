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
    # TODO 1: yield an Event for the data of each block, if lines end in LF and a chunk is always a whole event.
    # TODO 2: read all that may stand in a line, and every end of a line.
    # TODO 3: let chunks end anywhere. What is no whole line yet waits for the next chunk, as bytes.
    raise NotImplementedError("TODO 1: yield an Event for the data of each block")
