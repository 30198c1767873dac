"""Faults on replay against the same faults of a real server on the loopback interface, both seen through requests."""

from __future__ import annotations

import contextlib
import gc
import http.client
import socket
import struct
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
import vcr.stubs
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError
from urllib3.util.retry import Retry
from vcr.patch import CassettePatcherBuilder

from grader.worker import faults

TIMEOUT = 0.05
BODY = bytes(range(256)) * 4
Server = Callable[[Callable[[socket.socket], None]], str]


# ------------------------------------------------------------------------------------------------ the real thing


@pytest.fixture
def server() -> Iterator[Server]:
    """Start a server that treats each connection, after it has read something, as it is told to."""
    with contextlib.ExitStack() as stack:

        def start(treat: Callable[[socket.socket], None]) -> str:
            listening = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
            done = threading.Event()
            stack.callback(done.set)

            def answer(connection: socket.socket) -> None:
                with connection, contextlib.suppress(OSError):
                    connection.recv(65536)
                    treat(connection)
                    if treat is hang or getattr(treat, "hangs", False):
                        done.wait(5)

            def serve() -> None:
                with contextlib.suppress(OSError):
                    while True:
                        threading.Thread(target=answer, args=[listening.accept()[0]], daemon=True).start()

            threading.Thread(target=serve, daemon=True).start()
            return f"http://127.0.0.1:{listening.getsockname()[1]}/"

        yield start


def hang(connection: socket.socket) -> None:
    """Say nothing; the connection stays open."""


def reset(connection: socket.socket) -> None:
    """End with RST instead of FIN, once the other side had the time to read what was sent."""
    time.sleep(0.01)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def answering(body: bytes, *, ending: str, length: int | None = None, chunks: tuple[int, ...] = ()) -> Any:
    if length is not None:
        answer = b"Content-Length: %d\r\n\r\n%s" % (length, body)
    else:
        answer, place = b"Transfer-Encoding: chunked\r\n\r\n", 0
        for size in chunks or (len(body),):
            answer += b"%x\r\n%s\r\n" % (size, body[place : place + size])
            place += size
        answer += b"" if ending else b"0\r\n\r\n"

    def treat(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n" + answer)
        if ending == "reset":
            reset(connection)

    treat.hangs = ending == "read-timeout"  # type: ignore[attr-defined]
    return treat


@contextlib.contextmanager
def full_server() -> Iterator[str]:
    """A server that takes no more connections: the handshake is never answered."""
    with contextlib.ExitStack() as stack:
        listening = stack.enter_context(socket.socket())
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        for _ in range(3):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listening.getsockname())
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"


# ----------------------------------------------------------------------------------------------------- on replay


class Cassette:
    """What vcrpy's patches take for a cassette: the responses in turn, with their faults."""

    path = _path = "faults"
    write_protected = rewound = True
    record_mode = serializer = None
    custom_patches = _custom_patches = skip_patchers = ()

    def __init__(self, *responses: dict[str, Any], verify: bool = True) -> None:
        self.waiting = list(responses)
        self.slept: list[float] = []
        self.verify = verify
        self.timeouts: tuple[float | None, float | None] = (TIMEOUT, TIMEOUT)

    def filter_request(self, request: Any) -> Any:
        return request

    def can_play_response_for(self, request: Any) -> bool:
        return True

    def play_response(self, request: Any) -> dict[str, Any]:
        response = self.waiting.pop(0)
        connect, read = self.timeouts
        faults.raise_or_delay(
            response,
            request,
            connect_timeout=connect,
            read_timeout=read,
            sleep=self.slept.append,
            verify=self.verify,
        )
        return response


@contextlib.contextmanager
def replaying(*responses: dict[str, Any], **options: Any) -> Iterator[Cassette]:
    cassette = Cassette(*responses, **options)
    with contextlib.ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        patch.setattr(vcr.stubs, "VCRHTTPResponse", faults.FaultyResponse)
        for patcher in CassettePatcherBuilder(cassette).build():
            stack.enter_context(patcher)
        yield cassette


