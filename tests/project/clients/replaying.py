"""Recordings, replayed by stock vcrpy to whoever asks: our solutions over requests, official clients over httpx.

Imports nothing of the course, since the clients' processes use it as well.
"""

from __future__ import annotations

import json
import re
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import vcr
import yaml
from vcr.request import Request

ENDPOINT = re.compile(r"/(chat/completions|embeddings|messages)$")


def replaying(cassette: Path) -> AbstractContextManager[Any]:
    """Answer from a recording, and only what was asked there: the same JSON, and each header that was kept."""
    recorder = vcr.VCR(record_mode="none", match_on=("method", "uri", "json", "kept_headers"))
    recorder.register_matcher("json", _same_json)
    recorder.register_matcher("kept_headers", _kept_headers)
    context: AbstractContextManager[Any] = recorder.use_cassette(str(cassette))
    return context


@dataclass(frozen=True)
class Asked:
    """What a recording was asked: where, with which key (any will do where none was kept), and with which JSON."""

    base_url: str
    api_key: str
    bodies: list[dict[str, Any]]


def asked(cassette: Path) -> Asked:
    """What stands in a recording whose requests all went to one place."""
    requests = [one["request"] for one in yaml.safe_load(cassette.read_text(encoding="utf-8"))["interactions"]]
    base_url = ENDPOINT.sub("", requests[0]["uri"])
    shown = requests[0]["headers"].get("Authorization", ["Bearer sk-practice"])
    return Asked(base_url, shown[0].removeprefix("Bearer "), [json.loads(request["body"]) for request in requests])


def _same_json(sent: Request, recorded: Request) -> None:
    assert json.loads(sent.body) == json.loads(recorded.body)


def _kept_headers(sent: Request, recorded: Request) -> None:
    """A recording keeps those request headers only that the protocol asks for."""
    for name, value in recorded.headers.items():
        assert sent.headers.get(name) == value, name
