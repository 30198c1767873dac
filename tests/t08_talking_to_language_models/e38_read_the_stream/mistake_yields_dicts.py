"""The data is yielded as what its JSON says, not as an Event.

caught by: reads_a_models_answer
message: should yield an Event
"""

import json
from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    event: str = "message"
    data: str = ""
    id: str | None = None
    retry: int | None = None


def iter_sse(chunks):
    rest = b""
    for chunk in chunks:
        rest += chunk
        while b"\n\n" in rest:
            block, rest = rest.split(b"\n\n", 1)
            data = block.decode("utf-8").removeprefix("data: ")
            if data != "[DONE]":
                yield json.loads(data)
