"""``peek``: what goes over the wire, out of the recording, and a curl command that really sends the same."""

from __future__ import annotations

import http.server
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from vcr.request import Request

from grader.commands import peek
from grader.course import Course, Exercise
from grader.faces import exchange
from grader.faces.screen import plain
from grader.judge import matching
from grader.judge.wire import Exchange, RecordedResponse, SentRequest, exchanges

from .conftest import ROOT, Runner, environment, git

EXERCISES = Course(ROOT).exercises


class Listener(http.server.ThreadingHTTPServer):
    """A server that keeps what it was sent."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Keeper)
        self.got: list[Request] = []


class Keeper(http.server.BaseHTTPRequestHandler):
    server: Listener

    def handle_one_request(self) -> None:
        self.raw_requestline = self.rfile.readline(65537)
        if not self.raw_requestline or not self.parse_request():
            self.close_connection = True
            return
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.got.append(Request(self.command, self.path, body or None, dict(self.headers.items())))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    server = Listener()
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def sent_by_curl(request: SentRequest, listener: Listener, folder: Path) -> Request:
    """Paste the command into a shell, with the listener's address in it, and see what arrives."""
    command = exchange.curl(request)
    for name, content in command.files.items():
        (folder / name).write_bytes(content)
    scheme, _, rest = request.url.partition("://")
    host = rest.partition("/")[0].partition("?")[0]
    before = f"{scheme}://{host}"
    text = "\n".join(command.lines).replace(before, f"http://127.0.0.1:{listener.server_port}", 1)
    listener.got.clear()
    subprocess.run(
        ["bash", "-c", text],
        cwd=folder,
        env=environment(NO_PROXY="*", HOME=str(folder)),
        capture_output=True,
        timeout=30,
        check=True,
    )
    (got,) = listener.got
    return Request(got.method, before + got.uri, got.body, got.headers)


needs_curl = pytest.mark.skipif(not (shutil.which("curl") and shutil.which("bash")), reason="curl and bash are needed")


@needs_curl
@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.code)
def test_the_command_sends_what_was_recorded(exercise: Exercise, listener: Listener, tmp_path: Path) -> None:
    seen = set()
    for check in peek.recorded(exercise):
        for one in exchanges(peek._load(check)):
            recorded = one.request.raw
            key = (recorded.method, recorded.uri, recorded.body, tuple(recorded.headers))
            if key in seen or not one.request.url.startswith("http"):
                continue
            seen.add(key)
            got = sent_by_curl(one.request, listener, tmp_path)
            names = tuple(name.lower() for name in recorded.headers if name.lower() != "content-type")
            fits = matching.matches(got, recorded, match=names, free=())
            assert fits, f"{check.name}: {exchange.curl(one.request).lines} sends {got.method} {got.uri} {got.body!r}"


def a_request(method: str, url: str, body: bytes | None = None, **headers: str) -> SentRequest:
    return SentRequest(Request(method, url, body, {name.replace("_", "-"): value for name, value in headers.items()}))


def in_parts(*parts: tuple[str, bytes]) -> bytes:
    joined = b"".join(b"--xx\r\n" + head.encode() + b"\r\n\r\n" + content + b"\r\n" for head, content in parts)
    return joined + b"--xx--\r\n"


DISPOSITION = "Content-Disposition: form-data; name="

NASTY = {
    "signs of the shell": a_request("GET", "https://bistro.test/menu?text=it%27s+$HOME+`id`&a=!x;y|z"),
    "patterns of curl": a_request("GET", "https://bistro.test/menu?a[]=1&b={1,2}&c=[1-3]"),
    "quotes in JSON": a_request(
        "POST",
        "https://bistro.test/orders",
        b'{"note": "it\'s \\"hot\\" $HOME `id` \\\\ !"}',
        Content_Type="application/json",
    ),
    "an at sign first": a_request("POST", "https://bistro.test/x", b"@/etc/passwd", Content_Type="text/plain"),
    "a form": a_request(
        "POST", "https://bistro.test/x", b"a=1&b=it%27s&b=", Content_Type="application/x-www-form-urlencoded"
    ),
    "no type": a_request("PUT", "https://bistro.test/x", b"hello\nyou"),
    "bytes": a_request("PATCH", "https://bistro.test/x", b"\x00\xff\r\n", Content_Type="application/octet-stream"),
    "an empty header": a_request("DELETE", "https://bistro.test/x", X_Note=""),
    "only the head": a_request("HEAD", "https://bistro.test/x", Accept="text/html"),
    "parts": a_request(
        "POST",
        "https://bistro.test/x",
        in_parts(
            (f'{DISPOSITION}"plain"', b"@not; a file"),
            (f'{DISPOSITION}"meta"\r\nContent-Type: application/json', b'{"a;b": "c\\"d"}'),
            (f'{DISPOSITION}"file"; filename="my, photo.png"\r\nContent-Type: image/png', b"\x89PNG\r\n\x00"),
        ),
        Content_Type="multipart/form-data; boundary=xx",
    ),
}


