"""Calls through the door: lazy iterators, callbacks, objects that are passed in, requests and their answers."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests

from grader.judge.outcome import Outcome
from grader.report import Verdict

from .conftest import Opener, ends_with, exchange

PAGES = [exchange(url=f"https://bistro.test/menu?page={page}", answer=[page, page + 0.5]) for page in range(4)]

GENERATOR = """
    import requests
    closed = []
    def pages():
        try:
            for page in range(4):
                yield from requests.get("https://bistro.test/menu", params={"page": page}, timeout=3).json()
        finally:
            closed.append(True)
    def endless():
        number = 0
        while True:
            yield number
            number += 1
    def fails():
        yield 1
        raise LookupError("no more")
    class Pages:
        def __iter__(self): return pages()
"""


def test_a_lazy_generator_asks_only_for_what_is_taken(open_door: Opener) -> None:
    opened = open_door(GENERATOR, *PAGES)
    items = opened.module.pages()
    assert len(opened.wire) == 0
    assert [next(items), next(items)] == [0, 0.5]
    assert len(opened.wire) == 1
    assert next(items) == 1
    assert len(opened.wire) == 2
    items.close()
    assert opened.module.closed == [True]
    assert len(opened.wire) == 2


def test_a_drained_generator_asks_for_everything(open_door: Opener) -> None:
    opened = open_door(GENERATOR, *PAGES)
    items = opened.module.pages()
    next(items)
    assert items.drain() == [0.5, 1, 1.5, 2, 2.5, 3, 3.5]
    assert len(opened.wire) == 4
    assert items.drain() == []
    with pytest.raises(StopIteration):
        next(items)
    assert list(opened.module.Pages())[:2] == [0, 0.5]
    assert opened.module.endless().drain(at_most=3) == [0, 1, 2]
    assert list(zip(opened.module.endless(), "ab", strict=False)) == [(0, "a"), (1, "b")]
    failing = opened.module.fails()
    assert next(failing) == 1
    with pytest.raises(LookupError, match="no more"):
        next(failing)


def test_callbacks_that_call_back_in(open_door: Opener) -> None:
    module = open_door("""
        import time
        def call(function, *arguments, **keywords): return function(*arguments, **keywords)
        def wait(seconds): time.sleep(seconds); return time.monotonic()
        def fails(): raise LookupError("deep down")
    """).module
    call = module.call
    assert call(lambda one, *, two: one + two, 1, two=2) == 3
    assert call(lambda: call(lambda: call(lambda: call(lambda: "the bottom")))) == "the bottom"
    assert call(lambda: [call(lambda: module.wait(5)), module.wait(7)]) == [5, 12]
    with pytest.raises(LookupError, match="deep down") as caught:
        call(lambda: call(module.fails))
    assert caught.value.frames[-1].function == "fails"
    with pytest.raises(LookupError, match="deep down"):
        call(lambda: call(lambda: module.fails()))


def test_a_callback_from_a_thread_of_the_code(open_door: Opener) -> None:
    module = open_door("""
        import concurrent.futures, threading, time
        def everywhere(function):
            with concurrent.futures.ThreadPoolExecutor(4) as pool:
                return list(pool.map(function, range(8)))
        def double(value): time.sleep(1); return value * 2
        def with_a_lock(function):
            lock = threading.Lock()
            def one(number):
                with lock: return function(number)
            with concurrent.futures.ThreadPoolExecutor(4) as pool:
                return list(pool.map(one, range(8)))
    """).module
    assert module.everywhere(lambda number: number + 1) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert module.everywhere(lambda number: module.double(number)) == [0, 2, 4, 6, 8, 10, 12, 14]
    assert module.with_a_lock(lambda number: module.double(number)) == [0, 2, 4, 6, 8, 10, 12, 14]


def test_what_a_callback_raises_reaches_the_code_as_the_same(open_door: Opener) -> None:
    module = open_door("""
        import requests
        class Refused(Exception): pass
        def catch(function):
            try: function()
            except Exception as error: return type(error).__name__, type(error).__module__, str(error), error
        def mine(function):
            try: function()
            except Refused as error: return str(error)
        def fails(): raise Refused("here", 1)
    """).module

    def raising(error: Exception) -> Callable[[], None]:
        def function() -> None:
            raise error

        return function

    class Unknown(Exception):
        pass

    assert module.catch(raising(ValueError("no")))[:3] == ("ValueError", "builtins", "no")
    assert module.catch(raising(TimeoutError("late")))[:3] == ("TimeoutError", "builtins", "late")
    assert module.catch(raising(KeyError("slug")))[:3] == ("KeyError", "builtins", "'slug'")
    assert module.catch(raising(requests.ConnectionError("gone")))[:2] == ("ConnectionError", "requests.exceptions")
    assert module.catch(raising(Unknown("what")))[:3] == ("Exception", "builtins", "what")
    assert module.catch(raising(UnicodeDecodeError("utf-8", b"x", 0, 1, "bad")))[0] == "Exception"
    assert module.mine(raising(module.Refused("not now"))) == "not now"
    assert module.mine(lambda: module.fails()) == "('here', 1)"
    with pytest.raises(KeyError, match="slug"):
        (lambda function: function(raising(KeyError("slug"))))(lambda function: module.catch(function) and function())


def test_a_check_that_breaks_off_in_a_callback(open_door: Opener) -> None:
    source = """
        def call(function):
            try: function()
            except BaseException: pass
            return "swallowed"
        def number(): return 1
    """
    opened = open_door(source)

    def function() -> None:
        pytest.fail("the check has seen enough")

    with pytest.raises(pytest.fail.Exception, match="seen enough"):
        opened.module.call(function)
    assert open_door(source).module.number() == 1
    if open_door.kind != "inline":
        assert not opened.worker.alive


def test_an_asserting_callback_is_seen_by_the_code_as_assertion_error(open_door: Opener) -> None:
    module = open_door("""
        def call(function):
            try: function()
            except AssertionError as error: return str(error)
    """).module

    def function() -> None:
        raise AssertionError("must not be called")

    assert module.call(function) == "must not be called"


def test_a_session_and_a_response_passed_in(open_door: Opener) -> None:
    opened = open_door(
        """
        import requests
        def get(session, url):
            assert isinstance(session, requests.Session)
            return session.get(url, timeout=3).json()
        def read(response):
            assert isinstance(response, requests.Response)
            return response.status_code, response.json(), response.headers["ETag"]
        """,
        exchange(url="https://bistro.test/a", answer=1),
        exchange(url="https://bistro.test/b", answer=2, ETag='"2"'),
    )
    session = opened.client.session()
    assert opened.module.get(session, "https://bistro.test/a") == 1
    assert opened.module.read(session.get("https://bistro.test/b", timeout=3)) == (200, 2, '"2"')
    assert opened.module.read(opened.client.get("https://bistro.test/b")) == (200, 2, '"2"')
    session.headers["X-Own"] = "yes"
    assert opened.module.get(session, "https://bistro.test/a") == 1
    assert opened.wire[-1].request.headers["x-own"] == "yes"
    response = opened.client.get("https://bistro.test/a")
    assert (response.status_code, response.text, response.ok) == (200, "1", True)


def test_an_answer_is_what_was_recorded(open_door: Opener) -> None:
    opened = open_door(
        """
        import requests
        def send(slug):
            answer = requests.post("https://bistro.test/orders", json={"slug": slug}, timeout=3)
            return answer.status_code, answer.json(), answer.headers["Location"], answer.content
        """,
        exchange(
            "POST", "https://bistro.test/orders", b'{"slug": "pho"}', status=201, answer={"id": 7}, Location="/orders/7"
        ),
    )
    assert opened.module.send("pho") == (201, {"id": 7}, "/orders/7", b'{"id": 7}')
    sent = opened.wire[0]
    assert (sent.request.method, sent.request.path, sent.request.json()) == ("POST", "/orders", {"slug": "pho"})
    assert sent.request.headers["content-type"] == "application/json"
    assert (sent.response.status, sent.response.json(), sent.place) == (201, {"id": 7}, 0)


def test_free_text_is_not_compared(open_door: Opener) -> None:
    source = """
        import requests
        def ask(text, model="small"):
            body = {"model": model, "messages": [{"role": "user", "content": text}]}
            return requests.post("https://llm.test/chat", json=body, timeout=3).json()
    """
    recorded = exchange(
        "POST", "https://llm.test/chat",
        b'{"model": "small", "messages": [{"role": "user", "content": "recorded"}]}', answer="hello",
    )  # fmt: skip
    free = ("$.messages[*].content",)
    opened = open_door(source, recorded, free=free)
    assert opened.module.ask("something else") == "hello"
    assert opened.wire[0].request.json()["messages"][0]["content"] == "something else"
    with ends_with(Verdict.WRONG_REQUEST):
        open_door(source, recorded).module.ask("something else")
    with ends_with(Verdict.WRONG_REQUEST):
        open_door(source, recorded, free=free).module.ask("something else", model="large")


def test_a_fault_is_raised_as_requests_raises_it(open_door: Opener) -> None:
    source = """
        import requests, time
        def get(timeout=3):
            before = time.monotonic()
            try: return requests.get("https://bistro.test/", timeout=timeout).json()
            except requests.RequestException as error: return type(error).__name__, time.monotonic() - before
        def elapsed(): return requests.get("https://bistro.test/", timeout=9).elapsed.total_seconds()
    """
    recorded = exchange(answer=1)

    def get(**fault: object) -> Any:
        return open_door(source, recorded, overlay={0: fault}).module.get()

    assert get(**{"raise": "connect-timeout"}) == ("ConnectTimeout", 3)
    assert get(**{"raise": "refused"}) == ("ConnectionError", 0)
    assert get(**{"raise": "read-timeout"}) == ("ReadTimeout", 3)
    assert get(**{"break": "truncated", "body_bytes": 0}) == ("ChunkedEncodingError", 0)
    assert get(delay=2.5) == 1
    slow = open_door(source, recorded, overlay={0: {"delay": 6}})
    assert slow.module.elapsed() == 6
    assert slow.door.slept == []


# What is asked for too much


MISSES = """
    import requests, threading
    URL = "https://bistro.test/"
    def get(path=""): return requests.get(URL + path, timeout=3).json()
    def plain(): return get("nope")
    def swallowed():
        try: get("nope")
        except Exception: pass
        return "fine"
    def bare():
        try: get("nope")
        except: pass
        return "fine"
    def stubborn():
        while True:
            try: get("nope")
            except BaseException: pass
    def persistent():
        for _ in range(3):
            try: return get("nope")
            except BaseException: pass
        return "fine"
    def threaded():
        def work():
            try: get("nope")
            except BaseException: pass
        thread = threading.Thread(target=work)
        thread.start(); thread.join()
        return "fine"
    def lazily(): yield get("nope")
