"""A CR at the end of a chunk waits until it is known what follows; one regular expression per line."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    event: str = "message"
    data: str = ""
    id: str | None = None
    retry: int | None = None


END = re.compile(rb"\r\n|\n|\r(?!\Z)")
FIELD = re.compile(r"(data|event|id|retry)(?:: ?(.*))?", re.DOTALL)


def lines(chunks):
    rest = b""
    for chunk in chunks:
        rest += chunk
        while end := END.search(rest):
            yield rest[: end.start()]
            rest = rest[end.end() :]
    if rest.endswith(b"\r"):
        yield rest[:-1]


def iter_sse(chunks):
    event = {}
    for number, line in enumerate(lines(chunks)):
        text = line.decode("utf-8-sig" if number == 0 else "utf-8")
        if not text:
            if "data" in event:
                yield Event(**event)
            event = {"id": event["id"]} if "id" in event else {}
        elif field := FIELD.fullmatch(text):
            name, value = field[1], field[2] or ""
            if name == "data":
                event["data"] = f"{event['data']}\n{value}" if "data" in event else value
            elif name == "retry":
                if re.fullmatch("[0-9]+", value):
                    event["retry"] = int(value)
            else:
                event[name] = value
