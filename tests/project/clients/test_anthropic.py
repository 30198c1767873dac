"""Anthropic's client sends what our solution of e42 sends, and reads from the same recordings what it reads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import requests

from .conftest import cassette, cassettes, client_of, official, solution
from .replaying import asked, replaying

pytestmark = client_of("anthropic")

OLDER = {"sends_the_version_that_it_is_given": "2023-06-01"}
"""Recordings of another version than the client's own."""


@pytest.mark.parametrize("recording", cassettes("e42"))
def test_a_message(recording: Path) -> None:
    """The same texts, reasons, tokens and calls, each answer of each recording; the version header is compared too."""
    e42, there = solution("e42"), asked(recording)
    version = OLDER.get(recording.stem)
    theirs = official("with_anthropic.py", cassette=recording, version=version)
    assert len(theirs) == len(there.bodies) > 0
    statuses: list[tuple[int, int]] = []
    with replaying(recording):
        for body, read in zip(there.bodies, theirs, strict=True):
            given = {"max_tokens": body["max_tokens"], **({"version": version} if version else {})}
            try:
                ours = e42.message(
                    there.base_url, there.api_key, body["model"], body.get("system"), body["messages"], **given
                )
            except requests.HTTPError as refused:
                statuses.append((refused.response.status_code, read["status"]))
                continue
            assert ours.text == ("".join(read["texts"]) if read["texts"] else None)
            assert ours.finish_reason == e42.FINISH_REASONS.get(read["stop_reason"], read["stop_reason"])
            for name in ("prompt_tokens", "completion_tokens", "request_id"):
                assert getattr(ours, name) == read[name]
            calls = [(call["id"], call["function"]) for call in ours.tool_calls]
            assert [[one, of["name"], json.loads(of["arguments"])] for one, of in calls] == read["tool_uses"]
    assert all(ours == theirs for ours, theirs in statuses)


def test_the_version_is_the_clients_own() -> None:
    """What e42 sends unless it is told otherwise is what this client sends; a recording of another one is refused."""
    recording = cassette("e42", "asks_and_returns_the_reply")
    assert "texts" in official("with_anthropic.py", cassette=recording, version=None)[0]
    assert "error" in official("with_anthropic.py", cassette=recording, version="2023-06-01")[0]
