"""M82 · Whatever is no known field is taken for data.

caught by: ignores_comments
message: your iterator yields 2
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
    name, data = "message", []
    for line in lines_of(chunks):
        if not line:
            if data:
                yield Event(name, "\n".join(data))
            name, data = "message", []
        elif line.startswith("event:"):
            name = line[6:].strip()
        else:
            data.append(line.removeprefix("data:").removeprefix(" "))


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