@needs_curl
@pytest.mark.parametrize("name", NASTY)
def test_the_command_is_quoted(name: str, listener: Listener, tmp_path: Path) -> None:
    request = NASTY[name]
    got = sent_by_curl(request, listener, tmp_path)
    names = tuple(name.lower() for name in request.headers if name.lower() != "content-type")
    assert matching.matches(got, request.raw, match=names, free=()), f"{exchange.curl(request).lines}: {got.body!r}"
    if "Content-Type" not in request.headers:
        assert "Content-Type" not in got.headers


class TestThePage:
    @pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.code)
    def test_fits_a_screen(self, exercise: Exercise) -> None:
        checks = peek.recorded(exercise)
        if not checks:
            pytest.skip("nothing goes over the wire")
        page = peek._page(exercise, checks[0], checks, 1, whole=False)
        command = sum(isinstance(line, str) for line in page)
        assert len(page) <= peek.SCREEN + max(0, command - 4)  # a long command is never cut
        assert all(len(plain(line)) <= 80 for line in page if not isinstance(line, str))

    def test_shows_the_request_and_the_answer(self, run: Runner) -> None:
        done = run("peek", "e02")
        assert (done.returncode, done.stderr) == (0, "")
        lines = done.stdout.splitlines()
        assert lines[0] == "e02 · Order a dish"
        assert lines[3].startswith("curl https://bistro.test/menu/")
        assert "200 OK" in lines
        assert '  "vegan": false,' in lines
        assert any(line.startswith("Other checks: raises_for_an_unknown_dish") for line in lines)

    def test_another_check_by_a_part_of_its_name(self, run: Runner) -> None:
        done = run("peek", "e02", "--check", "unknown")
        assert "404 Not Found" in done.stdout

    def test_gives_away_nothing_but_the_recording(self, clone: Course) -> None:
        exercise = clone.find("e02")[0]
        checks = peek.recorded(exercise)
        shown = "\n".join(
            line if isinstance(line, str) else plain(line)
            for check in checks
            for line in peek._page(exercise, check, checks, 1, whole=True)
        )
        solution = {line.strip() for line in exercise.solution.read_text(encoding="utf-8").splitlines()}
        stub = {line.strip() for line in exercise.stub.read_text(encoding="utf-8").splitlines()}
        assert not [line for line in solution - stub if line and line in shown]
        assert "raise_for_status" not in shown, "a hint"

    def test_says_what_is_wrong(self, run: Runner, clone: Course) -> None:
        assert "Did you mean returns_the_dish?" in run("peek", "e02", "--check", "returns_the_fish").stderr
        assert "fits several checks" in run("peek", "e02", "--check", "raises").stderr
        assert "has 1 exchange; number 2 is none" in run("peek", "e02", "--number", "2").stderr
        recording = clone.find("e02")[0].cassettes / "returns_the_dish.yaml"
        recording.write_text("not: [a recording")
        assert "can't be read. `git checkout -- cassettes`" in run("peek", "e02").stderr
        recording.unlink()
        done = run("peek", "e02")
        assert done.returncode == 2
        assert (
            done.stderr
            == "The recording returns_the_dish.yaml is missing. `git checkout -- cassettes` brings it back.\n"
        )
        git(clone.root, "checkout", "--", "cassettes")
        assert run("peek", "e02").returncode == 0


def answered(body: bytes, status: int = 200, **headers: str) -> str:
    told = {name.replace("_", "-"): [value] for name, value in headers.items()}
    response = {"status": {"code": status, "message": "OK"}, "headers": told, "body": {"string": body}}
    one = Exchange(a_request("GET", "https://bistro.test/"), RecordedResponse(response), {})
    return "\n".join(plain(line) for line in exchange.answer(one, 80, None))


class TestAnAnswer:
    def test_binary_in_words(self) -> None:
        assert answered(b"\x89PNG" + bytes(5308), content_type="image/png").endswith("\nPNG image, 5,312 bytes")
        assert answered(b"\x00", content_type="application/x-thing").endswith("\napplication/x-thing, 1 byte")

    def test_json_is_set_out_and_broken_json_shown_as_it_is(self) -> None:
        long = b'{"name": "' + b"a" * 60 + b'", "tags": [1, 2]}'
        assert answered(long, content_type="application/problem+json").endswith('",\n  "tags": [1, 2]\n}')
        assert answered(b'{"name": ', content_type="application/json").endswith('\n{"name":')

    def test_no_escape_sequence_reaches_the_terminal(self) -> None:
        shown = answered(b"red \x9b31m \xc2\x9b31m \x1b[31m", content_type="text/plain", x_note="\x1b]0;title\x07")
        assert not set(shown) & {"\x1b", "\x9b", "\x07"}

    def test_what_is_not_an_answer(self) -> None:
        assert answered(b"", 200, X_Cassette_Raise="read-timeout") == "no answer in time"
        shown = answered(b"half", 200, X_Cassette_Break="truncated", X_Cassette_Delay="4.0")
        assert shown == "200 OK, after 4.0 seconds\n\nhalf\n… here the body ends, before all that was promised had come"
        assert answered(b"").endswith("\n(no body)")
