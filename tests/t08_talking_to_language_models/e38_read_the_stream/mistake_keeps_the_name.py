"""The name of an event is kept for the next one, which has none.

caught by: reads_the_names
message: An event without a field `event` is called
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
            data, retry = [], None
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
    rest, after_cr = b"", False
    for chunk in chunks:
        if after_cr and chunk.startswith(b"\n"):
            chunk = chunk[1:]
        after_cr = chunk.endswith(b"\r")
        rest += chunk
        *whole, rest = re.split(b"\r\n|\r|\n", rest)
        for line in whole:
            yield line.decode("utf-8")
