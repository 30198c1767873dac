"""A class that is an iterator reads byte by byte, and keeps what it knows in its attributes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    event: str = "message"
    data: str = ""
    id: str | None = None
    retry: int | None = None


class iter_sse:
    def __init__(self, chunks):
        self.bytes = (byte for chunk in chunks for byte in chunk)
        self.line = bytearray()
        self.first = True
        self.after_cr = False
        self.id = None
        self.begin()

    def begin(self):
        self.data = []
        self.event = "message"
        self.retry = None

    def __iter__(self):
        return self

    def __next__(self):
        for byte in self.bytes:
            was_cr, self.after_cr = self.after_cr, byte == 13
            if byte == 10 and was_cr:
                continue
            if byte not in (10, 13):
                self.line.append(byte)
                continue
            line, self.line = self.line.decode(), bytearray()
            if self.first:
                line, self.first = line.removeprefix("\ufeff"), False
            if line:
                self.take(line)
            else:
                ready = Event(self.event, "\n".join(self.data), self.id, self.retry) if self.data else None
                self.begin()
                if ready:
                    return ready
        raise StopIteration

    def take(self, line):
        name, _, value = line.partition(":")
        if value.startswith(" "):
            value = value[1:]
        match name:
            case "data":
                self.data += [value]
            case "event":
                self.event = value
            case "id":
                self.id = value
            case "retry":
                self.retry = int(value) if value.isdecimal() else self.retry
