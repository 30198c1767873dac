"""What is kept in a cassette, and that it is the same bytes each time."""

from __future__ import annotations

import functools
import hashlib
import io
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import requests
import vcr
import yaml
from vcr.cassette import Cassette
from vcr.record_mode import RecordMode
from vcr.request import Request
from vcr.serialize import deserialize, serialize

from grader.judge.bodies import body_bytes
from grader.judge.matching import differences
from grader.judge.normalising import BOUNDARY, normalise, serializer

JSON = b'{"name":"cr\xc3\xa8me  br\xc3\xbbl\xc3\xa9e", "price": "9.50"}\n'


def answer(body: bytes = JSON, **headers: str) -> dict[str, Any]:
    named = {name.replace("_", "-"): [value] for name, value in headers.items()}
    return {"status": {"code": 200, "message": "OK"}, "headers": named, "body": {"string": body}}


def post(body: Any, **headers: Any) -> Request:
    return Request("POST", "https://bistro.test/orders", body, {n.replace("_", "-"): v for n, v in headers.items()})


def upload(files: Any) -> Request:
    prepared = requests.Request("POST", "https://bistro.test/photo", files=files).prepare()
    return Request(prepared.method, prepared.url, prepared.body, dict(prepared.headers))


# --------------------------------------------------------------------------------------------------------- normalise


def test_of_a_request_only_what_a_check_looks_at_is_kept() -> None:
    headers = {
        "X_Request_Id": "1",
        "User_Agent": "requests",
        "authorization": b"Bearer abc",
        "Content_Type": "text/plain",
    }
    request, _ = normalise(post(b"soup", **headers), answer(), match=("authorization", "if-match"))
    assert dict(request.headers) == {"authorization": "Bearer abc", "Content-Type": "text/plain"}
    request, _ = normalise(post(None, **headers), answer(), match=())
    assert dict(request.headers) == {}
    request, _ = normalise(post(None, **headers), answer(), match=("content-type",))
    assert dict(request.headers) == {"Content-Type": "text/plain"}


def test_of_a_response_nothing_is_kept_that_changes() -> None:
    headers: Any = dict.fromkeys(
        ("Server", "date", "Connection", "Keep_Alive", "Transfer_Encoding", "ETag", "allow"), "x"
    )
    recorded = answer(**headers)
    _, response = normalise(post(None), recorded, match=())
    assert list(response["headers"]) == ["allow", "ETag"]
    assert len(recorded["headers"]) == 7, "the interaction in memory was changed"
    assert response["body"]["string"] == JSON, "the body was written anew"


@pytest.mark.parametrize("body", [b"soup", "soup", io.BytesIO(b"soup"), io.StringIO("soup"), iter([b"so", b"up"])])
def test_a_body_of_any_kind_becomes_bytes(body: Any) -> None:
    request, _ = normalise(post(body), answer(), match=())
    assert request.body == request.body == b"soup"


@pytest.mark.parametrize("body", [None, b"", "", iter([])])
def test_no_body_is_none(body: Any) -> None:
    request, _ = normalise(post(body), answer(), match=())
    assert request.body is None


