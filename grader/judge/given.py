"""What the fixtures give to a check: its inputs, the learner's module, the clock, clients and secrets."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from grader.course import Exercise

from .door import Door
from .outcome import NotRecorded
from .remote import Record, Remote


class World:
    """A check's inputs, written beside the cassettes by the recorder, so that inputs and answers change together."""

    def __init__(self, path: Path) -> None:
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            data = None
        self._data: dict[str, Any] | None = data
        self._name = path.name

    def _all(self) -> dict[str, Any]:
        if self._data is None:
            raise NotRecorded(f"{self._name} is missing or can't be read")
        return self._data

    @property
    def start(self) -> float:
        """The moment of the recording, in seconds since 1970."""
        return datetime.datetime.fromisoformat(self._data["now"]).timestamp() if self._data is not None else 0.0

    @property
    def base_url(self) -> str:
        return self.url("")

    def url(self, path: str, server: str = "bistro") -> str:
        """An address on one of the practice servers. A real one in its place (``live --base-url``) has one only."""
        if self._all().get("real", {}).get(server, path) != path:
            pytest.skip(f"only our own {server} has {path}")
        elsewhere = self._all().get("servers", {})  # in a live run they may be on ports of this machine
        return f"{elsewhere.get(server, f'https://{server}.test')}{path}"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        inputs = self._all()["inputs"]
        if name not in inputs:
            raise NotRecorded(f"{self._name} has no “{name}”")
        return inputs[name]


class LearnersModule:
    """The learner's module, loaded when a check first asks for something in it."""

    def __init__(self, door: Door, exercise: Exercise, source: Path) -> None:
        self.__dict__["_learner"] = (door, exercise, source)

    def _module(self) -> Remote:
        loaded = self.__dict__.get("_loaded")
        if loaded is None:
            door, exercise, source = self.__dict__["_learner"]
            loaded = door.load(source, exercise.stem, learner=True)
            if not isinstance(loaded, Remote):
                door.spoilt("a module that is none")
            self.__dict__["_loaded"] = loaded
        module: Remote = loaded
        return module

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self.__dict__["_learner"][0].member(self._module(), name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._module(), name, value)

    def __repr__(self) -> str:
        return f"<the learner's {self.__dict__['_learner'][1].stem}>"


class CheckClock:
    """Virtual time, as the learner's code has it."""

    def __init__(self, door: Door, start: float) -> None:
        self._door = door
        self.start = start
        """The moment at which the check began, in seconds since 1970."""

    @property
    def slept(self) -> list[float]:
        """The waits of the learner's code in seconds, in the order in which they began."""
        return list(self._door.slept)

    @property
    def now(self) -> float:
        return self._door.now

    def advance(self, seconds: float) -> None:
        """Let time pass between two calls."""
        self._door.ask("advance", seconds=seconds)


class Client:
    """What callers of the learner's code would pass in, made where that code runs."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def session(self) -> Remote:
        """A ``requests.Session``."""
        session: Remote = self._door.ask("session")
        return session

    def get(self, url: str, **keywords: Any) -> Remote:
        """A ``requests.Response`` to a GET."""
        return self._answer("GET", url, keywords)

    def post(self, url: str, **keywords: Any) -> Remote:
        """A ``requests.Response`` to a POST."""
        return self._answer("POST", url, keywords)

    def _answer(self, method: str, url: str, keywords: dict[str, Any]) -> Remote:
        before = len(self._door.wire)
        try:
            response: Remote = self.session().request(method, url, **{"timeout": 5.0, **keywords})
        finally:
            for exchange in self._door.wire[before:]:
                exchange.by_check = True
        return response


class Secrets:
    """Keys that must not show: canaries in the environment of the learner's code."""

    def __init__(self, door: Door, seed: str) -> None:
        self._door = door
        self._seed = seed
        self._values: dict[str, str] = {}

    def put(self, name: str, value: str | None = None) -> str:
        """Set an environment variable to a key nobody else has, and return the key."""
        self._values[name] = value or f"sk-test-CANARY-{self._seed}-{len(self._values) + 1}"
        self._door.ask("secret", name=name, value=self._values[name])
        return self._values[name]

    def leaks(self, *things: Any) -> Iterator[str]:
        """Where one of the keys shows, in words: in a URL, in the output, in what is logged, or in one of the things.

        Args:
            things: an exception is looked at with all that hangs on it, ``__cause__`` and ``__context__``, since tools
                that collect errors send that along. Of anything else it is ``repr`` and ``str``.
        """
        places = [
            (f"the URL of request {number}", exchange.request.url) for number, exchange in enumerate(self._door.wire, 1)
        ]
        places += [("the output", self._door.printed), ("what your code logs", self._door.logged)]
        for thing in things:
            if isinstance(thing, BaseException):
                places += _texts_of_chain(thing, f"the text of {type(thing).__name__}", set())
            elif thing is not None:
                places += [(f"the repr of {_type_name(thing)}", text) for text in self._texts(thing)]
        forms = {form for value in self._values.values() for form in (value, quote(value, safe=""))}
        yield from dict.fromkeys(place for place, text in places if any(form in text for form in forms))

    def _texts(self, thing: Any) -> Iterator[str]:
        handle = self._door.codec.encode(thing)
        if isinstance(handle, dict) and handle.get("$") == "kept":
            for method in ("__repr__", "__str__"):
                yield str(
                    self._door.ask("special", target=handle["id"], name=method, arguments=self._door.codec.encode([]))
                )
        else:
            yield repr(thing)


def _type_name(thing: Any) -> str:
    """The name of its class, where it is at home."""
    if isinstance(thing, Remote):
        return thing._parts()[2]
    return repr(thing).partition("(")[0] if isinstance(thing, Record) else type(thing).__name__


def _texts_of_chain(error: BaseException, place: str, seen: set[int]) -> Iterator[tuple[str, str]]:
    """An exception's texts, and those of all that hang on it."""
    if id(error) in seen:
        return
    seen.add(id(error))
    for text in (str(error), repr(error.args), *map(str, getattr(error, "__notes__", ()))):
        yield place, text
    for name, linked in (("__cause__", error.__cause__), ("__context__", error.__context__)):
        if linked is not None:
            where = f"the text of the {type(linked).__name__} that your exception carries along as {name}"
            yield from _texts_of_chain(linked, where, seen)
