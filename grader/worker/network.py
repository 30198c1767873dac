"""HTTP on the learner's side: vcrpy's own patches, with the judge in the place of the cassette.

Every request goes to the judge with what only this side knows of it: the timeouts, whether certificates are
verified, and which connection it went over. How much of each answer was read, and whether it was closed, is told later.
"""

from __future__ import annotations

import base64
import contextlib
import http.client
import itertools
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

from . import OTHER_CLIENTS, OTHER_PATCHERS

for _absent in OTHER_CLIENTS:
    # vcrpy tries to import these at each connection, and a failed import is never remembered. None fails at once.
    sys.modules.setdefault(_absent, None)  # type: ignore[arg-type]

import requests  # noqa: E402
from vcr import patch, stubs  # noqa: E402
from vcr.request import Request  # noqa: E402

from . import faults  # noqa: E402
from .patching import replaced  # noqa: E402

PATIENCE = 600.0
"""Seconds that a recording waits for an answer, whatever the code says: a language model on a small machine is slow."""

Exchange = Callable[[dict[str, Any]], dict[str, Any]]
"""Carries a request to the judge and brings the recorded response back."""


class Offline(OSError):
    """The learner's code tried to reach the network past HTTP."""


class Network:
    """The patches, and what they know.

    Args:
        exchange: how a request reaches the judge.
        sleep: how a slow server's time passes.
    """

    # vcrpy's patches take any object with these attributes for a cassette.
    path = _path = "judge"
    write_protected = True
    rewound = True
    record_mode = serializer = None
    custom_patches = _custom_patches = ()
    skip_patchers = OTHER_PATCHERS

    def __init__(self, exchange: Exchange, sleep: Callable[[float], None]) -> None:
        self._exchange = exchange
        self._sleep = sleep
        self._local = threading.local()
        self._connections = itertools.count(1)
        self._responses: dict[int, faults.FaultyResponse] = {}
        self._told: dict[int, tuple[int, bool]] = {}
        self._patient = False
        self.before_request: Callable[[], None] = lambda: None
        """Called before each request while looking on."""

    def filter_request(self, request: Request) -> Request:
        return request

    def can_play_response_for(self, request: Request) -> bool:
        return True

    def play_response(self, request: Request) -> dict[str, Any]:
        """Ask the judge for the answer to a request; raise what the recording says went wrong on the way."""
        seen = self.seen()
        body = request.body_bytes
        answer = self._exchange(
            {
                "method": request.method,
                "uri": request.uri,
                "headers": [[_text(name), _text(value)] for name, value in request.headers.items()],
                "body": None if body is None else base64.b64encode(_bytes(body)).decode("ascii"),
                **seen,
            }
        )
        response: dict[str, Any] = answer["response"]
        response["body"] = {"string": base64.b64decode(response["body"])}
        response["number"] = answer["number"]
        faults.raise_or_delay(
            response,
            request,
            connect_timeout=seen["connect_timeout"],
            read_timeout=seen["read_timeout"],
            sleep=self._sleep,
            verify=seen["verify"],
        )
        return response

    def opened(self, response: faults.FaultyResponse) -> None:
        self._responses[response.recorded_response["number"]] = response

    def forget(self) -> None:
        """Another check begins, and counts its answers anew."""
        self._responses.clear()
        self._told.clear()

    def seen(self) -> dict[str, Any]:
        """What is known of the connection that the current thread sent its latest request over."""
        connection: Connection = self._local.connection
        return connection.seen()

    def news(self) -> dict[str, list[Any]]:
        """Of each answer whose state changed since the last time: bytes read, and whether it was closed."""
        news: dict[str, list[Any]] = {}
        for number, response in list(self._responses.items()):
            state = (response.bytes_read, response.finished)
            if self._told.get(number) != state:
                self._told[number] = state
                news[str(number)] = list(state)
        return news

    @contextlib.contextmanager
    def installed(self) -> Iterator[None]:
        """Put the patches in place; nothing but the judge is reached while they are."""
        with contextlib.ExitStack() as stack:
            for patcher in patch.CassettePatcherBuilder(self).build():
                stack.enter_context(patcher)
            stack.enter_context(replaced([*_repairs(), *_observers(self), *_refusals()]))
            yield

    @contextlib.contextmanager
    def watched(self) -> Iterator[None]:
        """Only look on, while stock vcrpy records from servers that are up."""
        self._patient = True
        with replaced(_observers(self)):
            yield


