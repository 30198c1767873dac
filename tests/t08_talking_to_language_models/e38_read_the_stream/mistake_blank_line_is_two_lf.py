"""M81 · An event is looked for between two LF.

caught by: reads_every_end_of_a_line
message: Where lines end in CRLF
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    event: str = "message"
    data: str = ""
    id: str | None = None
    retry: int | None = None


def iter_sse(chunks):
    rest = b""
    for chunk in chunks:
        rest += chunk
        while b"\n\n" in rest:
            block, rest = rest.split(b"\n\n", 1)
            event = event_of(block.decode("utf-8"))
            if event.data:
                yield event


def event_of(block):
    """The event of a block of lines."""
    name, data, last_id, retry = "message", [], None, None
    for line in block.split("\n"):
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "data":
            data.append(value)
        elif field == "event":
            name = value
        elif field == "id":
            last_id = value
        elif field == "retry" and value.isdigit():
            retry = int(value)
    return Event(name, "\n".join(data), last_id, retry)
