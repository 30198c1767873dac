"""A2A's client and our solutions of e52 and e53 read the same from the running sommelier."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
import requests

from .conftest import client_of, official, solution

pytestmark = client_of("a2a")


@pytest.fixture
def dish(kitchen: dict[str, Any], control: Callable[..., None]) -> str:
    """A dish of tonight's menu."""
    world = requests.get(f"{kitchen['control']}/_kitchen/world", timeout=10).json()
    return min((dish["name"] for dish in world["dishes"]), key=len)


def test_the_card_and_a_message(kitchen: dict[str, Any], control: Callable[..., None], dish: str) -> None:
    """The same card; the same text for a glass at once, a bottle that takes a while, and the same word of a refusal."""
    origin = kitchen["servers"]["sommelier"]
    texts = [
        f"Which wine goes with {dish}?",
        f"A bottle from the cellar for {dish}, please.",
        "Which wine goes with my shoe?",
    ]
    theirs = official("with_a2a.py", origin=origin, texts=texts)
    e52, e53 = solution("e52"), solution("e53")

    door = e52.discover(origin)
    named = [
        (one["url"], one["protocolBinding"], one["protocolVersion"], one.get("tenant"))
        for one in theirs["card"]["supportedInterfaces"]
    ]
    assert (door.url, door.binding, door.version, door.tenant) in named

    # The client waits for the end, ours looks in from time to time: time passes when it waits.
    e53.time = SimpleNamespace(monotonic=time.monotonic, sleep=lambda seconds: control("clock", advance=seconds))
    control("reset", seed=1)
    for number, (text, read) in enumerate(zip(texts, theirs["said"], strict=True), 1):
        try:
            ours = (
                "TASK_STATE_COMPLETED",
                e53.ask_agent(e53.Interface(**vars(door)), text, message_id=f"msg-{number}"),
            )
        except e53.TaskFailed as failed:
            ours = (failed.state, failed.message)
        assert ours == (read["state"], read["text"] or read["status"])
    assert [read["state"] for read in theirs["said"]] == [*["TASK_STATE_COMPLETED"] * 2, "TASK_STATE_REJECTED"]
