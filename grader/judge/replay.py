"""Answers from a recording: which recorded answer a request gets, and why it gets none."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import vcr.cassette
from vcr.persisters.filesystem import FilesystemPersister
from vcr.request import Request
from vcr.serializers import yamlserializer

from grader.report import Problem

from . import matching
from .wire import Exchange, exchanges

SAFE = ("GET", "HEAD", "OPTIONS")


class Recording:
    """The interactions of a cassette, and which of them were played.

    Args:
        path: where the cassette is.
        interactions: the recorded requests and responses, in order.
        problem: why there are none, when the cassette can't be used.
    """

    def __init__(
        self, path: Path, interactions: list[tuple[Request, dict[str, Any]]], problem: str | None = None
    ) -> None:
        self.path = path
        self.problem = problem
        self.interactions = interactions
        self.match: tuple[str, ...] = ()
        self.free: tuple[str, ...] = ()
        self._played = [0] * len(interactions)
        self._since_write: set[int] = set()

    def overlay(self, faults_by_place: Mapping[int, Mapping[str, object]]) -> None:
        """Lay faults over the recorded answers."""
        from grader.worker import faults  # rarely needed, and it costs time to load

        for place, what in faults_by_place.items():
            request, response = self.interactions[place]
            self.interactions[place] = (request, faults.overlay(response, what))

    @property
    def exchanges(self) -> list[Exchange]:
        return exchanges(self.interactions)

    def play(self, sent: Request) -> tuple[int, dict[str, Any]] | None:
        """The place and the answer of the recorded interaction that this request gets; None when it gets none.

        Equal requests get their answers in the recorded order. A request that reads (GET, HEAD, OPTIONS) gets the
        last of them again, as from a server on which nothing has changed, until something was written.
        """
        fitting = [place for place in range(len(self.interactions)) if self._fits(sent, place)]
        place = next((place for place in fitting if not self._played[place]), None)
        if place is None and sent.method in SAFE:
            place = next((place for place in reversed(fitting) if place in self._since_write), None)
        if place is None:
            return None
        self._played[place] += 1
        if sent.method in SAFE:
            self._since_write.add(place)
        else:
            self._since_write.clear()
        return place, self.interactions[place][1]

    def explain(self, sent: Request) -> Problem:
        """Why a request gets no answer, for the person whose code sent it."""
        line = f"{'sent':<9}{sent.method} {shown(sent.uri)}"
        if not self.interactions:
            return Problem("Your code sent a request where none is needed.", (line,))
        fitting = sum(self._fits(sent, place) for place in range(len(self.interactions)))
        if fitting:
            times = "once" if fitting == 1 else f"{fitting} times"
            return Problem(f"Your code sent this request once too often; {times} is what it takes here.", (line,))
        requests = [request for request, _ in self.interactions]
        left = [place for place, played in enumerate(self._played) if not played] or list(range(len(requests)))
        nearest = matching.nearest(sent, [requests[place] for place in left], match=self.match, free=self.free)
        if nearest is None:
            return Problem("Your code sent a request that this exercise does not expect.", (line,))
        place, differences = left[nearest[0]], nearest[1]
        expected = requests[place]
        first, *others = differences
        if first.aspect == "method":  # another request altogether: its headers and its body say nothing
            others = [difference for difference in others if difference.aspect == "URL"]
        details = [f"{'also':<9}{difference.text}" for difference in others[:2]]
        if any(difference.aspect == "query" for difference in differences):  # how it is written matters here
            details = [line, f"{'expected':<9}{expected.method} {shown(expected.uri)}", *details]
        return Problem(first.text, tuple(details))

    def _fits(self, sent: Request, place: int) -> bool:
        return matching.matches(sent, self.interactions[place][0], match=self.match, free=self.free)


def shown(uri: str) -> str:
    """A URL without what a reader does not need: the scheme and host stay, user and password do not."""
    parts = urlsplit(uri)
    return parts._replace(netloc=parts.netloc.rsplit("@", 1)[-1]).geturl()


_parsed: dict[tuple[str, ...], tuple[int, list[Request], list[Any]]] = {}


def _load(persister: Any, file: Path, serializer: Any) -> tuple[list[Request], list[Any]]:
    """What a persister reads, kept for as long as the file stays as it is: several checks replay the same recording."""
    key = (str(file), *getattr(persister, "extra_paths", ()))
    changed = file.stat().st_mtime_ns if file.exists() else 0
    known = _parsed.get(key)
    if known is None or known[0] != changed or len(key) > 1:
        requests, responses, *_ = persister.load_cassette(str(file), serializer)
        known = _parsed[key] = (changed, list(requests), list(responses))
    return known[1], known[2]


def read_ahead(folder: Path) -> None:
    """Read all recordings below a folder, for a process that will be forked many times."""
    for file in sorted(folder.rglob("*.yaml")):
        with contextlib.suppress(Exception):  # to be said by the check that needs it
            _load(FilesystemPersister, file, yamlserializer)


def load_only(instance: Any) -> Any:
    """A ``use_cassette`` for a ``vcr.VCR`` that loads the cassette and patches nothing: the worker's side does that."""

    @contextlib.contextmanager
    def use_cassette(path: str, **options: Any) -> Iterator[Recording]:
        config = instance.get_merged_config(path=path, **options)
        transform = config["path_transformer"] or str
        file = Path(transform(path))
        try:
            requests, responses = _load(config["persister"], file, config["serializer"])
        except vcr.cassette.CassetteNotFoundError:
            yield Recording(file, [], f"{file.name} is missing or empty")
        except Exception as error:
            yield Recording(file, [], f"{file.name} can't be read ({type(error).__name__})")
        else:
            yield Recording(file, list(zip(requests, responses, strict=True)))

    return use_cassette
