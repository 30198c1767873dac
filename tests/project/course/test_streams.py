"""e38: wherever a recorded stream is cut, and however its lines end, the same events are read."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from .conftest import COURSE

EXERCISE = next(exercise for exercise in COURSE.exercises if exercise.stem == "e38_read_the_stream")
RIGHT = [EXERCISE.solution, *EXERCISE.alternatives]
LINE_ENDS = (b"\n", b"\r", b"\r\n")

SMALL = (
    "\ufeffid: 7\n: ping\ndata: crème\ndata:  brûlée ☕\n\nretry: 10\nevent: menu\ndata\n\n"
    "data: \x85\u2028\n\ndata: never ended"
)
"""What no server that we recorded says: everything else that may stand in a stream."""

Parser = Callable[[Iterable[bytes]], Iterator[Any]]


def recorded() -> dict[str, bytes]:
    """The streams that real servers sent, with lines that end in LF."""
    streams = {"small": SMALL.encode()}
    for path in sorted(EXERCISE.cassettes.glob("*.yaml")):
        for interaction in yaml.safe_load(path.read_text(encoding="utf-8"))["interactions"]:
            body = interaction["response"]["body"]["string"]
            streams[path.stem] = body.encode().replace(b"\r\n", b"\n")
    return streams


STREAMS = recorded()


def parser(path: Path) -> Parser:
    """The ``iter_sse`` of a file."""
    spec = importlib.util.spec_from_file_location(f"streams_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Parser = module.iter_sse
    return found


def read(iter_sse: Parser, chunks: Iterable[bytes]) -> list[tuple[str, str, str | None, int | None]]:
    return [(event.event, event.data, event.id, event.retry) for event in iter_sse(chunks)]


@st.composite
def cut_streams(draw: st.DrawFn, names: list[str]) -> tuple[str, list[bytes]]:
    """One of these streams' names, and its bytes with some end of line, cut at any places; chunks may be empty."""
    name = draw(st.sampled_from(names))
    stream = STREAMS[name].replace(b"\n", draw(st.sampled_from(LINE_ENDS)))
    # Left to chance alone, hardly any cut would be where it hurts: in a long letter, or beside the end of a line.
    sore = [place for place, byte in enumerate(stream) if byte in b"\r\n" or byte & 0b1100_0000 == 0b1000_0000]
    anywhere = st.lists(st.one_of(st.integers(0, len(stream)), st.sampled_from(sore)), max_size=30)
    evenly = st.integers(1, 9).map(lambda size: list(range(size, len(stream), size)))
    places = draw(st.one_of(anywhere, evenly))
    return name, [stream[start:end] for start, end in pairwise([0, *sorted(places), len(stream)])]


def says_the_same(iter_sse: Parser, expected: dict[str, Any]) -> Callable[[], None]:
    """The property, for Hypothesis to look for a cut that breaks it."""

    @settings(max_examples=300, deadline=None, derandomize=True, database=None, report_multiple_bugs=False)
    @given(cut_streams(sorted(expected)))
    def holds(cut: tuple[str, list[bytes]]) -> None:
        name, chunks = cut
        assert read(iter_sse, chunks) == expected[name]

    return holds


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    """The events of each stream, read in one piece by the reference solution."""
    solution = parser(EXERCISE.solution)
    return {name: read(solution, [stream]) for name, stream in STREAMS.items()}


def test_there_are_streams_worth_cutting(expected: dict[str, Any]) -> None:
    assert len(STREAMS) >= 5
    assert all(events for events in expected.values())
    for name, events in expected.items():
        if name != "small":  # in the recorded ones each value stands in one line
            lines = STREAMS[name].decode().split("\n")
            assert [event[1] for event in events] == [line[6:] for line in lines if line.startswith("data: ")]
    assert expected["small"] == [
        ("message", "crème\n brûlée ☕", "7", None),
        ("menu", "", "7", 10),
        ("message", "\x85\u2028", "7", None),
    ]
    longer = [name for name, stream in STREAMS.items() if len(stream.decode()) < len(stream)]
    assert {"reads_a_models_answer", "reads_the_names"} <= set(longer), "no letter of several bytes can be torn"


@pytest.mark.parametrize("path", RIGHT, ids=[path.stem for path in RIGHT])
def test_any_cut_gives_the_same_events(path: Path, expected: dict[str, Any]) -> None:
    says_the_same(parser(path), expected)()


@pytest.mark.parametrize("name", ["chunk_is_an_event", "decodes_each_chunk", "only_lf", "phantom_blank_line"])
def test_a_cut_is_found_that_shows_a_mistake(name: str, expected: dict[str, Any]) -> None:
    """So the property can fail; and what these mistakes read of a recorded stream in one piece is right."""
    mistaken = parser(EXERCISE.variants / f"mistake_{name}.py")
    events = {name: found for name, found in expected.items() if name != "small"}
    assert {name: read(mistaken, [STREAMS[name]]) for name in events} == events
    with pytest.raises((AssertionError, UnicodeDecodeError)):
        says_the_same(mistaken, events)()
