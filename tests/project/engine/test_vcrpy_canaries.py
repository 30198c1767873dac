"""What we lean on inside vcrpy. When one of these fails, vcrpy has changed: the sentence says where to look."""

from __future__ import annotations

import concurrent.futures
import http.client
import inspect
import socket
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import requests
import urllib3.connectionpool
import vcr
import vcr.cassette
from vcr import patch, stubs
from vcr.request import Request

from grader.judge.replay import load_only
from grader.worker.network import Network

from .conftest import exchange


def fake_network(answer: dict[str, Any] | None = None) -> Network:
    """A network whose judge answers everything in the same way."""
    answer = answer or {"status": {"code": 200, "message": "OK"}, "headers": {"Content-Length": ["2"]}, "body": "aGk="}

    def ask(request: dict[str, Any]) -> dict[str, Any]:
        return {"response": {**answer, "headers": dict(answer["headers"])}, "number": 0}

    return Network(ask, lambda seconds: None)


def test_the_patches_take_any_object_for_a_cassette() -> None:
    needed = {"_path", "custom_patches", "skip_patchers", "can_play_response_for", "play_response", "write_protected"}
    network = fake_network()
    assert all(hasattr(network, name) for name in needed)
    source = inspect.getsource(patch.CassettePatcherBuilder)
    used = {name for name in ("custom_patches", "_path", "skip_patchers") if f"_cassette.{name}" in source}
    assert used | {"skip_patchers"} == {"custom_patches", "_path", "skip_patchers"}, (
        "CassettePatcherBuilder asks its cassette for something else: look at Network in worker/network.py"
    )
    with network.installed():
        assert requests.get("https://bistro.test/", timeout=1).text == "hi", (
            "a request does not reach Network.play_response any more: look at VCRConnection.getresponse"
        )


def test_the_patches_cover_requests_and_http_client() -> None:
    pools = urllib3.connectionpool
    with fake_network().installed():
        for owner, name in (
            (http.client, "HTTPConnection"),
            (http.client, "HTTPSConnection"),
            (pools.HTTPConnectionPool, "ConnectionCls"),
            (pools.HTTPSConnectionPool, "ConnectionCls"),
        ):
            assert issubclass(getattr(owner, name), stubs.VCRConnection), (
                f"vcrpy does not patch {owner.__name__}.{name} any more: look at CassettePatcherBuilder"
            )
    assert not issubclass(pools.HTTPSConnectionPool.ConnectionCls, stubs.VCRConnection)


@pytest.mark.parametrize("name", ["__init__", "request", "getresponse", "close"])
def test_the_methods_of_a_connection_that_are_replaced(name: str) -> None:
    assert name in vars(stubs.VCRConnection), (
        f"VCRConnection.{name} is gone: look at _repairs and _observers in worker/network.py, which wrap it"
    )


def test_a_connection_is_made_as_our_init_makes_it() -> None:
    source = inspect.getsource(stubs.VCRConnection.__init__)
    for line in (
        'kwargs.pop("strict", None)',
        "self.real_connection = self._baseclass(*args, **kwargs)",
        "self._sock = None",
    ):
        assert line in source, "VCRConnection.__init__ does something else now: look at init in worker/network.py"
    assert source.count("self.") <= 3, "VCRConnection.__init__ sets more now: look at init in worker/network.py"
    assert patch._HTTPSConnection is http.client.HTTPSConnection, (
        "patch._HTTPSConnection is not http.client's own: look at init in worker/network.py"
    )


def test_a_connection_knows_its_real_one() -> None:
    with fake_network().installed():
        connection = urllib3.connectionpool.HTTPSConnectionPool("bistro.test", timeout=3).ConnectionCls("bistro.test")
        assert hasattr(connection.real_connection, "timeout"), (
            "VCRConnection.real_connection has no timeout: look at send and receive in worker/network.py"
        )
        connection.request("GET", "/")
        assert isinstance(connection._vcr_request, Request), "look at VCRConnection.request: it makes no Request"
        assert connection._sock is not None, "a request sets no _sock: look at is_connected in worker/network.py"


def test_responses_are_made_by_the_name_that_we_replace() -> None:
    source = inspect.getsource(stubs.VCRConnection.getresponse)
    assert "return VCRHTTPResponse(response, self._vcr_request.uri)" in source, (
        "getresponse makes its response differently: look at VCRHTTPResponse in worker/network.py's _observers"
    )
    assert list(inspect.signature(stubs.VCRHTTPResponse.__init__).parameters) == [
        "self",
        "recorded_response",
        "request_url",
    ], "VCRHTTPResponse takes other arguments: look at FaultyResponse in worker/faults.py"
    response = stubs.VCRHTTPResponse(exchange(answer=1)[1], "https://bistro.test/")
    for name in ("recorded_response", "headers", "msg", "status", "reason", "_closed", "_original_response"):
        assert hasattr(response, name), f"VCRHTTPResponse.{name} is gone: look at FaultyResponse in worker/faults.py"
    for name in ("release_conn", "close", "read", "stream", "getheaders", "isclosed"):
        assert callable(getattr(response, name, None)), (
            f"VCRHTTPResponse.{name}() is gone: look at FaultyResponse in worker/faults.py"
        )


