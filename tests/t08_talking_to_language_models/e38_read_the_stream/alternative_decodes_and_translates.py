"""An incremental decoder makes text of the bytes, and the one of `io` makes LF of every end of a line."""

import codecs
import io
import itertools
from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    event: str = "message"
    data: str = ""
    id: str | None = None
    retry: int | None = None


def iter_sse(chunks):
    # Told that this is the end, it gives the LF of a CR that nothing followed.
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder("utf-8-sig")(), translate=True)
    pieces = itertools.chain(
        (decoder.decode(chunk) for chunk in chunks), (decoder.decode(b"", final=True) for _ in ".")
    )
    rest, fields, last_id = "", {}, None
    for piece in pieces:
        *lines, rest = (rest + piece).split("\n")
        for line in lines:
            if line == "":
                last_id = fields.get("id", [last_id])[-1]
                if "data" in fields:
                    names, numbers = (
                        fields.get("event", []),
                        [text for text in fields.get("retry", []) if text.isdigit()],
                    )
                    yield Event(
                        event=names[-1] if names and names[-1] else "message",
                        data="\n".join(fields["data"]),
                        id=last_id,
                        retry=int(numbers[-1]) if numbers else None,
                    )
                fields = {}
            else:
                name, _, value = line.partition(":")
                fields.setdefault(name, []).append(value[1:] if value[:1] == " " else value)
