"""The learner's objects as a check sees them: records are copies, the rest is asked for through the door."""

from __future__ import annotations

import builtins
import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import requests

from grader.report import Frame

if TYPE_CHECKING:
    from .door import Door


class Record:
    """A dataclass of the learner's code that is only data: a copy of it, with the same name and attributes.

    It leads back to the original: that is what is passed on, what an attribute is set on, and what knows properties.
    """

    def __init__(self, type_name: str, fields: dict[str, Any], handle: int, door: Door) -> None:
        self.__dict__["_record"] = (type_name, fields, handle, door)

    def __getattr__(self, name: str) -> Any:
        type_name, fields, handle, door = self.__dict__["_record"]
        if name in fields:
            return fields[name]
        if name.startswith("__"):
            raise AttributeError(f"a {type_name} has no {name!r}")
        return door.ask("get", target=handle, name=name)

    def __setattr__(self, name: str, value: Any) -> None:
        _, fields, handle, door = self.__dict__["_record"]
        door.ask("set", target=handle, name=name, value=door.codec.encode(value))
        fields[name] = value

    def take_over(self, other: Record) -> None:
        """Become equal to a later copy."""
        self.__dict__["_record"] = other.__dict__["_record"]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Record):
            return NotImplemented
        mine, theirs = self.__dict__["_record"], other.__dict__["_record"]
        return bool(mine[:2] == theirs[:2])

    def __hash__(self) -> int:
        type_name, fields, _, _ = self.__dict__["_record"]
        return hash((type_name, *fields))

    def __repr__(self) -> str:
        type_name, fields, _, _ = self.__dict__["_record"]
        return f"{type_name}({', '.join(f'{name}={value!r}' for name, value in fields.items())})"


class Member:
    """A member of an enumeration of the learner's code. One that is also an ``int`` or ``str`` equals that value."""

    def __init__(self, type_name: str, name: str, value: Any, *, mixed: bool, handle: int) -> None:
        self.type_name, self.name, self.value = type_name, name, value
        self._mixed, self._handle = mixed, handle

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Member):
            return (self.type_name, self.name) == (other.type_name, other.name)
        return bool(self.value == other) if self._mixed else NotImplemented

    def __hash__(self) -> int:
        return hash(self.value if self._mixed else (self.type_name, self.name))

    def __repr__(self) -> str:
        return f"{self.type_name}.{self.name}"


class Remote:
    """An object, function, class or module that stays in the worker."""

    def __init__(self, door: Door, handle: int, type_name: str) -> None:
        self.__dict__["_remote"] = (door, handle, type_name)

    def _parts(self) -> tuple[Door, int, str]:
        """The way to it, its number in the worker, and the name of its type."""
        parts: tuple[Door, int, str] = self.__dict__["_remote"]
        return parts

    @property
    def _handle(self) -> int:
        return self._parts()[1]

    def _ask(self, operation: str, **fields: Any) -> Any:
        door, handle, _ = self._parts()
        return door.ask(operation, target=handle, **fields)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return self._ask("get", name=name)

    def __setattr__(self, name: str, value: Any) -> None:
        door = self._parts()[0]
        self._ask("set", name=name, value=door.codec.encode(value))

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        door, handle, _ = self._parts()
        return door.call(handle, list(arguments), keywords)

    def _special(self, name: str, *arguments: Any) -> Any:
        door = self._parts()[0]
        return self._ask("special", name=name, arguments=door.codec.encode(list(arguments)))

    def __enter__(self) -> Any:
        return self._special("__enter__")

    def __exit__(self, *exception: object) -> None:
        self._special("__exit__", None, None, None)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._ask("iterate"))

    def __len__(self) -> int:
        return int(self._special("__len__"))

    def __bool__(self) -> bool:
        return True

    def __getitem__(self, key: Any) -> Any:
        return self._special("__getitem__", key)

    def __setitem__(self, key: Any, value: Any) -> None:
        self._special("__setitem__", key, value)

    def __delitem__(self, key: Any) -> None:
        self._special("__delitem__", key)

    def __contains__(self, key: Any) -> bool:
        return bool(self._special("__contains__", key))

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Remote):
            return self._handle == other._handle
        return NotImplemented

    def __hash__(self) -> int:
        return hash(self._handle)

    def __repr__(self) -> str:
        return f"<{self._parts()[2]}>"


