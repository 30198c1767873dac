"""M78 · Each chunk is taken for whole lines: what began in the one before is forgotten.

caught by: reads_chunks_that_end_anywhere
message: Your events depend on where a chunk ends
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    event: str = "message"
    data: str = ""
    id: str | None = None
    retry: int | None = None


def iter_sse(chunks):
    last_id = None
    for chunk in chunks:
        name, data, retry = "message", [], None
        for line in chunk.splitlines():
            field, _, value = line.decode("utf-8", "replace").partition(":")
            value = value.removeprefix(" ")
            if field == "data":
                data.append(value)
            elif field == "event":
                name = value
            elif field == "id":
                last_id = value
            elif field == "retry" and value.isdigit():
                retry = int(value)
            elif not line:
                if data:
                    yield Event(name, "\n".join(data), last_id, retry)
                name, data, retry = "message", [], None
