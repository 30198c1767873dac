"""How values travel through the door: JSON types as they are, the rest tagged, so that a list is not a tuple.

A tagged value is an object with the key ``$``. What can't be copied stays where it is and travels as a *handle*
(``{"$": "handle", "id": 7, …}``): the two sides give the codec their own ways to make and to open handles.
Nothing is ever unpickled.
"""

from __future__ import annotations

import base64
import dataclasses
import datetime
import decimal
import enum
import math
import pathlib
from collections.abc import Callable
from typing import Any

DEPTH = 100
"""How deeply values may be nested."""

LARGE = 4096
"""From so many bits on an integer travels as hexadecimal digits: Python converts no long decimal ones."""

# Taken now: the worker puts classes with virtual time into the datetime module later.
_datetime, _date, _time, _timedelta = datetime.datetime, datetime.date, datetime.time, datetime.timedelta


class CodecError(Exception):
    """A value can't travel; the text says why, for the person whose value it is."""


class Codec:
    """Encodes and decodes for one side of the door.

    Args:
        keep: what this side says of a value that can't be copied: a tagged object.
        open: what this side makes of a tagged object that only the other side's ``keep`` can have written.
    """

    def __init__(self, keep: Callable[[Any], dict[str, Any]], open: Callable[[dict[str, Any]], Any]) -> None:
        self._keep = keep
        self._open = open

    def encode(self, value: Any, within: tuple[int, ...] = ()) -> Any:
        """The value as JSON types. ``within`` are the identities of the values that it is a part of.

        Raises:
            CodecError: when it contains itself, or is nested too deeply.
        """
        kind = type(value)
        if value is None or kind is bool or kind is str:
            return value
        if kind is int:
            return value if value.bit_length() < LARGE else {"$": "int", "hex": hex(value)}
        if id(value) in within:
            raise CodecError("a value that contains itself")
        if len(within) >= DEPTH:
            raise CodecError(f"a value that is nested more than {DEPTH} times")
        within = (*within, id(value))
        if kind is list:
            return [self.encode(item, within) for item in value]
        if kind is dict and "$" not in value and all(type(key) is str for key in value):
            return {key: self.encode(item, within) for key, item in value.items()}
        return self._encode_rare(value, within)

    def _encode_rare(self, value: Any, within: tuple[int, ...]) -> Any:
        def many(items: Any) -> list[Any]:
            return [self.encode(item, within) for item in items]

        match value:
            case enum.Enum():
                return self._keep(value) | {
                    "$": "enum",
                    "name": value.name,
                    "value": many([value.value])[0],
                    "mixed": isinstance(value, (int, str)),
                }
            case str():  # a subclass, as the next one
                return str.__str__(value)
            case int():
                return self.encode(int(value))
            case float():
                return float(value) if math.isfinite(value) else {"$": "float", "text": repr(float(value))}
            case tuple() if hasattr(value, "_fields"):
                fields = dict(zip(value._fields, many(value), strict=True))
                return {"$": "namedtuple", "type": type(value).__name__, "fields": fields}
            case tuple():
                return {"$": "tuple", "items": many(value)}
            case list():
                return many(value)
            case dict():
                return {"$": "dict", "items": [many(pair) for pair in value.items()]}
            case set() | frozenset():
                return {"$": type(value).__mro__[-2].__name__, "items": many(value)}
            case bytes() | bytearray() | memoryview():
                return {"$": "bytes", "base64": base64.b64encode(bytes(value)).decode("ascii")}
            case decimal.Decimal():
                return {"$": "decimal", "text": str(value)}
            case _ if isinstance(value, _datetime):
                return {"$": "datetime", "text": _datetime.isoformat(value)}
            case _ if isinstance(value, _date):
                return {"$": "date", "text": value.isoformat()}
            case _ if isinstance(value, _time):
                return {"$": "time", "text": value.isoformat()}
            case _ if isinstance(value, _timedelta):
                return {"$": "timedelta", "parts": [value.days, value.seconds, value.microseconds]}
            case pathlib.PurePath():
                return {"$": "path", "text": str(value)}
            case _ if is_record(value):
                return self._encode_record(value, within)
        return self._keep(value)

    def _encode_record(self, value: Any, within: tuple[int, ...]) -> Any:
        """A dataclass that is only data is copied; the handle in it leads back to the original."""
        handle = self._keep(value)
        fields = {
            field.name: self.encode(getattr(value, field.name), within)
            for field in dataclasses.fields(value)
            if hasattr(value, field.name)
        }
        return {"$": "record", "type": type(value).__name__, "fields": fields, "handle": handle}

    def decode(self, data: Any) -> Any:
        """The value that ``encode`` of the other side wrote.

        Raises:
            CodecError: when the data is nothing that an encoder writes.
        """
        if isinstance(data, list):
            return [self.decode(item) for item in data]
        if not isinstance(data, dict):
            return data
        if "$" not in data:
            return {key: self.decode(item) for key, item in data.items()}
        try:
            return self._decode_tagged(data["$"], data)
        except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError, RecursionError) as error:
            raise CodecError(f"a message with a broken value ({type(error).__name__}: {error})") from error

    def _decode_tagged(self, tag: object, data: dict[str, Any]) -> Any:
        match tag:
            case "tuple":
                return tuple(self.decode(data["items"]))
            case "dict":
                return {self.decode(key): self.decode(item) for key, item in data["items"]}
            case "set":
                return set(self.decode(data["items"]))
            case "frozenset":
                return frozenset(self.decode(data["items"]))
            case "int":
                return int(data["hex"], 16)
            case "bytes":
                return base64.b64decode(data["base64"], validate=True)
            case "float":
                return float(data["text"])
            case "decimal":
                return decimal.Decimal(data["text"])
            case "datetime":
                return datetime.datetime.fromisoformat(data["text"])
            case "date":
                return datetime.date.fromisoformat(data["text"])
            case "time":
                return datetime.time.fromisoformat(data["text"])
            case "timedelta":
                return datetime.timedelta(*data["parts"])
            case "path":
                return pathlib.Path(data["text"])
        return self._open(data)


