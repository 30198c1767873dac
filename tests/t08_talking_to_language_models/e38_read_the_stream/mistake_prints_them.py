"""The data is printed, and nothing is yielded.

caught by: reads_a_models_answer
message: Your function returned None
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    event: str = "message"
    data: str = ""
    id: str | None = None
    retry: int | None = None


def iter_sse(chunks):
    for chunk in chunks:
        for line in chunk.decode("utf-8").split("\n"):
            if line.startswith("data: "):
                print(Event(data=line[6:]))
