"""M87 · The events are collected in a list.

caught by: yields_at_once
message: Your function returned a list
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
    events, name, data, last_id, retry = [], "message", [], None, None
    for line in lines_of(chunks):
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if not line:
            if data:
                events.append(Event(name, "\n".join(data), last_id, retry))
            name, data, retry = "message", [], None
        elif field == "data":
            data.append(value)
        elif field == "event":
            name = value
        elif field == "id":
            last_id = value
        elif field == "retry" and value.isdigit():
            retry = int(value)
    return events


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