def rehearse() -> None:
    """Send two requests to nobody, so that what requests and urllib3 load late is there before workers are forked."""
    answer = {
        "status": {"code": 200, "message": "OK"},
        "headers": {"Content-Type": ["application/json"]},
        "body": "e30=",
    }
    network = Network(lambda request: {"response": dict(answer), "number": 0}, lambda seconds: None)
    with network.installed():
        requests.get("https://bistro.test/", params={"text": "crème"}, timeout=1).json()
        requests.post("https://bistro.test/", json={}, timeout=1).raise_for_status()


class Connection:
    """What one connection knows of the request that is sent over it."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.requests = 0
        self.connect_timeout: float | None = None
        self.read_timeout: float | None = None
        self.verify = True

    def seen(self) -> dict[str, Any]:
        return {
            "connection": self.number,
            "reused": self.requests > 1,
            "connect_timeout": self.connect_timeout,
            "read_timeout": self.read_timeout,
            "verify": self.verify,
        }


def _repairs() -> Iterator[tuple[Any, str, Any]]:
    """What makes vcrpy's replay safe for threads, and its connections last until they are closed; not for recording.

    Otherwise urllib3 takes each connection that it has kept for a dropped one, used or not.
    """

    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        """Without un-patching everything for all threads, as vcrpy does: another thread would get a real connection.

        Only ``http.client.HTTPSConnection`` needs it, because it names its base class itself.
        """
        kwargs.pop("strict", None)
        needs_reset = self._baseclass is patch._HTTPSConnection
        with patch.force_reset() if needs_reset else contextlib.nullcontext():
            self.real_connection = self._baseclass(*args, **kwargs)
        self._sock = None

    def is_connected(self: Any) -> bool:
        return self._sock is not None

    def end(self: Any) -> None:
        """So that what is sent later goes over another connection."""
        close(self)
        object.__setattr__(self, "_sock", None)
        self.__dict__.pop("_known", None)

    close = stubs.VCRConnection.close
    yield stubs.VCRConnection, "__init__", init
    yield stubs.VCRConnection, "is_connected", property(is_connected)
    yield stubs.VCRConnection, "close", end


def _observers(network: Network) -> Iterator[tuple[Any, str, Any]]:
    """What notes how each request is sent and each answer is read."""
    request, getresponse = stubs.VCRConnection.request, stubs.VCRConnection.getresponse

    def send(self: Any, *args: Any, **kwargs: Any) -> None:
        if "_known" not in self.__dict__:
            object.__setattr__(self, "_known", Connection(next(network._connections)))
        network.before_request()
        self._known.connect_timeout = _seconds(self.real_connection.timeout)
        request(self, *args, **kwargs)

    def receive(self: Any, *args: Any, **kwargs: Any) -> Any:
        known: Connection = self._known
        known.requests += 1
        known.read_timeout = _seconds(self.real_connection.timeout)
        known.verify = getattr(self.real_connection, "cert_reqs", None) not in ("CERT_NONE", 0)
        network._local.connection = known
        if network._patient:
            self.real_connection.timeout = PATIENCE
        response = getresponse(self, *args, **kwargs)
        if isinstance(response, faults.FaultyResponse):
            network.opened(response)
        return response

    yield stubs.VCRConnection, "request", send
    yield stubs.VCRConnection, "getresponse", receive
    yield stubs, "VCRHTTPResponse", faults.FaultyResponse


def _refusals() -> Iterator[tuple[Any, str, Any]]:
    """What keeps the learner's code from reaching anything but the judge."""

    def refuse(*args: Any, **kwargs: Any) -> Any:
        raise Offline("the exercises run offline; only HTTP requests are answered, from recordings")

    yield socket.socket, "connect", refuse
    yield socket.socket, "connect_ex", refuse
    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
        yield socket, name, refuse


def _seconds(timeout: Any) -> float | None:
    """The timeout of a connection in seconds; None where it would wait for ever."""
    return float(timeout) if isinstance(timeout, (int, float)) else None


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _bytes(value: Any) -> bytes:
    return value.encode("utf-8") if isinstance(value, str) else bytes(value)


assert http.client  # patched by vcrpy; imported here so that the learner's own import is the patched one