def test_a_response_gives_its_connection_back() -> None:
    given_back = []
    response = stubs.VCRHTTPResponse(exchange(answer=1)[1], "https://bistro.test/")
    response._pool, response._connection = SimpleNamespace(_put_conn=given_back.append), "the connection"
    response.release_conn()
    assert given_back == ["the connection"], (
        "release_conn does not use _pool and _connection: look at FaultyResponse._given in worker/faults.py"
    )


def test_a_request_has_what_is_sent_to_the_judge() -> None:
    request = Request("POST", "https://bistro.test:8443/a?b=1", b"body", {"A": "1"})
    seen = (request.method, request.uri, request.body_bytes, dict(request.headers), request.host, request.port)
    assert seen == ("POST", "https://bistro.test:8443/a?b=1", b"body", {"A": "1"}, "bistro.test", 8443), (
        "vcr.request.Request has other attributes: look at play_response in worker/network.py and judge/wire.py"
    )
    assert Request("POST", "https://bistro.test/", "text", {}).body_bytes == b"text", (
        "body_bytes is not bytes: look at play_response in worker/network.py"
    )
    assert request.scheme == "https"


def test_a_cassette_is_loaded_as_load_only_loads_it(tmp_path: Path) -> None:
    instance = vcr.VCR(record_mode="none")
    config = instance.get_merged_config(path="a.yaml")
    for name in ("path_transformer", "persister", "serializer"):
        assert name in config, f"get_merged_config has no {name}: look at load_only in judge/replay.py"
    assert callable(getattr(config["persister"], "load_cassette", None)), "look at load_only in judge/replay.py"
    file = tmp_path / "a.yaml"
    with instance.use_cassette(str(file), record_mode="new_episodes") as cassette:
        cassette.append(*exchange(answer={"recorded": True}))
    with load_only(instance)(str(file)) as recording:
        assert recording.problem is None
        ((request, response),) = recording.interactions
    assert (request.uri, response["body"]["string"]) == ("https://bistro.test/", b'{"recorded": true}'), (
        "load_cassette returns something else: look at load_only in judge/replay.py"
    )
    with load_only(instance)(str(tmp_path / "none.yaml")) as missing:
        assert "missing or empty" in (missing.problem or ""), (
            "a missing cassette raises something else than CassetteNotFoundError: look at load_only in judge/replay.py"
        )
    file.write_text("{[", encoding="utf-8")
    with load_only(instance)(str(file)) as broken:
        assert "can't be read" in (broken.problem or "")


def test_use_cassette_can_be_replaced() -> None:
    instance = vcr.VCR()
    instance.use_cassette = load_only(instance)
    assert instance.use_cassette.__name__ == "use_cassette", (
        "a VCR's use_cassette can't be set: look at pytest_recording_configure in judge/plugin.py"
    )
    recording = pytest.importorskip("pytest_recording._vcr")
    assert "use_cassette" in inspect.getsource(recording), (
        "pytest-recording loads cassettes in another way: look at pytest_recording_configure in judge/plugin.py"
    )


def test_replay_is_safe_for_threads() -> None:
    """Stock vcrpy un-patches everything whenever it makes a connection: another thread then gets a real one."""
    attempts: list[object] = []

    def connect(self: socket.socket, address: object) -> None:
        attempts.append(address)
        raise ConnectionRefusedError

    network = fake_network()
    for _ in range(3):
        with network.installed(), pytest.MonkeyPatch.context() as inner:
            inner.setattr(socket.socket, "connect", connect)
            inner.setattr(socket, "getaddrinfo", lambda *arguments, **options: attempts.append(arguments) or [])
            with concurrent.futures.ThreadPoolExecutor(8) as pool:
                got = list(pool.map(_get, range(200)))
        assert got == ["hi"] * 200
    assert attempts == []


def test_stock_replay_is_still_not() -> None:
    """When this fails, vcrpy has learnt it, and ``init`` in worker/network.py can go."""
    assert "force_reset()" in inspect.getsource(stubs.VCRConnection.__init__)


def _get(number: int) -> str:
    scheme = "https" if number % 2 else "http"
    return requests.get(f"{scheme}://bistro.test/{number}", timeout=3).text