def test_parts_get_a_fixed_boundary_and_keep_their_bytes() -> None:
    bytes_ = b"\x89PNG\r\n--\r\n\x00\xff"
    files = {"photo": ("a.png", bytes_), "meta": (None, '{"n": 1}', "application/json")}
    sent = [upload(files), upload(files)]
    assert sent[0].body != sent[1].body
    kept = [normalise(request, answer(), match=())[0] for request in sent]
    assert kept[0].body == kept[1].body
    assert dict(kept[0].headers) == {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    assert kept[0].body.count(BOUNDARY.encode()) == 3
    assert bytes_ in kept[0].body
    assert differences(sent[0], kept[0]) == []


def test_only_the_boundary_itself_is_replaced() -> None:
    """A part may hold the boundary's letters, as long as they don't stand alone on a line."""
    content_type = 'multipart/form-data; boundary="a"'
    body = b'--a\r\nContent-Disposition: form-data; name="a"\r\n\r\na--a\r\n--ab\r\n--a--\r\n'
    request, _ = normalise(post(body, Content_Type=content_type), answer(), match=())
    assert request.body == body.replace(b"--a\r\nC", f"--{BOUNDARY}\r\nC".encode()).replace(
        b"--a--", f"--{BOUNDARY}--".encode()
    )
    assert differences(post(body, Content_Type=content_type), request) == []


def test_a_multipart_type_without_a_boundary_is_left_alone() -> None:
    request, _ = normalise(post(b"x", Content_Type="multipart/form-data"), answer(), match=())
    assert (request.body, dict(request.headers)) == (b"x", {"Content-Type": "multipart/form-data"})


# -------------------------------------------------------------------------------------------------------- serializer


def written(*interactions: tuple[Request, dict[str, Any]]) -> str:
    requests_, responses = zip(*interactions, strict=True)
    text: str = serialize({"requests": list(requests_), "responses": list(responses)}, serializer)
    return text


def read(text: str) -> list[tuple[Request, dict[str, Any]]]:
    return list(zip(*deserialize(text, serializer), strict=True))


def test_a_cassette_reads_like_a_conversation() -> None:
    request, response = normalise(post(b'{"table": 4}', Content_Type="application/json"), answer(ETag='"1"'), match=())
    assert written((request, response)) == (
        "version: 1\n"
        "interactions:\n"
        "- request:\n"
        "    method: POST\n"
        "    uri: https://bistro.test/orders\n"
        "    headers:\n"
        "      Content-Type:\n"
        "      - application/json\n"
        "    body: '{\"table\": 4}'\n"
        "  response:\n"
        "    status:\n"
        "      code: 200\n"
        "      message: OK\n"
        "    headers:\n"
        "      ETag:\n"
        "      - '\"1\"'\n"
        "    body:\n"
        "      string: |\n"
        '        {"name":"crème  brûlée", "price": "9.50"}\n'
    )


def test_a_long_line_is_not_folded() -> None:
    text = written((post(None), answer(b"[" + b"1, " * 20_000 + b"1]")))
    assert max(map(len, text.splitlines())) > 60_000


BODIES = [
    b"",
    b"plain",
    b"line\nline",
    b"line\n\n\n",
    b"\nline\n",
    b"  indented\nless\n",
    b"trailing \nspace\n",
    b"trailing ",
    b"\r\ncrlf\r\n",
    b"tab\tand\n\ttab",
    b"\x00\xff\xfe binary",
    b"\x07 bell",
    "phở 🍜 ﻿ \u2028 \x85 \ud7ff".encode(),
    b"null",
    b"2026-11-22",
    b"~",
    b"- a: &b *c !d",
    b"%TAG\n---\n...\n",
    b"# no comment\n",
]


@pytest.mark.parametrize("body", BODIES)
def test_every_body_comes_back_as_it_was(body: bytes) -> None:
    [(request, response)] = read(written((post(body), answer(body))))
    assert body_bytes(request) == body
    assert response["body"]["string"] == body


def test_any_body_comes_back_as_it_was() -> None:
    draw = random.Random(7)
    letters = [*"ab \n\r\t:#-'\"{}[]|>&*!%@`,?\\é🍜", "\x85", "\u2028", "\u2029", "\ufeff", "  ", "\n\n"]
    bodies = ["".join(draw.choices(letters, k=draw.randrange(12))).encode() for _ in range(2000)]
    back = read(written(*((post(body), answer(body)) for body in bodies)))
    for body, (request, response) in zip(bodies, back, strict=True):
        assert (body_bytes(request), response["body"]["string"]) == (body, body)


def test_nothing_but_plain_yaml_is_written() -> None:
    text = written(*((post(body), answer(body)) for body in BODIES))
    assert "!!python" not in text
    assert len(yaml.safe_load(text)["interactions"]) == len(BODIES)


# ------------------------------------------------------------------------------------------------- through stock vcrpy


def record(path: Path) -> bytes:
    """Save what stock vcrpy would have recorded, with its own hooks, and load it again."""
    config = vcr.VCR().get_merged_config(
        path=str(path),
        decode_compressed_response=True,
        before_save_interaction=functools.partial(normalise, match=("authorization",)),
    )
    options = {"serializer": serializer, "persister": config["persister"], "record_mode": RecordMode.ALL}
    cassette = Cassette(
        str(path),
        before_record_response=config["before_record_response"],
        before_save_interaction=config["before_save_interaction"],
        **options,
    )
    headers = {f"X-{letter}": [letter] for letter in "qwertyuiopasdfghjklzxcvbnm"}
    response = answer()
    response["headers"] = {**headers, "Date": ["now"]}
    cassette.append(
        post(json.dumps({"b": 1, "a": 2}), Content_Type="application/json", Authorization="Bearer x"), response
    )
    cassette.append(upload({"photo": ("a.png", b"\x89PNG\n"), "note": (None, "salt")}), answer(b"", Server="x"))
    cassette._save()
    return path.read_bytes()


def test_recorded_again_it_is_the_same_file(tmp_path: Path) -> None:
    first = record(tmp_path / "one.yaml")
    assert first == record(tmp_path / "two.yaml")
    [(request, response), (_, empty)] = read(first.decode())
    assert sorted(request.headers) == ["Authorization", "Content-Type"]
    assert list(response["headers"]) == sorted(response["headers"])
    assert "Date" not in response["headers"]
    assert empty["headers"] == {}


def test_in_other_processes_too(tmp_path: Path) -> None:
    """Sets are ordered differently in each process, which stock vcrpy's headers show."""
    script = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import test_normalising as t; " + (
        "import pathlib, hashlib; print(hashlib.sha256(t.record(pathlib.Path(sys.argv[1]))).hexdigest())"
    )
    for seed in ("1", "2"):
        made = subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / f"{seed}.yaml")],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[3])},
            capture_output=True,
            text=True,
            check=True,
        )
        assert made.stdout.strip() == hashlib.sha256(record(tmp_path / "here.yaml")).hexdigest()
