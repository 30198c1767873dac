"""M87 · All chunks are joined before the first event is yielded.

caught by: yields_at_once
message: your code took
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    event: str = "message"
    data: str = ""
    id: str | None = None
    retry: int | None = None


def iter_sse(chunks):
    text = b"".join(chunks).decode("utf-8-sig")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    *blocks, _ = text.split("\n\n")
    last_id = None
    for block in blocks:
        name, data, retry = "message", [], None
        for line in block.split("\n"):
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
        if data:
            yield Event(name, "\n".join(data), last_id, retry)
