"""``live --base-url``: wrong use is one clear sentence, and what only our servers can stage is left out."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from grader.commands.servers import running
from grader.course import Course

from .conftest import ROOT, environment

OPENAI, PANTRY = "https://api.openai.com/v1", "https://mcp.example.com/mcp"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["e35", "e39", "--base-url", OPENAI],
            "A real server may cost money: say which one exercise is to talk to it, such as EX=e35.",
        ),
        (
            ["--base-url", OPENAI],
            "A real server may cost money: say which one exercise is to talk to it, such as EX=e35.",
        ),
        (
            ["e35", "--base-url", "https://api.openai.com"],
            "The URL for e35 has to end in /v1, and https://api.openai.com does not.",
        ),
        (
            ["e50", "--base-url", OPENAI],
            f"The URL for e50 has to end in /mcp, and {OPENAI} does not.",
        ),
        (["e06", "--base-url", OPENAI], "e06 asks neither a language model nor an MCP server."),
        (["e49", "--base-url", PANTRY], "e49 asks neither a language model nor an MCP server."),
        (
            ["e35", "--base-url", "api.openai.com/v1"],
            "The URL has to begin with https:// or http://, and api.openai.com/v1 does not.",
        ),
        (["e35", "--base-url", OPENAI], "Which model? Say its name there, such as MODEL=…, as the server lists it."),
    ],
)
def test_wrong_use_is_one_sentence_and_status_2(arguments: list[str], sentence: str) -> None:
    command = [sys.executable, "-m", "grader", "live", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, encoding="utf-8", timeout=60)
    assert (done.returncode, done.stdout) == (2, ""), done.stdout + done.stderr
    assert done.stderr == f"{sentence}\n"


class AnyKey(BaseHTTPRequestHandler):
    """A language model's server as there are some on people's own machines: it takes any key."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        choice = {"message": {"role": "assistant", "content": "Onion soup."}, "finish_reason": "stop"}
        body = json.dumps({"choices": [choice], "usage": {"prompt_tokens": 9, "completion_tokens": 3}}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def any_key() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), AnyKey)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()


def live(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "grader", "live", "--room", "solutions", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, encoding="utf-8", timeout=120)


def test_a_server_that_takes_any_key_is_not_held_against_the_learner(any_key: str) -> None:
    done = live("e35", "--base-url", any_key, "--model", "small")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Asks the model, and returns a Reply of its answer." in done.stdout
    assert "Raises HTTPError" not in done.stdout
    assert "All that was run passes." in done.stdout


def test_other_doors_than_the_one_that_is_named_are_left_out(tmp_path: Path) -> None:
    with running(Course(ROOT), tmp_path, seed=1, tls=False) as told:
        pantry = json.loads(told.read_text(encoding="utf-8"))["servers"]["pantry"]
        done = live("e50", "--base-url", f"{pantry}/mcp")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Lists the tools of one page that comes as JSON." in done.stdout
    assert "Goes on while there is a cursor" not in done.stdout
    assert "Checks that only a recording or our own server can stage were left out." in done.stdout
