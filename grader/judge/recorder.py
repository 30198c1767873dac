"""Recording: the checks run inline against servers that are up, and stock vcrpy writes what went over the wire.

A recording run is told about the servers by a file (``--kitchen FILE``):

    {"routes": {"bistro.test": {"443": ["127.0.0.1", 40123]}}, "ca": "ca.pem", "control": "http://127.0.0.1:40125",
     "servers": {}, "seed": 1, "into": "a folder"}

Before each check the kitchen is set back to its seed, so that any subset of the checks gives the same bytes. Its clock
follows the virtual one of the code that is recorded.
"""

from __future__ import annotations

import contextlib
import datetime
import functools
import http.client
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import vcr.cassette
from vcr import filters, patch
from vcr.request import Request

from grader.course import Exercise
from grader.worker import OTHER_PATCHERS

from . import hosts, normalising
from .door import Door
from .wire import Exchange, exchanges

Observe = Callable[[Request, dict[str, Any]], None]


class Kitchen:
    """What somebody who draws inputs for checks can know and choose from.

    Attributes:
        random: a generator of its own for each exercise, from the seed.
        facts: what the bistro says of itself: dishes, orders, guests, photos, missing, staff, token, notes, captions.
    """

    def __init__(self, facts: dict[str, Any], seed: int, stem: str) -> None:
        self.facts = facts
        self.seed = seed
        self.random = random.Random(f"{seed}/{stem}")

    def __getattr__(self, name: str) -> Any:
        try:
            return self.facts[name]
        except KeyError:
            raise AttributeError(f"the kitchen says nothing of {name!r}, only of {', '.join(self.facts)}") from None


class Recorder:
    """Everything that a recording run needs besides the checks."""

    def __init__(self, file: Path) -> None:
        told = json.loads(file.read_text(encoding="utf-8"))
        self.routes: hosts.Routes = {
            (host, int(port)): (str(address), int(listening))
            for host, ports in told["routes"].items()
            for port, (address, listening) in ports.items()
        }
        self.ca = told.get("ca")
        self.servers: dict[str, str] = told["servers"]
        """Where the servers are that can't be reached under their own names."""
        self.inputs: dict[str, str] = told.get("inputs", {})
        """What takes the place of drawn inputs of these names."""
        self.real: dict[str, str] = told.get("real", {})
        """Servers that are not ours, with the only path that they have."""
        self.seed = int(told["seed"])
        self.into = Path(told["into"])
        self._control = urlsplit(told["control"])
        self._told = ""
        self._facts: dict[str, Any] | None = None

    def reachable(self) -> contextlib.AbstractContextManager[None]:
        """Only the practice servers can be reached while this lasts."""
        return hosts.only(self.routes, self.ca) if self.routes else contextlib.nullcontext()

    def reset(self) -> None:
        self._ask("POST", "/_kitchen/reset", {"seed": self.seed})

    def _set_clock(self, moment: float) -> None:
        now = datetime.datetime.fromtimestamp(moment, datetime.UTC).isoformat()
        if now != self._told:
            self._told = now
            self._ask("POST", "/_kitchen/clock", {"now": now})

    def environment(self) -> dict[str, str]:
        """What the recorded code's environment needs besides: whom to trust."""
        return {"REQUESTS_CA_BUNDLE": self.ca} if self.ca else {}

    def folder(self, exercise: Exercise) -> Path:
        return self.into / exercise.cassettes.relative_to(exercise.root / "cassettes")

    def write_world(self, exercise: Exercise, draw: Callable[[Kitchen], dict[str, Any]] | None) -> None:
        """Draw the inputs of an exercise's checks and write them down beside its recordings."""
        if self._facts is None:
            self.reset()
            self._facts = self._ask("GET", "/_kitchen/world")
        kitchen = Kitchen(self._facts, self.seed, exercise.stem)
        inputs = draw(kitchen) if draw is not None else {}
        inputs |= {name: value for name, value in self.inputs.items() if name in inputs}
        world: dict[str, Any] = {"seed": self.seed, "now": self._facts["now"], "inputs": inputs}
        if self.servers:
            world["servers"] = self.servers
        if self.real:
            world["real"] = self.real
        folder = self.folder(exercise)
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(world, indent=2, ensure_ascii=False) + "\n"
        (folder / "world.json").write_text(text, encoding="utf-8", newline="\n")

    def use_cassette(self, instance: Any) -> Any:
        """A ``use_cassette`` for a ``vcr.VCR`` that records, and tells what it records."""
        instance.register_serializer("yaml", normalising.serializer)

        def use(path: str, **options: Any) -> Any:
            return LiveCassette.use_arg_getter(functools.partial(instance.get_merged_config, path=path, **options))

        return use

    @contextlib.contextmanager
    def check(self, door: Door, cassette: Any) -> Iterator[None]:
        """One check is recorded: from a freshly seeded state, with nothing else to be reached."""
        self.reset()
        self._told = ""
        if cassette is not None:
            cassette.observe = door.observe
        door.before_each_request(self._set_clock)
        with self.reachable():
            yield

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        connection = patch._HTTPConnection(self._control.hostname, self._control.port, timeout=10)
        with contextlib.closing(connection):
            headers = {"Content-Type": "application/json"} if body is not None else {}
            connection.request(method, path, json.dumps(body) if body is not None else None, headers)
            answer: http.client.HTTPResponse = connection.getresponse()
            text = answer.read()
            if answer.status >= 300:
                raise RuntimeError(f"the kitchen refused {method} {path}: {answer.status} {text!r}")
            return json.loads(text)


class LiveCassette(vcr.cassette.Cassette):  # type: ignore[misc]
    """vcrpy's cassette in recording mode; each exchange is also put on the check's wire."""

    problem: str | None = None
    observe: Observe | None = None
    match: tuple[str, ...] = ()
    free: tuple[str, ...] = ()

    @property
    def interactions(self) -> list[tuple[Request, dict[str, Any]]]:
        return list(self.data)

    @property
    def exchanges(self) -> list[Exchange]:
        return exchanges(self.data)

    def append(self, request: Request, response: dict[str, Any]) -> None:
        # urllib3 has unpacked a compressed body by now, but the headers still say that it is packed: whoever reads the
        # answer would unpack it once more.
        response.update(filters.decode_response(response))
        super().append(request, response)
        if self.observe is not None and self.data:
            self.observe(self.data[-1][0], response)


def options(match: tuple[str, ...]) -> dict[str, Any]:
    """How stock vcrpy records for us."""
    return {
        "record_mode": "all",
        "skip_patchers": OTHER_PATCHERS,
        "drop_unused_requests": True,
        "decode_compressed_response": True,
        "before_save_interaction": functools.partial(normalising.normalise, match=match),
    }