def is_record(value: Any) -> bool:
    """Whether a value is a dataclass that is only data: without public methods, and no context manager."""
    return dataclasses.is_dataclass(value) and not isinstance(value, type) and not _has_methods(type(value))


def _has_methods(cls: type) -> bool:
    return any(
        callable(member) and (not name.startswith("_") or name == "__enter__")
        for base in cls.__mro__[:-1]
        for name, member in vars(base).items()
        if not isinstance(member, type)
    )


def is_container(value: Any) -> bool:
    """Whether a value's contents can change while it stays itself."""
    return isinstance(value, (list, dict, set)) or is_record(value)


def overwrite(old: Any, new: Any) -> None:
    """Give a container that was passed through the door the contents that it had on the other side afterwards.

    What did not change stays the very same object. Containers of this side's own making have a ``take_over``.
    """
    if isinstance(old, list) and isinstance(new, list):
        old[:] = [_merged(old[place], after) if place < len(old) else after for place, after in enumerate(new)]
    elif isinstance(old, dict) and isinstance(new, dict):
        merged = {key: _merged(old[key], after) if key in old else after for key, after in new.items()}
        if list(merged) != list(old):
            old.clear()
        old.update(merged)
    elif isinstance(old, set) and isinstance(new, set):
        old &= new
        old |= new
    elif hasattr(old, "take_over") and type(old) is type(new):
        old.take_over(new)


def _merged(before: Any, after: Any) -> Any:
    if type(before) is not type(after):
        return after
    if isinstance(before, (list, dict, set)) or hasattr(before, "take_over"):
        overwrite(before, after)
        return before
    return before if before == after else after