def recorded(body: bytes = BODY, *, length: int | None = None, status: int = 200, **headers: str) -> dict[str, Any]:
    names = {name.replace("_", "-"): [value] for name, value in headers.items()}
    if length is not None:
        names["Content-Length"] = [str(length)]
    return {"status": {"code": status, "message": "OK"}, "headers": names, "body": {"string": body}}


URL = "http://bistro.test/menu"


def get(url: str = URL, **options: Any) -> Any:
    return requests.get(url, **{"timeout": TIMEOUT, **options})


def only_pool(session: requests.Session) -> Any:
    manager: Any = session.get_adapter(URL)
    [key] = manager.poolmanager.pools.keys()
    return manager.poolmanager.pools.get(key)


def caught(act: Callable[[], Any]) -> Exception:
    try:
        act()
    except Exception as error:
        return error
    raise AssertionError("nothing was raised")


def chain(error: Exception) -> list[str]:
    """The classes of an exception and of all that urllib3 and requests wrapped in it."""
    found: list[str] = []
    inner: Any = error
    while isinstance(inner, BaseException):
        found.append(type(inner).__name__)
        reason = getattr(inner, "reason", None)
        inner = (
            reason
            if isinstance(reason, BaseException)
            else next((argument for argument in reversed(inner.args) if isinstance(argument, BaseException)), None)
        )
    return found


# ---------------------------------------------------------------------------------------------- before the answer


@pytest.mark.parametrize("kind", ["reset", "read-timeout", "refused", "dns", "connect-timeout"])
def test_what_comes_instead_of_an_answer_is_what_a_real_connection_raises(kind: str, server: Server) -> None:
    with contextlib.ExitStack() as stack:
        if kind == "refused":
            with socket.create_server(("127.0.0.1", 0)) as listening:
                url = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        elif kind == "dns":
            url = "http://no-such-host.invalid/"
        elif kind == "connect-timeout":
            url = stack.enter_context(full_server())
        else:
            url = server({"reset": reset, "read-timeout": hang}[kind])
        real = caught(lambda: get(url, timeout=TIMEOUT if "timeout" in kind else 5))

    with replaying(faults.overlay(recorded(), {"raise": kind})):
        replayed = caught(get)

    assert type(replayed) is type(real)
    assert chain(replayed) == chain(real)


