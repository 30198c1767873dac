"""OpenAI's client sends what our solutions send, and reads from the same recordings what they read."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
import requests

from .conftest import cassette, cassettes, client_of, official, solution
from .replaying import asked, replaying

pytestmark = client_of("openai")


@pytest.mark.parametrize("recording", cassettes("e35"))
def test_an_answer(recording: Path) -> None:
    """e35: the same Reply. For an error both say the status; what the server says of it, the client may leave out."""
    e35, there = solution("e35"), asked(recording)
    theirs = official("with_openai.py", cassette=recording, what="chat")
    assert len(theirs) == len(there.bodies) > 0
    with replaying(recording):
        for body, read in zip(there.bodies, theirs, strict=True):
            limit = body.get("max_completion_tokens")
            try:
                reply = e35.chat(
                    there.base_url, there.api_key, body["model"], body["messages"], max_completion_tokens=limit
                )
                ours = dataclasses.asdict(reply)
            except requests.HTTPError as error:
                said = str(error) if error.response.status_code < 500 else f"{error.response.status_code}"
                ours = {"status": error.response.status_code, "error": read["error"], "message": said}
                read["message"] = read["message"].removeprefix("Error code: ").replace(" - ", ": ")
            assert ours == read


WHOLE = ["joins_the_pieces", "another_server.synthetic"]


@pytest.mark.parametrize("name", WHOLE)
def test_a_stream(name: str) -> None:
    """e39: the same pieces, and the same Reply."""
    ours, pieces, theirs = streamed(name)
    assert pieces == theirs.pop("pieces") != []
    assert dataclasses.asdict(ours) == {**theirs, "text": "".join(pieces), "tool_calls": []}


def test_a_stream_with_an_error() -> None:
    """e39: both raise, with the server's word, after the same pieces."""
    ours, pieces, theirs = streamed("error_in_the_middle.synthetic")
    assert theirs["error"] == "APIError"
    assert theirs["message"] in str(ours)
    assert theirs["pieces"] == pieces
    assert "".join(pieces) == ours.text_so_far


def test_a_stream_without_an_end() -> None:
    """e39: ours raises; OpenAI's client does not miss the `[DONE]`, and says no more than that no reason came."""
    ours, pieces, theirs = streamed("no_end.synthetic")
    assert type(ours).__name__ == "StreamBroken"
    assert "error" not in theirs
    assert (theirs["pieces"], theirs["finish_reason"]) == (pieces, "")


def test_a_stream_that_is_refused() -> None:
    ours, _, theirs = streamed("raises_for_an_error_status")
    assert theirs["status"] == ours.response.status_code == 401


def streamed(name: str) -> tuple[Any, list[str], dict[str, Any]]:
    """What our solution returns (or raises), the pieces that it passes on, and what the client reads."""
    recording = cassette("e39", name)
    e39, there = solution("e39"), asked(recording)
    (body,) = there.bodies
    (theirs,) = official("with_openai.py", cassette=recording, what="stream")
    pieces: list[str] = []
    with replaying(recording):
        try:
            ours = e39.stream_chat(
                there.base_url, there.api_key, body["model"], body["messages"], on_text=pieces.append
            )
        except (e39.StreamBroken, requests.HTTPError) as error:
            ours = error
    return ours, pieces, theirs


def vectors(name: str) -> tuple[Any, list[dict[str, Any]], list[dict[str, Any]]]:
    """Our solution, what was asked, and what the client reads."""
    recording = cassette("e41", name)
    return solution("e41"), asked(recording).bodies, official("with_openai.py", cassette=recording, what="embeddings")


def compared(name: str) -> tuple[list[tuple[float, str]], list[tuple[float, str]]]:
    """What means most nearly the same: as our solution says, and by the client's vectors, put in order by index."""
    e41, asked_for, theirs = vectors(name)
    inputs = [text for body in asked_for for text in body["input"]]
    of_query, *of_texts = [vector for answer in theirs for _, vector in sorted(answer["vectors"])]
    expected = [(e41.cosine(of_query, vector), text) for vector, text in zip(of_texts, inputs[1:], strict=True)]
    with replaying(cassette("e41", name)):
        there = asked(cassette("e41", name))
        batch = len(asked_for[0]["input"])
        ours = e41.nearest(there.base_url, there.api_key, asked_for[0]["model"], inputs[0], inputs[1:], batch=batch)
    return ours, sorted(expected, key=lambda pair: pair[0], reverse=True)


@pytest.mark.parametrize(
    "name",
    [
        "finds_what_is_nearest",
        "asks_in_batches",
        "in_any_order.synthetic",
        "lists_of_numbers.synthetic",
        "of_any_length.synthetic",
        "twice_the_same.synthetic",
    ],
)
def test_embeddings(name: str) -> None:
    """e41: the same numbers, whether they come as base64 or as lists; the client asks for base64 by itself."""
    ours, theirs = compared(name)
    assert [text for _, text in ours] == [text for _, text in theirs]
    assert [score for score, _ in ours] == pytest.approx([score for score, _ in theirs])


def test_embeddings_in_any_order() -> None:
    """e41: the client leaves them as they come. Whoever uses it has to look at the index all the same."""
    _, _, theirs = vectors("in_any_order.synthetic")
    indices = [index for index, _ in theirs[0]["vectors"]]
    assert indices != sorted(indices)


def test_embeddings_of_which_one_is_missing() -> None:
    """e41: ours raises; the client does not count."""
    e41, (body,), theirs = vectors("one_is_missing.synthetic")
    assert 0 < len(theirs[0]["vectors"]) < len(body["input"])
    there = asked(cassette("e41", "one_is_missing.synthetic"))
    with replaying(cassette("e41", "one_is_missing.synthetic")), pytest.raises(ValueError, match="embeddings came"):
        e41.nearest(there.base_url, there.api_key, body["model"], body["input"][0], body["input"][1:])


@pytest.mark.parametrize("name", ["answers_with_a_tool", "answers_two_calls", "tells_what_went_wrong"])
def test_a_turn_with_tools(name: str) -> None:
    """e46: the same calls, the same transcript (the recording takes no other), and the same answer."""
    recording = cassette("e46", name)
    e46, there = solution("e46"), asked(recording)
    first, second = there.bodies
    results = iter([message["content"] for message in second["messages"] if message["role"] == "tool"])
    calls: list[tuple[str, dict[str, Any]]] = []

    def answer(tools: object, called: str, arguments: str) -> str:
        calls.append((called, json.loads(arguments)))
        return next(results)

    e46.run_tool = answer
    descriptions = {tool["function"]["name"]: tool for tool in first["tools"]}
    e46.describe_tool = lambda function: descriptions[function]
    with replaying(recording):
        question = first["messages"][0]["content"]
        names = {called: called for called in descriptions}
        ours = e46.answer_with_tools(there.base_url, there.api_key, first["model"], question, names)
    told = [message["content"] for message in second["messages"] if message["role"] == "tool"]
    (theirs,) = official("with_openai.py", cassette=recording, what="tools", results=told)
    assert [(called, json.loads(arguments)) for called, arguments in theirs["calls"]] == calls != []
    assert theirs["text"] == ours