"""


@pytest.mark.parametrize("name", ["plain", "swallowed", "bare", "persistent", "threaded", "lazily"])
def test_no_except_hides_a_request_that_is_not_recorded(open_door: Opener, name: str) -> None:
    opened = open_door(MISSES, exchange(answer=1))
    with ends_with(Verdict.WRONG_REQUEST, "'/nope'") as problems:
        result = getattr(opened.module, name)()
        list(result)
    assert problems[0].summary == "Your request went to '/nope', and should go to '/'."
    assert [one.answered for one in opened.wire][:1] == [False]
    with ends_with(Verdict.WRONG_REQUEST, "'/nope'"):
        opened.module.get()
    again = open_door(MISSES, exchange(answer=1))
    assert again.module.get() == 1
    assert len(again.wire) == 1


def test_no_loop_outlasts_a_request_that_is_not_recorded(open_process: Opener) -> None:
    with ends_with(Verdict.WRONG_REQUEST, "'/nope'"):
        open_process(MISSES, exchange(answer=1)).module.stubborn()
    assert open_process(MISSES, exchange(answer=1)).module.get() == 1


def test_a_pure_function_sends_nothing(open_door: Opener) -> None:
    with ends_with(Verdict.WRONG_REQUEST, "works on what it is given"):
        open_door(MISSES, offline=True).module.get()


def test_nothing_but_http_leaves(open_door: Opener) -> None:
    module = open_door("""
        import socket, asyncio
        def connect(): socket.create_connection(("127.0.0.1", 9), timeout=1)
        def raw():
            with socket.socket() as one: one.connect(("127.0.0.1", 9))
        def look_up(): socket.getaddrinfo("example.org", 80)
    """).module
    for name in ("connect", "raw", "look_up"):
        with pytest.raises(OSError, match="the exercises run offline"):
            getattr(module, name)()


# Names, files, imports


def test_a_missing_name_and_a_file_that_is_none(open_door: Opener, tmp_path: Path) -> None:
    opened = open_door("def greet(): return 1")
    with ends_with(Verdict.CRASHED, "There is no “hello” in your file"):
        opened.module.hello()
    with pytest.raises(TypeError, match="unexpected keyword"):
        opened.module.greet(name="x")
    with ends_with(Verdict.CRASHED, "missing"):
        opened.door.load(tmp_path / "nowhere.py", "nowhere", learner=True)
    (tmp_path / "latin.py").write_bytes(b"x = '\xe9'")
    with ends_with(Verdict.CRASHED, "not UTF-8"):
        opened.door.load(tmp_path / "latin.py", "latin", learner=True)


def test_a_file_that_can_not_be_run(open_door: Opener) -> None:
    with pytest.raises(SyntaxError) as syntax:
        open_door("def greet(:\n    pass").module.greet()
    assert syntax.value.frames[-1].line == 1  # type: ignore[attr-defined]
    assert str(syntax.value)
    with pytest.raises(ImportError) as missing:
        open_door("\nimport nothing_like_it\n").module.greet()
    assert missing.value.frames[-1].line == 2  # type: ignore[attr-defined]
    with pytest.raises(NotImplementedError, match="TODO 1"):
        open_door("def greet(): raise NotImplementedError('TODO 1: greet')").module.greet()


def test_a_module_is_loaded_afresh_for_each_check(open_door: Opener) -> None:
    source = "count = 0\ndef up():\n    global count\n    count += 1\n    return count"
    opened = open_door(source)
    assert [opened.module.up(), opened.module.up(), opened.module.count] == [1, 2, 2]
    opened.module.count = 7
    assert opened.module.up() == 8
    again = open_door(source)
    assert again.module.up() == 1
    assert again.worker is opened.worker


def test_the_code_finds_no_grader(open_process: Opener) -> None:
    module = open_process("""
        import sys
        def attempt(name):
            try: __import__(name)
            except ImportError: return False
            return True
        def path(): return sys.path
        def loaded(): return [name for name in sys.modules if "grader" in name]
    """).module
    for name in ("grader", "grader.judge.door", "grader.worker.host", "solutions", "tests", "kitchen", "exercises"):
        assert module.attempt(name) is False
    root = Path(__file__).parents[3]
    site = [Path(entry) for entry in sys.path if entry.endswith("site-packages")]
    for entry in module.path():
        inside = Path(entry or ".").resolve().is_relative_to(root)
        assert (
            not inside
            or any(Path(entry).is_relative_to(one) or one.is_relative_to(entry) for one in site)
            or "venv" in entry
        )
        assert Path(entry or ".").resolve() != root
    assert module.loaded() == []


def test_nothing_of_the_environment_steers_http(open_door: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    poison = ("NETRC", "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "ALL_PROXY", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
    for name in (*poison, "OPENAI_API_KEY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/poison")
    opened = open_door(
        """
        import os, requests
        def names(): return list(os.environ)
        def get(): return requests.get("https://bistro.test/", timeout=3).json()
        def set(): os.environ["LEFT_BEHIND"] = "1"
        """,
        exchange(answer=1),
    )
    assert not {*poison, "OPENAI_API_KEY"} & set(opened.module.names())
    assert opened.module.get() == 1
    assert "Authorization" not in opened.wire[0].request.headers
    assert opened.wire[0].request.url == "https://bistro.test/"
    opened.module.set()
    assert "LEFT_BEHIND" not in open_door("import os\ndef names(): return list(os.environ)").module.names()
    open_door.close()  # before the poison is taken away, so that inline nothing of it is put back


def test_output_and_logs_come_with_the_check_they_belong_to(open_door: Opener) -> None:
    source = """
        import logging, sys, threading
        print("loading")
        def speak():
            logging.basicConfig(level=logging.INFO)
            logging.info("logged")
            print("printed", end="!")
            print("to stderr", file=sys.stderr)
            sys.stdout.buffer.write("bytes ç".encode())
            thread = threading.Thread(target=print, args=("from a thread",))
            thread.start(); thread.join()
    """
    for _ in range(2):
        opened = open_door(source)
        opened.module.speak()
        for words in ("loading", "INFO:root:logged", "printed!", "to stderr", "bytes ç", "from a thread"):
            assert opened.door.printed.count(words) == 1


def test_a_check_that_only_looks_gets_an_outcome_not_an_exception() -> None:
    """So that neither an ``except Exception`` in a check nor pytest.raises of one takes it for an error of the code."""
    assert not issubclass(Outcome, Exception)