def test_a_redirect_loop_ends_as_over_a_real_socket(server: Server) -> None:
    """It is no fault of the line: thirty recorded answers in a row are enough for requests to give up."""

    def send_round(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    url = server(send_round)
    real: Any = caught(lambda: get(url, timeout=5))
    with replaying(*(recorded(b"", length=0, status=302, Location="/") for _ in range(40))) as cassette:
        replayed: Any = caught(get)
    assert type(replayed) is type(real) is requests.TooManyRedirects
    assert str(replayed) == str(real) == "Exceeded 30 redirects."
    assert len(replayed.response.history) == len(real.response.history)
    assert len(cassette.waiting) == 40 - 31


def test_a_certificate_that_is_not_trusted_is_an_ssl_error(server: Server) -> None:
    """The real server speaks no TLS at all, which fails with another text, but with the same classes."""
    url = server(lambda connection: connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")).replace("http:", "https:")
    real = caught(lambda: get(url, timeout=5))
    with replaying(faults.overlay(recorded(), {"raise": "tls"})):
        replayed = caught(lambda: get("https://bistro.test/"))
    assert type(real) is type(replayed) is requests.exceptions.SSLError
    assert chain(replayed) == [*chain(real)[:-1], "SSLCertVerificationError"]
    assert "certificate verify failed" in str(replayed)


def test_nobody_notices_a_bad_certificate_who_does_not_look() -> None:
    with replaying(faults.overlay(recorded(), {"raise": "tls"}), verify=False):
        assert get("https://bistro.test/").content == BODY


def test_the_texts_are_those_of_urllib3() -> None:
    with replaying(*(faults.overlay(recorded(), {"raise": kind}) for kind in faults.RAISES)):
        texts = {kind: str(caught(get)) for kind in faults.RAISES}
    assert "HTTPConnection(host='bistro.test', port=80)" in texts["refused"]
    assert "Failed to establish a new connection: [Errno 111] Connection refused" in texts["refused"]
    assert "Failed to resolve 'bistro.test' ([Errno -2] Name or service not known)" in texts["dns"]
    assert "Connection to bistro.test timed out. (connect timeout=0.05)" in texts["connect-timeout"]
    assert texts["read-timeout"].endswith("Read timed out. (read timeout=0.05)")
    assert "Connection reset by peer" in texts["reset"]


def test_retries_see_the_faults() -> None:
    responses = [
        faults.overlay(recorded(), {"raise": "reset"}),
        recorded(b"", status=503),
        faults.overlay(recorded(), {"raise": "refused"}),
        recorded(b"fine"),
    ]
    with replaying(*responses), requests.Session() as session:
        session.mount("http://", HTTPAdapter(max_retries=Retry(5, status_forcelist=[503])))
        assert session.get(URL, timeout=TIMEOUT).text == "fine"


# ------------------------------------------------------------------------------------------------- virtual time


@pytest.mark.parametrize(
    ("fault", "timeouts", "slept", "expected"),
    [
        ({"delay": 2}, (1.0, 3.0), [2.0], None),
        ({"delay": 3}, (1.0, 3.0), [3.0], None),
        ({"delay": 6.5}, (1.0, 3.0), [3.0], requests.ReadTimeout),
        ({"delay": 6.5}, (1.0, None), [6.5], None),
        ({"raise": "connect-timeout"}, (1.0, 3.0), [1.0], requests.ConnectTimeout),
        ({"raise": "connect-timeout"}, (None, 3.0), [3600.0], requests.ConnectTimeout),
        ({"raise": "read-timeout"}, (1.0, 3.0), [3.0], requests.ReadTimeout),
        ({"raise": "read-timeout"}, (1.0, None), [3600.0], requests.ReadTimeout),
        ({"raise": "read-timeout", "delay": 1}, (1.0, 3.0), [3.0], requests.ReadTimeout),
        ({"raise": "reset", "delay": 2}, (1.0, 3.0), [2.0], requests.ConnectionError),
        ({"raise": "refused", "delay": 2}, (1.0, 3.0), [], requests.ConnectionError),
        ({"break": "read-timeout"}, (1.0, 3.0), [3.0], requests.ConnectionError),
        ({"break": "truncated", "delay": 1}, (1.0, 3.0), [1.0], requests.exceptions.ChunkedEncodingError),
    ],
)
def test_time_passes_as_long_as_the_code_would_have_waited(
    fault: dict[str, object],
    timeouts: tuple[float | None, float | None],
    slept: list[float],
    expected: type[Exception] | None,
) -> None:
    with replaying(faults.overlay(recorded(), fault)) as cassette:
        cassette.timeouts = timeouts
        if expected is None:
            assert get().content == BODY
        else:
            assert type(caught(get)) is expected
    assert cassette.slept == slept


# ------------------------------------------------------------------------------------------------- in the body


Way = Callable[[Any], Iterator[bytes]]


def outcome(response: Any, read: Way) -> tuple[Any, ...]:
    """What could be read before the end, the exception that ended it, and whether it is closed then."""
    pieces: list[bytes] = []
    try:
        for piece in read(response):
            pieces.append(piece)
    except Exception as error:
        host = urlsplit(response.url)
        text = str(error).replace(f"host={host.hostname!r}, port={host.port or 80}", "…")
        return pieces, chain(error), text, response.raw.closed
    return pieces, [], "", response.raw.closed


def by_reading(amount: int) -> Way:
    return lambda response: iter(lambda: response.raw.read(amount), b"")


def into_a_buffer(response: Any) -> Iterator[bytes]:
    buffer = bytearray(100)
    while size := response.raw.readinto(buffer):
        yield bytes(buffer[:size])


WAYS: dict[str, Way] = {
    "content": lambda response: iter([response.content]),
    "iter_content(None)": lambda response: response.iter_content(None),
    "iter_content(1)": lambda response: response.iter_content(1),
    "iter_content(100)": lambda response: response.iter_content(100),
    "iter_content(10000)": lambda response: response.iter_content(10_000),
    "iter_lines": lambda response: response.iter_lines(),
    "read": lambda response: iter([response.raw.read()]),
    "read(100)": by_reading(100),
    "read(10000)": by_reading(10_000),
    "read1(100)": lambda response: iter(lambda: response.raw.read1(100), b""),
    "readinto": into_a_buffer,
    "lines": lambda response: iter(response.raw),
    "readline": lambda response: iter(response.raw.readline, b""),
    "readlines": lambda response: iter(response.raw.readlines()),
    "data": lambda response: iter([response.raw.data]),
    "stream(100)": lambda response: response.raw.stream(100, decode_content=True),
}


@pytest.mark.parametrize("ending", ["", *faults.BREAKS])
@pytest.mark.parametrize("framing", ["longer length", "one chunk", "chunks"])
def test_a_body_reads_like_one_over_a_real_socket(framing: str, ending: str, server: Server) -> None:
    length = len(BODY) + (1000 if ending else 0) if framing == "longer length" else None
    chunks = (300, 9, 515, 200) if framing == "chunks" else ()
    url = server(answering(BODY, ending=ending, length=length, chunks=chunks))
    fault: dict[str, object] = {"break": ending} if ending else {}
    if chunks:
        fault["chunks"] = chunks

    for way, read in WAYS.items():
        with get(url, stream=True, timeout=5) as response:
            if ending == "read-timeout":
                # Only now, so that a busy computer has the time to send the head.
                response.raw.connection.sock.settimeout(TIMEOUT)
            real = outcome(response, read)
        with replaying(faults.overlay(recorded(length=length), fault)), get(stream=True) as response:
            replayed = outcome(response, read)
        if way == "iter_content(10000)" and ending:
            assert real[1], "the fault can't be seen at all"
        assert replayed == real, way


@pytest.mark.parametrize("ending", faults.BREAKS)
def test_what_breaks_after_a_whole_body_is_noticed_all_the_same(ending: str) -> None:
    with replaying(faults.overlay(recorded(length=len(BODY)), {"break": ending})), get(stream=True) as response:
        pieces, errors, _, closed = outcome(response, WAYS["iter_content(10000)"])
    assert pieces == [BODY]
    assert errors[0] == ("ConnectionError" if ending == "read-timeout" else "ChunkedEncodingError")
    assert closed


def test_a_body_shorter_than_its_length_is_truncated_without_being_told() -> None:
    with replaying(recorded(b"short", length=100)), get(stream=True) as response:
        pieces, errors, text, _ = outcome(response, WAYS["iter_content(1)"])
    assert b"".join(pieces) == b"short"
    assert errors == ["ChunkedEncodingError", "ProtocolError", "IncompleteRead"]
    assert "5 bytes read, 95 more expected" in text


@pytest.mark.parametrize("given", [0, 10])
def test_an_overlay_cuts_a_body(given: int) -> None:
    whole = recorded(length=len(BODY))
    cut = faults.overlay(whole, {"body_bytes": given})
    with replaying(cut), get(stream=True) as response:
        assert response.headers["Content-Length"] == str(len(BODY))
        pieces, errors, text, _ = outcome(response, WAYS["iter_content(1)"])
    assert b"".join(pieces) == BODY[:given]
    assert errors[0] == "ChunkedEncodingError"
    assert f"{given} bytes read, {len(BODY) - given} more expected" in text
    assert whole == recorded(length=len(BODY)), "the recording itself was changed"


def test_a_chunk_may_be_cut_within() -> None:
    """The second chunk says nine bytes and has two."""
    with (
        replaying(faults.overlay(recorded(b"12345"), {"chunks": "3,9", "break": "truncated"})),
        get(stream=True) as got,
    ):
        pieces, errors, _, _ = outcome(got, WAYS["iter_content(None)"])
    assert pieces == [b"123"]
    assert errors == ["ChunkedEncodingError", "ProtocolError", "IncompleteRead"]


@pytest.mark.parametrize(
    ("chunks", "expected"),
    [
        ("3,9,2", [b"123", b"456789abc", b"de"]),
        ("3", [b"123", b"456789abcde"]),
        ([3, 9, 20], [b"123", b"456789abc", b"de"]),
    ],
)
def test_chunks_arrive_one_by_one(chunks: object, expected: list[bytes]) -> None:
    with replaying(faults.overlay(recorded(b"123456789abcde", length=14), {"chunks": chunks})):
        assert list(get(stream=True).iter_content(None)) == expected


@pytest.mark.parametrize(("method", "status"), [("HEAD", 200), ("GET", 304), ("DELETE", 204)])
def test_an_answer_without_a_body_may_name_a_length(method: str, status: int) -> None:
    with replaying(recorded(b"", length=1000, status=status)):
        response: Any = requests.request(method, URL, timeout=TIMEOUT)
    assert response.content == b""
    assert response.headers["Content-Length"] == "1000"
    assert response.raw.finished


def test_a_compressed_body_is_decompressed_as_from_a_socket() -> None:
    import gzip

    packed = gzip.compress(BODY)
    with replaying(recorded(packed, length=len(packed), Content_Encoding="gzip")):
        assert get().content == BODY


# ------------------------------------------------------------------------------------- what the response knows


def test_bytes_are_counted_as_they_are_given() -> None:
    with replaying(recorded(length=len(BODY))):
        response = get(stream=True)
        pieces = response.iter_content(100)
        next(pieces)
        next(pieces)
        raw = response.raw
        assert (raw.bytes_read, raw.tell(), raw.length_remaining) == (200, 200, 824)
        assert not raw.closed_by_caller
        assert not raw.finished
        response.close()
        assert raw.closed_by_caller
        assert raw.finished
        assert raw.closed
        assert raw.bytes_read == 200


def test_reading_to_the_end_finishes_without_closing() -> None:
    with replaying(recorded(length=len(BODY)), recorded()):
        for response in (get(), get(stream=True)):
            assert response.content == BODY
            assert response.raw.bytes_read == len(BODY)
            assert response.raw.finished
            assert not response.raw.closed_by_caller


def test_the_with_statement_closes() -> None:
    with replaying(recorded()):
        with get(stream=True) as response:
            pass
        assert response.raw.closed_by_caller
        assert response.raw.bytes_read == 0


def test_being_forgotten_is_not_being_closed() -> None:
    class Seen(faults.FaultyResponse):
        def close(self) -> None:
            super().close()
            closed.append(self.closed_by_caller)

    closed: list[bool] = []
    response = Seen(recorded())
    del response
    gc.collect()
    assert closed == [False]


def test_leaving_a_loop_over_the_pieces_is_not_closing() -> None:
    """urllib3 closes the connection when the generator is thrown away, whenever that is."""
    with replaying(faults.overlay(recorded(), {"chunks": [10, 10]})):
        response = get(stream=True)
        for piece in response.iter_content(None):
            assert piece == BODY[:10]
            break
        gc.collect()
        assert response.raw.closed
        assert not response.raw.finished


def test_what_is_drained_or_broken_is_finished() -> None:
    with replaying(recorded(), faults.overlay(recorded(), {"break": "reset"})):
        drained, broken = get(stream=True), get(stream=True)
        drained.raw.drain_conn()
        with pytest.raises(requests.RequestException):
            list(broken.iter_content(None))
    assert [one.raw.finished for one in (drained, broken)] == [True, True]


@pytest.mark.parametrize("fault", [{}, {"break": "reset"}, {"break": "truncated"}])
def test_the_connection_goes_back_to_the_pool(fault: dict[str, object]) -> None:
    with replaying(*(faults.overlay(recorded(), fault) for _ in range(3))), requests.Session() as session:
        adapter = HTTPAdapter(pool_connections=1, pool_maxsize=1, pool_block=True)
        session.mount("http://", adapter)
        for _ in range(3):  # would wait for ever for a connection that is never given back
            with contextlib.suppress(requests.ConnectionError, requests.exceptions.ChunkedEncodingError):
                session.get(URL, timeout=TIMEOUT)
        pool = only_pool(session)
        assert pool.num_requests == 3
        assert pool.num_connections == 1


def test_an_unread_stream_keeps_its_connection() -> None:
    with replaying(recorded(), recorded()), requests.Session() as session:
        kept = session.get(URL, stream=True, timeout=TIMEOUT)
        session.get(URL, timeout=TIMEOUT)
        pool = only_pool(session)
        assert pool.num_connections == 2
        assert kept.content == BODY


def test_cookies_are_seen() -> None:
    with replaying(recorded(Set_Cookie="table=7"), recorded()), requests.Session() as session:
        session.get(URL, timeout=TIMEOUT)
        assert session.cookies["table"] == "7"


# ------------------------------------------------------------------------------------- without urllib3's pools


def test_urllib_reads_it_and_gets_the_exceptions_of_http_client(server: Server) -> None:
    def read(url: str) -> Any:
        with urllib.request.urlopen(url, timeout=5) as response:
            return response.read()

    real = caught(lambda: read(server(answering(b"short", ending="truncated", length=100))))
    with replaying(recorded(b"short", length=100), recorded(length=len(BODY)), recorded(ETag="1")):
        replayed = caught(lambda: read(URL))
        assert read(URL) == BODY
        with urllib.request.urlopen(URL, timeout=5) as response:
            assert (response.read(), response.getheaders()) == (BODY, [("ETag", "1")])
    assert isinstance(real, http.client.IncompleteRead)
    assert type(replayed) is type(real)
    assert not isinstance(replayed, HTTPError)
    assert str(replayed) == str(real)


# ------------------------------------------------------------------------------------------------ pseudo headers


def test_pseudo_headers_never_reach_the_learner() -> None:
    response = faults.overlay(recorded(Content_Type="text/plain"), {"delay": 0.01, "chunks": "3,9,2"})
    response["headers"]["x-cassette-BREAK"] = ["truncated"]
    response["number"] = 7
    clean = faults.without_pseudo_headers(response)
    assert clean["headers"] == {"Content-Type": ["text/plain"]}
    assert clean["number"] == 7
    assert "X-Cassette-Delay" in response["headers"]
    with replaying(response), get(stream=True) as got:
        assert dict(got.headers) == {"Content-Type": "text/plain"}
        assert got.raw.recorded_response["number"] == 7


def test_headers_keep_the_order_of_the_recording() -> None:
    headers: dict[str, Any] = {f"X-{letter}": letter for letter in "qwertyuiop"}
    with replaying(recorded(b"", **headers)):
        assert dict(get().headers) == headers


@pytest.mark.parametrize(
    "fault", [{"brake": "reset"}, {"raise": "explosion"}, {"break": "refused"}, {"X-Cassette-Delay": 1}]
)
def test_a_fault_that_does_not_exist_is_refused(fault: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="fault"):
        faults.overlay(recorded(), fault)


def test_a_misspelt_pseudo_header_is_refused() -> None:
    with pytest.raises(ValueError, match=r"raise 'tiemout' is no fault: use connect-timeout, .*"):
        faults.raise_or_delay(
            recorded(X_Cassette_Raise="tiemout"),
            SimpleNamespace(host="bistro.test"),
            connect_timeout=1,
            read_timeout=1,
            sleep=lambda seconds: None,
        )
