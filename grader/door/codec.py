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
from collections.abc import Callable, Mapping
from typing import Any

DEPTH = 100
"""How deeply values may be nested; what is deeper is most probably a value that contains itself."""

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

    def encode(self, value: Any, depth: int = DEPTH) -> Any:
        """The value as JSON types.

        Raises:
            CodecError: when it is nested too deeply.
        """
        kind = type(value)
        if value is None or kind is bool or kind is int or kind is str:
            return value
        if depth <= 0:
            raise CodecError("a value that contains itself, or is nested too deeply")
        if kind is list:
            return [self.encode(item, depth - 1) for item in value]
        if kind is dict and "$" not in value and all(type(key) is str for key in value):
            return {key: self.encode(item, depth - 1) for key, item in value.items()}
        return self._encode_rare(value, depth - 1)

    def _encode_rare(self, value: Any, depth: int) -> Any:
        def many(items: Any) -> list[Any]:
            return [self.encode(item, depth) for item in items]

        match value:
            case enum.Enum():
                return {"$": "enum", "type": type(value).__name__, "name": value.name, "value": many([value.value])[0]}
            case bool() | int() | str():  # subclasses
                plain = str(value) if isinstance(value, str) else int(value)
                return str.__str__(value) if isinstance(value, str) else plain
            case float():
                return float(value) if math.isfinite(value) else {"$": "float", "text": repr(float(value))}
            case tuple() if hasattr(value, "_fields"):
                fields = dict(zip(value._fields, many(value), strict=True))
                return {"$": "record", "type": type(value).__name__, "fields": fields}
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
            case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
                return self._encode_record(value, depth)
        return self._keep(value)

    def _encode_record(self, value: Any, depth: int) -> Any:
        """A dataclass that is only data is copied; the handle in it leads back to the original."""
        handle = self._keep(value)
        if has_methods(type(value)):
            return handle
        fields = {
            field.name: self.encode(getattr(value, field.name), depth)
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
        except (KeyError, TypeError, ValueError, ArithmeticError) as error:
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


def has_methods(cls: type) -> bool:
    """Whether a class is more than a record: it has public methods or is a context manager."""
    return any(
        callable(member) and (not name.startswith("_") or name == "__enter__")
        for base in cls.__mro__[:-1]
        for name, member in vars(base).items()
        if not isinstance(member, type) and not _is_namedtuple_method(base, name)
    )


def _is_namedtuple_method(base: type, name: str) -> bool:
    return base is tuple or (issubclass(base, tuple) and name in ("count", "index"))


def overwrite(old: Any, new: Any) -> None:
    """Give a list or dict that was passed through the door the contents that it had on the other side afterwards."""
    if isinstance(old, list) and isinstance(new, list):
        if len(old) == len(new):
            for index, (before, after) in enumerate(zip(old, new, strict=True)):
                if is_container(before) and type(before) is type(after):
                    overwrite(before, after)
                else:
                    old[index] = after
        else:
            old[:] = new
    elif isinstance(old, dict) and isinstance(new, Mapping):
        for key in [key for key in old if key not in new]:
            del old[key]
        for key, after in new.items():
            if key in old and is_container(old[key]) and type(old[key]) is type(after):
                overwrite(old[key], after)
            else:
                old[key] = after


def is_container(value: Any) -> bool:
    return isinstance(value, (list, dict))
