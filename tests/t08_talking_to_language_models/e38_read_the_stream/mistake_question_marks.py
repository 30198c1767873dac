"""M79 · Each chunk is decoded by itself, and torn letters are replaced.

caught by: reads_chunks_that_end_anywhere
message: it became
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    event: str = "message"
    data: str = ""
    id: str | None = None
    retry: int | None = None


def iter_sse(chunks):
    name, data, last_id, retry = "", [], None, None
    for line in lines_of(chunks):
        if not line:
            if data:
                yield Event(name or "message", "\n".join(data), last_id, retry)
            name, data, retry = "", [], None
            continue
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


def lines_of(chunks):
    rest = ""
    for chunk in chunks:
        rest += chunk.decode("utf-8", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
        *whole, rest = rest.split("\n")
        yield from whole