class LearnersFunction(Remote):
    """A function of the learner's module that is known by its name: calling it takes no question first."""

    def __init__(self, door: Door, module: int, name: str) -> None:
        self.__dict__["_function"] = (door, module, name)

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        door, module, name = self.__dict__["_function"]
        return door.call(module, list(arguments), keywords, name)

    def _parts(self) -> tuple[Door, int, str]:
        """Whatever else is done with it, it is asked for first."""
        if "_remote" not in self.__dict__:
            door, module, name = self.__dict__["_function"]
            self.__dict__["_remote"] = door.ask("get", target=module, name=name)._parts()
        return super()._parts()


class RemoteIterator(Remote):
    """An iterator of the learner's code: it runs only as far as it is asked."""

    def __iter__(self) -> RemoteIterator:
        return self

    def __next__(self) -> Any:
        answer = self._ask("next", count=1)
        if answer["ended"]:
            raise StopIteration
        return answer["items"][0]

    def drain(self, at_most: int = 10_000) -> list[Any]:
        """All items that are left, asked for at once."""
        items: list[Any] = self._ask("next", count=at_most)["items"]
        return items


class Raised:
    """Mixed into the class of an exception that the learner's code raised: its text, frames and chain."""

    frames: tuple[Frame, ...]
    handle: int

    @property
    def text(self) -> str:
        """What `str()` of it says there. A property, since a SyntaxError has a `text` of its own: the line of code."""
        return str(self.__dict__["text"])

    def __str__(self) -> str:
        return self.text


class Mirrors:
    """Exception classes of the learner's side as classes of this side, so that ``pytest.raises`` works as usual.

    Those of builtins and requests are the same here and there; those of the learner's module are made anew, with the
    same names and bases; of others there is the nearest base that is one of these.
    """

    def __init__(self) -> None:
        self._made: dict[str, type[Exception]] = {}

    def cls(self, description: dict[str, Any]) -> type[Exception]:
        name, home = str(description["name"]), description["module"]
        if home in ("builtins", "requests"):
            found = getattr(builtins if home == "builtins" else requests.exceptions, name, Exception)
            return found if isinstance(found, type) and issubclass(found, Exception) else Exception
        bases = _without_bases_of_others([self.cls(base) for base in description["bases"]]) or (Exception,)
        if home == "other":
            return bases[0]
        if name not in self._made:
            self._made[name] = type(name, bases, {})
        return self._made[name]

    def home(self, cls: type) -> str | None:
        """Where the other side has the same class; None where it has none."""
        if self._made.get(cls.__name__) is cls:
            return "learner"
        if getattr(builtins, cls.__name__, None) is cls:
            return "builtins"
        return "requests" if getattr(requests.exceptions, cls.__name__, None) is cls else None

    def raised(self, description: dict[str, Any], door: Door) -> Exception:
        """An exception like the one that a worker describes."""
        cls = self.cls(description["class"])
        name = str(description["class"]["name"])
        try:
            mixed: Any = type(name, (Raised, cls), {"__module__": cls.__module__})
            error = (OSError if issubclass(cls, OSError) else mixed).__new__(mixed)
        except TypeError:  # one that can't be made without its own arguments, like an ExceptionGroup
            mixed = type(name, (Raised, Exception), {})
            error = mixed.__new__(mixed)
        return self._filled(error, description, door)

    def _filled(self, error: Any, description: dict[str, Any], door: Door) -> Exception:
        error.args = door.codec.decode(description["args"])
        error.__dict__["handle"] = int(description["handle"])
        error.__dict__["text"] = description["text"]
        error.__dict__["frames"] = tuple(
            Frame(int(frame["line"]), str(frame["function"]), str(frame["code"])) for frame in description["frames"]
        )
        for name, value in description["attributes"].items():
            if name not in ("text", "frames", "handle"):
                with contextlib.suppress(AttributeError, TypeError):
                    setattr(error, name, door.codec.decode(value))
        for name in ("cause", "context"):
            if name in description:
                setattr(error, f"__{name}__", self.raised(description[name], door))
        error.__suppress_context__ = bool(description["suppress"])
        result: Exception = error
        return result


def _without_bases_of_others(classes: list[type[Exception]]) -> tuple[type[Exception], ...]:
    """Each once, and none that another one is a subclass of: Python would find no order for them."""
    distinct = list(dict.fromkeys(classes))
    return tuple(one for one in distinct if not any(other is not one and issubclass(other, one) for other in distinct))
