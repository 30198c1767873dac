"""M81 · A CRLF in two chunks is taken for two ends, with a blank line between them.

caught by: reads_a_crlf_in_two_chunks
message: Your events depend on where a chunk ends: here 3 instead of 2
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
        *whole, rest = re.split(b"\r\n|\r|\n", rest + chunk)
        for line in whole:
            yield line.decode("utf-8")
