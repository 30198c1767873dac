"""The field `event` is not read.

caught by: reads_the_names
message: do not have the names that stand in the stream
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
    data = []
    for line in lines_of(chunks):
        if line.startswith("data:"):
            data.append(line[5:].removeprefix(" "))
        elif not line and data:
            yield Event(data="\n".join(data))
            data = []


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
