"""M83 · A field is known by `data: `, with its space.

caught by: reads_every_form_of_a_field
message: yields 0 events instead of one
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
    name, data, last_id, retry = "message", [], None, None
    for line in lines_of(chunks):
        if line.startswith("data: "):
            data.append(line[6:])
        elif line.startswith("event: "):
            name = line[7:]
        elif line.startswith("id: "):
            last_id = line[4:]
        elif line.startswith("retry: ") and line[7:].isdigit():
            retry = int(line[7:])
        elif line == "":
            if data:
                yield Event(name, "\n".join(data), last_id, retry)
            name, data, retry = "message", [], None


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
