"""M79 · Each chunk is decoded by itself, and what can't be decoded is left out.

caught by: reads_chunks_that_end_anywhere
message: Your events depend on where a chunk ends
"""

import re
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
    rest, after_cr = "", False
    for chunk in chunks:
        text = chunk.decode("utf-8", errors="ignore")
        if after_cr and text.startswith("\n"):
            text = text[1:]
        after_cr = text.endswith("\r")
        rest += text
        *whole, rest = re.split("\r\n|\r|\n", rest)
        yield from whole
