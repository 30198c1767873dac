"""How a worker ends, what that means for the check, and that the next check starts clean."""

from __future__ import annotations

import _thread
import datetime
import http.client
import os
import queue
import socket
import sys
import threading
import time
from typing import Any

import pytest
import requests
import urllib3.connectionpool

from grader.judge.outcome import Outcome
from grader.judge.process import environment
from grader.report import Verdict

from .conftest import Opener, ends_with, exchange

posix = pytest.mark.skipif(os.name != "posix", reason="how POSIX reports the end of a process")

HELLO = "def hello(): return 'hello'"


def test_an_endless_loop(open_process: Opener) -> None:
    before = time.monotonic()
    opened = open_process(
        """
        def loop():
            print("before")
            while True: pass
        """,
        seconds=2,
    )
    with ends_with(Verdict.TOO_SLOW, "stopped after 2 seconds"):
        opened.module.loop()
    assert time.monotonic() - before > 1.9
    assert opened.door.printed == "before\n"
    assert not opened.worker.alive
    assert open_process(HELLO).module.hello() == "hello"


@pytest.mark.parametrize(
    "body",
    [
        "while True:\n    try: input()\n    except BaseException: pass",
        "while True: requests.get('https://bistro.test/', timeout=3)",
        "while True: function()",
        "while True: time.sleep(1)",
    ],
    ids=["except", "requests", "callbacks", "sleeps"],
)
def test_a_loop_that_is_busy(open_process: Opener, body: str) -> None:
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    opened = open_process(f"import requests, time\ndef loop(function):\n{lines}", exchange(answer=1), seconds=0.25)
    before = time.monotonic()
    with ends_with(Verdict.TOO_SLOW, "loop that never ends"):
        opened.module.loop(lambda: 1)
    assert time.monotonic() - before < 3


def test_a_loop_while_the_file_is_loaded(open_process: Opener) -> None:
    with ends_with(Verdict.TOO_SLOW, "loop that never ends"):
        open_process("while True: pass", seconds=0.3).module.hello()


def test_exiting_politely(open_door: Opener) -> None:
    opened = open_door("import sys\ndef leave(code): sys.exit(code)\ndef stay(): return 1")
    for code in (0, 3, None, "bye"):
        with ends_with(Verdict.CRASHED, "sys.exit()") as problems:
            opened.module.leave(code)
        assert problems[0].frames[-1].function == "leave"
    assert opened.module.stay() == 1


@posix
@pytest.mark.parametrize(
    ("statement", "how"),
    [
        ("os._exit(0)", "exit status 0"),
        ("os._exit(3)", "exit status 3"),
        ("ctypes.string_at(0)", "signal 11"),
        ("os.kill(os.getpid(), signal.SIGTERM)", "signal 15"),
        ("os.abort()", "signal 6"),
    ],
)
def test_death(open_process: Opener, statement: str, how: str) -> None:
    opened = open_process(
        f"""
        import ctypes, os, signal, sys
        def die():
            print("last words")
            sys.stderr.write("and errors")
            {statement}
        """
    )
    with ends_with(Verdict.CRASHED, "ended the whole Python process", how):
        opened.module.die()
    assert opened.door.printed == "last words\nand errors"
    assert not opened.worker.alive
    assert open_process(HELLO).module.hello() == "hello"


@posix
def test_a_worker_that_dies_between_two_checks_is_nobodys_fault(open_process: Opener) -> None:
    opened = open_process(
        """
        import os, threading, _thread
        def late(): _thread.start_new_thread(die, ())
        def die():
            while True:
                if gone: os._exit(1)
        gone = []
        """
    )
    opened.module.late()
    assert open_process(HELLO).module.hello() == "hello"


OUTPUT = """
    import os, sys
    def flood():
        line = "x" * 999 + "\\n"
        for _ in range(100_000): print(line, end="")
        return "done"
    def at_once(): print("y" * 100_000_000); return "done"
    def below():
        for descriptor in (1, 2):
            for _ in range(100): os.write(descriptor, b"z" * 1_000_000)
        sys.__stdout__.write("past it")
        return "done"
"""


def test_a_flood_of_output(open_process: Opener) -> None:
    opened = open_process(OUTPUT, seconds=10)
    assert opened.module.flood() == "done"
    assert len(opened.door.printed) == 20_000
    opened.end()
    opened = open_process(OUTPUT)
    assert opened.module.at_once() == "done"
    assert opened.door.printed == "y" * 20_000


