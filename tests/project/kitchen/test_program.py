"""The program, its back door, its page, its certificates, and the stranger next door."""

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests

ROOT = Path(__file__).resolve().parents[3]
SERVE = [sys.executable, "-m", "kitchen", "serve"]


def test_for_people() -> None:
    """It says where it is, writes a line for each request, and ends well on Ctrl-C."""
    with subprocess.Popen(SERVE, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stderr
        try:
            first = process.stdout.readline()
            url = re.fullmatch(r"The bistro is open \(seed 1\): (http://127\.0\.0\.1:\d+)\n", first)
            assert url
            assert requests.get(f"{url[1]}/hello", timeout=5).ok
            process.send_signal(signal.SIGINT)
            out, err = process.stdout.read(), process.stderr.read()
            assert process.wait(10) == 0
        finally:
            process.kill()
    assert f"{url[1]}/docs" in out
    assert err == "  200 OK  GET /hello HTTP/1.1\n"


def test_taken_port() -> None:
    """A port that is not free: one sentence, status 2."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = subprocess.run([*SERVE, "--port", str(port)], cwd=ROOT, capture_output=True, text=True, timeout=10)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(rf"Port {port} can't be used: .+\n", done.stderr)


def test_tls_and_sigterm(start: Any) -> None:
    """With `--tls` the names are certified by an authority of its own; SIGTERM ends it as well as Ctrl-C."""
    other = start("--tls", "--seed", "3")
    ca = other.directory["ca"]
    session = requests.Session()
    session.trust_env = False
    assert session.get(other.url() + "/hello", verify=ca, timeout=5).ok
    assert other.world()["seed"] == 3
    with pytest.raises(requests.exceptions.SSLError):
        session.get(other.url() + "/hello", timeout=5)
    other.process.terminate()
    assert other.process.wait(10) == 0
    assert not Path(ca).exists()
    other.process.stdin.close()
    other.process.stdout.close()


def test_back_door(running: Any, bistro: Callable[..., requests.Response], world: dict[str, Any]) -> None:
    """Reset, clock and world; the clock never moves by itself."""
    assert world["now"] == running.world()["now"]
    moved = requests.post(f"{running.control}/clock", json={"now": "2026-12-24T18:00:00+01:00"}, timeout=5)
    assert moved.json() == {"seed": 1, "now": "2026-12-24T17:00:00Z"}
    assert bistro("GET", "/hello").headers["Date"] == "Thu, 24 Dec 2026 17:00:00 GMT"
    for wrong in ({}, {"now": "2026-12-24T18:00:00"}, {"now": "soon"}, {"now": None}, {"later": 5}):
        assert requests.post(f"{running.control}/clock", json=wrong, timeout=5).status_code == 422
    order = {"table": 1, "items": [{"dish": world["dishes"][0]["slug"], "quantity": 1}]}
    placed = bistro("POST", "/orders", json=order).json()["id"]
    assert running.world()["orders"][-1]["id"] == placed
    running.reset(1)
    assert running.world() == world
    assert requests.post(f"{running.control}/reset", json={"seed": "2"}, timeout=5).status_code == 422
    assert requests.get(f"{running.control}/nothing", timeout=5).status_code == 404


def test_page(bistro: Callable[..., requests.Response]) -> None:
    """The page names every address, and needs nothing but itself."""
    page, document = bistro("GET", "/docs").text, bistro("GET", "/openapi.json").json()
    for path, item in document["paths"].items():
        assert f"<code>{path}</code>" in page
        for method, operation in item.items():
            assert operation["description"], (method, path)
    assert not re.search(r"<script|<link|<img|url\(|@import", page)
    assert set(re.findall(r'href="([^"#]+)"', page)) == {"/openapi.json"}
    assert not any(path.startswith(("/_kitchen", "/docs")) for path in document["paths"])
    names = set(document["components"]["schemas"])
    assert set(re.findall(r"#/components/schemas/(\w+)", str(document))) <= names
    assert set(re.findall(r'href="#(\w+)"', page)) <= names
    assert not {"HTTPValidationError", "ValidationError"} & names
