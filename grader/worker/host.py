"""Does what the judge asks: loads the learner's module, calls what is in it, and says what came of it."""

from __future__ import annotations

import builtins
import contextlib
import importlib.util
import inspect
import linecache
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import requests

from grader.door.codec import Codec, CodecError, is_container
from grader.door.link import Answer, Closed, Link, Message

from .clock import Clock
from .errors import attributes_of, frames_of, text_of
from .network import Network
from .output import NoInput, Output
from .patching import replaced
from .surroundings import fresh_logging, only_environment, overheard_logging

CHAIN = 5
"""How many exceptions are described one after another or one within another."""


class Host:
    """The worker's side of the door.

    Args:
        schedule: runs a piece of work that belongs to no waiting thread, on the right thread for it.
        inline: whether it shares the judge's process; then output is also written where it would go.
    """

    def __init__(self, schedule: Callable[[Callable[[], None]], None], *, inline: bool = False) -> None:
        self.link: Link
        self._inline = inline
        self._terminal = sys.stdout if inline else None
        self._schedule = schedule
        self._objects: dict[int, Any] = {}
        self._numbers: dict[int, int] = {}
        self._callbacks: dict[int, Callable[..., Any]] = {}
        self._turns: dict[int, threading.Lock] = {}
        self._module: ModuleType | None = None
        self._loaded: list[ModuleType] = []
        self._path = ""
        self._overheard = False
        self._sources: dict[tuple[str, str], Any] = {}
        self._check = contextlib.ExitStack()
        self._connected: contextlib.ExitStack | None = None
        self.clock = Clock(0.0)
        self.network = Network(self._exchange, self._sleep)
        self._stdout = Output(lambda message: None)
        self._codec = Codec(self._keep, self._open)

    # The link's side

    def schedule(self, message: Message) -> None:
        if message["op"] == "held":
            self.clock.hold(message["number"])
        else:
            self._schedule(lambda: self.link.serve(message))

    def serve(self, message: Message, answer: Answer) -> None:
        with self.clock.call():
            try:
                with self._output() if self._inline else contextlib.nullcontext():
                    reply = self._answer(message)
            except Closed:
                reply = {"over": True}
            # Before the clock looks whether anything still runs: the judge must have its answer to go on.
            answer({**reply, "news": self.network.news(), "slept": list(self.clock.slept), "now": self.clock.now()})

    def _answer(self, message: Message) -> Message:
        """Run an operation; whatever it raises becomes part of the answer."""
        operation = getattr(self, f"do_{message['op']}")
        try:
            return {"value": self._codec.encode(operation(message)), **self._after(message)}
        except CodecError as error:
            return {"problem": f"your code returned {error}"}
        except SystemExit as error:
            return {"exit": text_of(error), "frames": frames_of(error, self._path)}
        except Closed:
            raise
        except BaseException as error:
            return {"error": self._describe(error), **self._after(message)}

    def connect(self) -> None:
        """Lead all HTTP to the judge, for as long as the process lives."""
        if self._connected is None:
            self._connected = contextlib.ExitStack()
            self._connected.enter_context(self.network.installed())

    # What the judge may ask

    def do_ready(self, message: Message) -> None:
        """Whoever answers is there."""

    def do_begin(self, message: Message) -> Any:
        """A check begins: a clock of its own, empty memory, the given environment, and the module if it came along."""
        self._objects.clear()
        self._numbers.clear()
        self._callbacks.clear()
        self._turns.clear()
        self._loaded.clear()
        self.network.forget()
        self._module = None
        self.clock = Clock(message["start"], stuck=self._stuck, heir=self.link.heir)
        self.link.arrived = self.clock.release
        self._stdout = Output(self.link.tell, self._terminal)
        self._overheard = False
        self._check = contextlib.ExitStack()
        self._check.enter_context(only_environment(message["environment"]))
        if not self._inline:
            self._check.enter_context(self._output())
            self._check.enter_context(replaced([(sys, "stdin", NoInput()), (sys, "breakpointhook", self._no_debugger)]))
        self._check.enter_context(fresh_logging())
        self._check.enter_context(self.clock.installed())
        if self._inline:
            self._check.enter_context(self.network.installed() if message["replay"] else self.network.watched())
        else:
            self.connect()
        if message["load"] is None:
            return None
        with self.clock.call():
            return self.do_load(message["load"])

    @contextlib.contextmanager
    def _output(self) -> Iterator[None]:
        """What the learner's code prints goes to the judge."""
        with contextlib.redirect_stdout(self._stdout), contextlib.redirect_stderr(self._stdout):
            yield

    def _how_to_debug(self) -> str:
        exercise = "" if self._module is None else " EX=" + self._module.__name__.partition("_")[0]
        return f"a debugger needs a terminal of its own: `make debug{exercise}` runs your code in one"

    def _no_debugger(self, *arguments: object, **keywords: object) -> None:
        """``breakpoint()`` where there is no terminal: a debugger would end the code without a word."""
        raise RuntimeError(self._how_to_debug())

    def _stuck(self, held: int) -> None:
        self.link.tell({"op": "stuck", "held": held, "calls": self.clock.stuck_after})
        if self._inline and not held:
            self.clock.close()  # there is no process to end: the threads that wait end themselves

    def do_end(self, message: Message) -> dict[str, Any]:
        """The check is over. Says whether something of it would leak into the next one."""
        self._stdout.close_down()
        self._check.close()
        for _ in range(20):  # threads that end now need a moment
            if not self.clock.threads:
                break
            time.sleep(0.001)
        return {"late": self.clock.threads > 0}

    def do_load(self, message: Message) -> Any:
        """Run a module's text afresh and keep it: the learner's file, or a check's ``props``."""
        path, name = message["path"], message["name"]
        if message["learner"]:
            self._path = path
        source = message["source"]
        code = self._sources.get((path, source))
        if code is None:
            linecache.cache[path] = (len(source), None, source.splitlines(keepends=True), path)
            code = self._sources[path, source] = compile(source, path, "exec", dont_inherit=True)
        spec = importlib.util.spec_from_loader(name, loader=None, origin=path)
        assert spec is not None
        module = importlib.util.module_from_spec(spec)
        module.__file__ = path
        sys.modules[name] = module
        self._loaded.append(module)
        self._check.callback(sys.modules.pop, name, None)
        if message["learner"]:
            self._module = module
        exec(code, module.__dict__)
        return module

    def do_get(self, message: Message) -> Any:
        return getattr(self._target(message), message["name"])

    def do_set(self, message: Message) -> None:
        setattr(self._target(message), message["name"], self._codec.decode(message["value"]))

    def do_call(self, message: Message) -> Any:
        arguments = self._codec.decode(message["arguments"])
        keywords = self._codec.decode(message["keywords"])
        message["containers"] = (arguments, keywords)
        target = self._target(message)
        function = getattr(target, message["name"]) if message["name"] else target
        return function(*arguments, **keywords)

    def do_iterate(self, message: Message) -> Any:
        return iter(self._target(message))

    def do_next(self, message: Message) -> dict[str, Any]:
        """Up to ``count`` items of an iterator, and whether it ended."""
        iterator, items = self._target(message), []
        for _ in range(message["count"]):
            try:
                items.append(next(iterator))
            except StopIteration:
                return {"items": items, "ended": True}
        return {"items": items, "ended": False}

    def do_special(self, message: Message) -> Any:
        """An operator on an object: ``len``, ``in``, ``[]``, ``with``."""
        target = self._target(message)
        method = getattr(type(target), message["name"], None)
        if method is None:
            raise TypeError(f"'{type(target).__name__}' object has no {message['name']}")
        return method(target, *self._codec.decode(message["arguments"]))

    def do_session(self, message: Message) -> requests.Session:
        return requests.Session()

    def do_advance(self, message: Message) -> None:
        self.clock.advance(message["seconds"])

    def do_secret(self, message: Message) -> None:
        """A key in the environment; from now on, what the learner's code logs is listened to."""
        os.environ[message["name"]] = message["value"]
        if not self._overheard:
            self._overheard = True
            self._check.enter_context(overheard_logging(lambda: self._path, self._stdout.note))

    # Values

    def _target(self, message: Message) -> Any:
        return self._objects[message["target"]]

    def _keep(self, value: Any, depth: int = CHAIN) -> dict[str, Any]:
        """A handle for what can't be copied. Exceptions are described, ``depth`` of them one within another."""
        for function, callback in self._callbacks.items():
            if callback is value:
                return {"$": "function", "id": function}
        if isinstance(value, type) and _is_builtin(value):
            return {"$": "class", "name": value.__name__}
        number = self._numbers.get(id(value))
        if number is None:
            number = self._numbers[id(value)] = len(self._objects) + 1
            self._objects[number] = value
        if isinstance(value, BaseException) and depth:
            return {"$": "exception", "error": self._describe(value, depth - 1)}
        handle: dict[str, Any] = {"$": "handle", "id": number, "type": type(value).__name__, "kind": _kind(value)}
        if handle["kind"] == "exception class":
            handle["class"] = self._describe_class(value)
        elif handle["kind"] in ("class", "function", "module"):
            handle["name"] = getattr(value, "__name__", "")
        return handle

    def _open(self, data: dict[str, Any]) -> Any:
        """What the judge's handles, records and functions are here."""
        match data["$"]:
            case "kept":
                return self._objects[data["id"]]
            case "function":
                if data["id"] not in self._callbacks:
                    self._callbacks[data["id"]] = self._callback(data["id"], data["name"])
                return self._callbacks[data["id"]]
            case "class":
                return self._class(data["home"], data["name"])
            case "namedtuple":
                cls = self._class("learner", data["type"])
                return cls(**{name: self._codec.decode(item) for name, item in data["fields"].items()})
        raise CodecError(f"a value of an unknown kind ({data['$']})")

    def _class(self, home: str, name: str) -> Any:
        owner = {"builtins": builtins, "requests": requests.exceptions}.get(home, self._module)
        try:
            return getattr(owner, name)
        except AttributeError:
            raise CodecError(f"a value of the type {name}, which your file does not have") from None

    def _callback(self, number: int, name: str) -> Callable[..., Any]:
        """A function here that is answered by a function of the check."""

        def callback(*arguments: Any, **keywords: Any) -> Any:
            try:
                passed = {"arguments": self._codec.encode(list(arguments)), "keywords": self._codec.encode(keywords)}
            except CodecError as error:
                raise ValueError(f"{name}() was given {error}") from None
            # The check answers one after another. Who waits for its turn waits for the code of the one before.
            with self._turns.setdefault(self.link.during(), threading.Lock()):
                reply = self.link.ask({"op": "callback", "target": number, **passed})
            if "over" in reply:
                raise Closed
            if "error" in reply:
                raise self._exception(reply["error"])
            return self._codec.decode(reply["value"])

        callback.__name__ = callback.__qualname__ = name
        return callback

    def _after(self, message: Message) -> Message:
        """What became of the lists and dicts that were passed in."""
        containers = message.pop("containers", None)
        if containers is None:
            return {}
        arguments, keywords = containers
        after = {
            "arguments": {str(place): item for place, item in enumerate(arguments) if is_container(item)},
            "keywords": {name: item for name, item in keywords.items() if is_container(item)},
        }
        if not after["arguments"] and not after["keywords"]:
            return {}
        try:
            return {"after": self._codec.encode(after)}
        except CodecError as error:
            return {"problem": f"your code made an argument into {error}"}

    # Exceptions

    def _describe(self, error: BaseException, depth: int = CHAIN) -> dict[str, Any]:
        """An exception as data: its class and bases, text, attributes, chain, and the learner's frames."""
        codec = Codec(lambda value: self._keep(value, depth), self._open)
        description: dict[str, Any] = {
            "class": self._describe_class(type(error)),
            "text": text_of(error) if type(error).__module__ != "bdb" else self._how_to_debug(),
            "args": codec.encode((text_of(error),)),
            "frames": frames_of(error, self._path),
            "attributes": {},
            "suppress": error.__suppress_context__,
            "handle": self._keep(error, 0)["id"],
        }
        with contextlib.suppress(Exception):
            description["args"] = codec.encode(error.args)
        for name, value in attributes_of(error):
            with contextlib.suppress(Exception):
                description["attributes"][name] = codec.encode(value)
        for name, linked in (("cause", error.__cause__), ("context", error.__context__)):
            if linked is not None and depth:
                description[name] = self._describe(linked, depth - 1)
        return description

    def _describe_class(self, cls: type[BaseException]) -> dict[str, Any]:
        """The class, and of its bases those that the judge can have too."""
        return {
            "name": cls.__name__,
            "module": self._home(cls),
            "bases": [self._describe_class(base) for base in cls.__mro__[1:] if issubclass(base, BaseException)][:1]
            if self._home(cls) == "other"
            else [self._describe_class(base) for base in cls.__bases__ if issubclass(base, BaseException)],
        }

    def _home(self, cls: type) -> str:
        """Whose class it is: of builtins, requests, the learner's module, or none of them."""
        module = cls.__module__
        if getattr(builtins, cls.__name__, None) is cls:
            return "builtins"
        if module.startswith("requests.") and getattr(requests.exceptions, cls.__name__, None) is cls:
            return "requests"
        return "learner" if sys.modules.get(module) in self._loaded else "other"

    def _exception(self, description: dict[str, Any]) -> Exception:
        """The exception that a check's function raised, as one of this side."""
        if description["kept"] is not None:  # one of this side that went through the check's function
            original: Exception = self._objects[description["kept"]]
            return original
        cls = None
        if description["home"] is not None:
            with contextlib.suppress(CodecError):
                cls = self._class(description["home"], description["name"])
        error = Exception(description["text"])
        if isinstance(cls, type) and issubclass(cls, Exception):
            with contextlib.suppress(Exception):  # one that takes other arguments
                error = cls(description["text"])
        return error

    # HTTP

    def _exchange(self, request: dict[str, Any]) -> dict[str, Any]:
        when_and_who = {"moment": self.clock.now(), "thread": threading.get_ident()}
        answer = self.link.ask({"op": "http", "during": 0, **when_and_who, **request})
        if "response" not in answer:
            raise Closed  # the judge has its verdict; nothing that the learner's code does now counts
        return answer

    def _sleep(self, seconds: float) -> None:
        """A server takes its time: that is no wait of the learner's."""
        self.clock.pause(seconds)


def _is_builtin(cls: type) -> bool:
    return getattr(builtins, cls.__name__, None) is cls


def _kind(value: Any) -> str:
    if isinstance(value, type):
        return "exception class" if issubclass(value, BaseException) else "class"
    if isinstance(value, ModuleType):
        return "module"
    if inspect.isroutine(value) or type(value).__name__ in ("partial", "method-wrapper"):
        return "function"
    if hasattr(value, "__next__"):
        return "iterator"
    return "object"