def test_output_below_python(open_process: Opener, capfd: pytest.CaptureFixture[str]) -> None:
    opened = open_process(OUTPUT)
    assert opened.module.below() == "done"
    assert opened.door.printed == ""
    opened.end()
    out, err = capfd.readouterr()
    assert (out, err) == ("", "")


NONSENSE = r"""
    import os, stat
    def pipes():
        for descriptor in range(3, 64):
            try:
                if stat.S_ISFIFO(os.fstat(descriptor).st_mode): yield descriptor
            except OSError: pass
    def write(what):
        for descriptor in pipes():
            try: os.write(descriptor, what)
            except OSError: pass
        return "done"
    def shut():
        for descriptor in pipes(): os.close(descriptor)
        while True: pass
"""


SPOILT = "wrote to a file descriptor"


@posix
@pytest.mark.parametrize(
    ("nonsense", "words"),
    [
        (b"nonsense", SPOILT),
        (b"\xff\xfe", SPOILT),
        (b"[1]", SPOILT),
        (b"{}", SPOILT),
        (b"[" * 100_000, SPOILT),
        (b'{"op": "stuck"}', SPOILT),
        (b'{"id": 1, "op": "http"}', SPOILT),
        (b'{"id": 1, "op": "http", "method": [], "uri": 1, "headers": {}, "body": "!"}', "Your code sent a request"),
        (b'{"id": 1, "op": "callback", "target": 99}', SPOILT),
        (b'{"id": 1, "op": "callback", "during": 4, "target": 99}', SPOILT),
        (b'{"re": 4}', SPOILT),
        (b'{"re": 4, "value": 1, "news": 1}', SPOILT),
        (b'{"re": 4, "error": {"class": 1}}', SPOILT),
        (b'{"re": 4, "value": {"$": "record"}}', "Your code returned"),
        (b'{"re": 4, "value": {"$": "kind", "value": 1}}', "Your code returned"),
    ],
)
def test_nonsense_instead_of_the_protocol(open_process: Opener, nonsense: bytes, words: str) -> None:
    if open_process.worker is not None:
        open_process.worker.kill()  # so that questions are counted from one
    opened = open_process(NONSENSE, seconds=2)
    write = opened.module.write  # the third question; the call is the fourth
    before = time.monotonic()
    with pytest.raises(Outcome) as caught:  # noqa: PT012 (some is only noticed at the next line)
        write(nonsense + b"\n")
        write(b"{}")
        raise AssertionError("it went unnoticed")
    assert words in caught.value.problem.summary
    assert time.monotonic() - before < 1.5
    opened.worker.kill()
    assert open_process(HELLO).module.hello() == "hello"


@posix
def test_a_worker_that_closes_its_pipes(open_process: Opener) -> None:
    with ends_with(Verdict.CRASHED, "ended the whole Python process"):
        open_process(NONSENSE).module.shut()


def test_input_gets_no_answer(open_process: Opener) -> None:
    opened = open_process("import sys\ndef ask(): return input('name? ')\ndef read(): return sys.stdin.read()")
    with pytest.raises(EOFError, match="nobody sits at the keyboard"):
        opened.module.ask()
    with pytest.raises(EOFError, match="nobody sits at the keyboard"):
        opened.module.read()
    assert opened.door.printed == "name? "


def test_breakpoint_says_what_to_type(open_process: Opener) -> None:
    opened = open_process("import pdb\ndef stop(): breakpoint()\ndef trace(): pdb.set_trace(); return 1")
    with pytest.raises(RuntimeError, match=r"make debug EX=e00") as caught:
        opened.module.stop()
    assert caught.value.frames[-1].function == "stop"  # type: ignore[attr-defined]
    with pytest.raises(Exception, match=r"make debug EX=e00"):
        opened.module.trace()


def test_breakpoint_stops_inline(request: pytest.FixtureRequest, supplies: Any, tmp_path: Any) -> None:
    stopped = []
    with supplies("inline").opener(tmp_path) as open_door, pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "breakpointhook", lambda: stopped.append(True))
        module = open_door("def stop(): breakpoint(); return 1").module
        assert module.stop() == 1
    assert stopped == [True]


# What is left over


LATE = """
    import threading, _thread, time, requests
    def get(): return requests.get("https://bistro.test/", timeout=3).json()
    def spin():
        while True:
            try: get()
            except BaseException: pass
    def late(): threading.Thread(target=spin, daemon=True).start()
    def raw(): _thread.start_new_thread(spin, ())
    def sleeper():
        def work():
            time.sleep(3600)
            get()
        threading.Thread(target=work, daemon=True).start()
    def waiter():
        event = threading.Event()
        threading.Thread(target=lambda: (event.wait(), get()), daemon=True).start()
"""


