"""M87 · What ends in CR waits for another chunk, and if none comes the last event is lost.

caught by: reads_every_end_of_a_line
message: Where lines end in CR, your iterator yields
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
    rest = b""
    for chunk in chunks:
        rest += chunk
        while found := re.search(b"\r\n|\n|\r(?=.)", rest, re.DOTALL):
            yield rest[: found.start()].decode("utf-8")
            rest = rest[found.end() :]
