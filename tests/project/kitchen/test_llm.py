"""The door in front of the language model, as far as it can be tested without one."""

import asyncio
import datetime
import json
import os
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import requests

from kitchen.others import llm
from kitchen.world import Kitchen

DRAWN = "GX0yXKW4cPr250twDkpmHG0KfNboJad9"
OTHER = "cQT5R2nMhY7QmNRSgWxEszORj5gtkgi2"


@pytest.fixture
def kitchen() -> Kitchen:
    return Kitchen(1)


@pytest.fixture
def counted(kitchen: Kitchen) -> llm.Counted:
    return llm.Counted(kitchen)


def one_line(**fields: object) -> bytes:
    """JSON as the model's server writes it."""
    return json.dumps(fields, separators=(",", ":"), ensure_ascii=False).encode()


def test_ids_are_counted_and_stay_the_same(counted: llm.Counted) -> None:
    """Ids keep their prefix; a tool call's has none at first, and one that was seen is the same again."""
    assert counted(one_line(id=f"chatcmpl-{DRAWN}")) == b'{"id":"chatcmpl-000001"}'
    assert counted(one_line(id=OTHER, type="function")) == b'{"id":"call_000002","type":"function"}'
    assert counted(b'data: {"id":"chatcmpl-' + DRAWN.encode() + b'"}\n') == b'data: {"id":"chatcmpl-000001"}\n'
    assert counted(one_line(tool_call_id=OTHER)) == b'{"tool_call_id":"call_000002"}'
    assert counted(one_line(id="msg_" + DRAWN[::-1])) == b'{"id":"msg_000003"}'
    counted.clear()
    assert counted(one_line(id=f"chatcmpl-{OTHER}")) == b'{"id":"chatcmpl-000001"}'


def test_moments_are_the_kitchens(kitchen: Kitchen, counted: llm.Counted) -> None:
    moment = datetime.datetime(2026, 11, 5, 20, 0, tzinfo=datetime.UTC)
    kitchen.move_clock(moment)
    assert json.loads(counted(one_line(created=1795387398))) == {"created": moment.timestamp()}


def test_durations_are_nothing(counted: llm.Counted) -> None:
    """Of the timings only what was counted stays: numbers of tokens."""
    timings = {"prompt_n": 29, "prompt_ms": 451.405, "prompt_per_token_ms": 15.5, "predicted_per_second": 1.2e-05}
    nothing = {"prompt_n": 29, "prompt_ms": 0, "prompt_per_token_ms": 0, "predicted_per_second": 0}
    assert counted(one_line(timings=timings)) == one_line(timings=nothing)


def test_what_the_model_says_stays(counted: llm.Counted) -> None:
    """Inside of its text such names are only words."""
    text = json.dumps({"id": DRAWN, "created": 5, "prompt_ms": 7}, separators=(",", ":"))
    line = one_line(content=f"{text} is JSON, “id” too", id_slot=0, role="assistant", finish_reason="stop")
    assert counted(line) == line


def test_lines_are_whole_however_they_come() -> None:
    """An id that is cut in two on its way is found all the same."""

    class Cut:
        async def aiter_raw(self) -> AsyncIterator[bytes]:
            for chunk in (b'data: {"id":"chatcm', b'pl-1"}\n\ndata: [DO', b"NE]\n", b"\nthe rest"):
                yield chunk

    async def collect(answer: Any) -> list[bytes]:
        return [line async for line in llm.lines(answer)]

    wanted = [b'data: {"id":"chatcmpl-1"}\n', b"\n", b"data: [DONE]\n", b"\n", b"the rest"]
    assert asyncio.run(collect(Cut())) == wanted


def test_without_a_model_it_says_so(
    start: Callable[..., Any], stop: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One clear sentence in the form of an API's error; the kitchen itself runs on."""
    monkeypatch.setitem(os.environ, "KITCHEN_MODEL", "/nowhere/model.gguf")
    running = start("--servers", "llm")
    url = running.url("llm.test") + "/v1/chat/completions"
    for _ in range(2):
        answer = requests.post(url, json={"model": llm.NAME, "messages": []}, timeout=5)
        assert answer.status_code == 503
        assert answer.json()["error"]["message"] == (
            "There is no language model at '/nowhere/model.gguf': KITCHEN_MODEL says where its file is."
        )
    assert stop(running) == 0