@pytest.mark.parametrize("name", ["late", "raw"])
def test_a_thread_that_outlives_its_check(open_process: Opener, name: str) -> None:
    opened = open_process(LATE, exchange(answer="first"))
    getattr(opened.module, name)()
    again = open_process(LATE, exchange(answer="second"))
    assert again.worker is not opened.worker
    assert not opened.worker.alive
    time.sleep(0.02)
    assert len(again.wire) == 0
    assert again.module.get() == "second"
    assert len(again.wire) == 1


@pytest.mark.parametrize("name", ["sleeper", "waiter"])
def test_a_thread_that_waits_ends_with_its_check(open_door: Opener, name: str) -> None:
    opened = open_door(LATE, exchange(answer="first"))
    getattr(opened.module, name)()
    again = open_door(LATE, exchange(answer="second"))
    assert again.worker is opened.worker
    assert len(again.wire) == 0
    assert again.module.get() == "second"
    assert again.door.printed == ""


def test_the_next_check_hears_how_its_own_answers_were_read(open_door: Opener) -> None:
    source = """
        import requests
        def get(): return requests.get("https://bistro.test/", timeout=3).json()
    """
    for _ in range(2):  # the same again: what was told of the first answer says nothing of the second
        opened = open_door(source, exchange(answer="soup"))
        opened.module.get()
        response = opened.wire[0].response
        assert (response.bytes_read, response.closed) == (len(b'"soup"'), True)


def test_a_pool_that_nobody_shut_down(open_door: Opener) -> None:
    source = """
        import concurrent.futures
        pool = concurrent.futures.ThreadPoolExecutor(4)
        def work(): return list(pool.map(abs, range(-8, 0)))
    """
    workers = set()
    for _ in range(3):
        opened = open_door(source)
        assert opened.module.work() == [8, 7, 6, 5, 4, 3, 2, 1]
        workers.add(id(opened.worker))
        opened.end()
        assert opened.door.printed == ""
    assert len(workers) == 1


def test_what_the_code_patches_ends_with_its_exercise(open_process: Opener) -> None:
    """Within one exercise a learner may patch what they like; the next exercise has a worker of its own."""
    opened = open_process("import json\njson.dumps = None\ndef hello(): return 1")
    opened.module.hello()
    opened.worker.kill()
    assert open_process("import json\ndef dump(): return json.dumps(1)").module.dump() == "1"


def test_nothing_stays_patched_after_inline_use(supplies: Any, tmp_path: Any) -> None:
    def state() -> dict[Any, object]:
        modules = (time, _thread, datetime, threading, queue, socket, http.client, requests.sessions, sys)
        named: dict[Any, object] = {
            (module.__name__, name): value for module in modules for name, value in vars(module).items()
        }
        for cls in (threading.Thread, socket.socket, requests.adapters.HTTPAdapter):
            named |= {(cls.__name__, name): value for name, value in vars(cls).items()}
        skipped = ("last_type", "last_value", "last_traceback", "last_exc", "_counter", "_dangling")
        return {key: value for key, value in named.items() if key[1] not in skipped} | {
            "environment": dict(os.environ),
            "modules": [name for name in sys.modules if name.startswith("e00")],
            "pool": urllib3.connectionpool.HTTPSConnectionPool.ConnectionCls,
        }

    before = state()
    with supplies("inline").opener(tmp_path) as open_door:
        opened = open_door(
            """
            import os, requests, threading, time, logging
            def all():
                logging.basicConfig()
                os.environ["LEFT"] = "1"
                threading.Thread(target=time.sleep, args=(3,)).start()
                return requests.get("https://bistro.test/", timeout=3).json()
            """,
            exchange(answer=1),
        )
        assert opened.module.all() == 1
        assert time.time is not before["time", "time"]
        with ends_with(Verdict.WRONG_REQUEST):
            opened.module.all()
            open_door(
                "import requests\ndef get(): requests.get('https://bistro.test/', timeout=1)", exchange("PUT")
            ).module.get()
    after = state()
    assert {key for key in before if before[key] is not after[key] and before[key] != after[key]} == set()
    assert before.keys() == after.keys()


def test_the_environment_of_a_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NETRC", "HTTP_PROXY", "HTTPS_PROXY", "REQUESTS_CA_BUNDLE", "PYTHONPATH", "PYTHONSTARTUP", "API_KEY"):
        monkeypatch.setenv(name, "poison")
    assert "poison" not in environment().values()
    assert not os.path.exists(environment()["HOME"])
