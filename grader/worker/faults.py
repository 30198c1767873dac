"""What goes wrong on the way, written as pseudo headers of a recorded response and made to happen on replay.

=====================  ================================================================  =========================
header                 value                                                             key of an overlay
=====================  ================================================================  =========================
``X-Cassette-Raise``   what happens instead of an answer, one of :data:`RAISES`          ``raise``
``X-Cassette-Delay``   seconds until the answer begins                                   ``delay``
``X-Cassette-Break``   what happens after the body that is given, one of :data:`BREAKS`  ``break``
``X-Cassette-Chunks``  the sizes in bytes in which the body arrives: ``3,9,2``           ``chunks``
(none)                 the body is cut after so many bytes, its Content-Length stays     ``body_bytes``
=====================  ================================================================  =========================

Nothing is raised that a real connection would not raise at the same place, below urllib3, so that urllib3, its
retries and requests wrap it as they always do. A body is read by urllib3 itself, from a connection made of the
recorded bytes: a cut body is reported, and its last piece lost or not, as over a real socket.
"""

from __future__ import annotations

import errno
import functools
import http.client
import io
import os
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import urllib3
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from vcr.stubs import VCRHTTPResponse

PREFIX = "x-cassette-"
RAISES = ("connect-timeout", "refused", "dns", "tls", "reset", "read-timeout")
BREAKS = ("truncated", "reset", "read-timeout")
BEFORE_CONNECTED = RAISES[:4]
FOR_EVER = 3600.0
"""Seconds that pass where the code set no timeout, so that it is seen to hang and goes on all the same."""


# ------------------------------------------------------------------------------------------------ pseudo headers


def overlay(response: dict[str, Any], faults: Mapping[str, object]) -> dict[str, Any]:
    """A copy of a recorded response with faults laid over it; the keys are those of the table above.

    Raises:
        ValueError: when a key or a kind of fault does not exist.
    """
    headers = dict(response["headers"])
    changed = {**response, "headers": headers}
    for key, value in faults.items():
        if key == "body_bytes":
            changed["body"] = {**response["body"], "string": response["body"]["string"][: int(str(value))]}
            if "break" not in faults:
                headers["X-Cassette-Break"] = ["truncated"]
        elif key == "chunks":
            sizes = value if isinstance(value, str) else ",".join(map(str, value))  # type: ignore[call-overload]
            headers["X-Cassette-Chunks"] = [sizes]
        elif key in ("raise", "break", "delay"):
            headers[f"X-Cassette-{key.capitalize()}"] = [str(value)]
        else:
            raise ValueError(f"there is no fault {key!r}: use raise, break, chunks, delay or body_bytes")
    _kind(changed, "raise", RAISES)
    _kind(changed, "break", BREAKS)
    return changed


def without_pseudo_headers(response: dict[str, Any]) -> dict[str, Any]:
    """A copy of a recorded response with only the headers that a server sent."""
    headers = response["headers"]
    return {**response, "headers": {name: headers[name] for name in headers if not name.lower().startswith(PREFIX)}}


def _pseudo_header(response: dict[str, Any], name: str) -> str | None:
    value = next((value for written, value in response["headers"].items() if written.lower() == PREFIX + name), None)
    return value[0] if isinstance(value, list) else value


def _kind(response: dict[str, Any], name: str, kinds: tuple[str, ...]) -> str | None:
    kind = _pseudo_header(response, name)
    if kind is not None and kind not in kinds:
        raise ValueError(f"{name} {kind!r} is no fault: use {', '.join(kinds)}")
    return kind


# ------------------------------------------------------------------------------------------- before the answer


def raise_or_delay(
    response: dict[str, Any],
    request: Any,
    *,
    connect_timeout: float | None,
    read_timeout: float | None,
    sleep: Callable[[float], None],
    verify: bool = True,
) -> None:
    """Let the time pass until the answer begins, and raise what comes in its place.

    Call it where the connection waits for the answer. The response is told how long its body may keep waiting.

    Args:
        connect_timeout, read_timeout: those of the connection, in seconds; None waits for ever.
        sleep: how time passes, in seconds.
        verify: whether the connection looks at certificates; where it doesn't, ``tls`` is no fault.
    """
    patience = FOR_EVER if read_timeout is None else read_timeout
    response["wait"] = functools.partial(sleep, patience)
    kind = _kind(response, "raise", RAISES)
    if kind == "connect-timeout":
        sleep(FOR_EVER if connect_timeout is None else connect_timeout)
    if kind in BEFORE_CONNECTED and (verify or kind != "tls"):
        raise _error(kind, request, connect_timeout)
    delay = float(_pseudo_header(response, "delay") or 0)
    if delay > patience or kind == "read-timeout":
        sleep(patience)
        raise TimeoutError("timed out")
    if delay:
        sleep(delay)
    if kind == "reset":
        raise _reset()


def _error(kind: str, request: Any, connect_timeout: float | None) -> Exception:
    """What urllib3's connection raises when it can't be made."""
    connection: Any = _Connection(request)
    if kind == "connect-timeout":
        text = f"Connection to {request.host} timed out. (connect timeout={connect_timeout})"
        return ConnectTimeoutError(connection, text)
    if kind == "refused":
        text = f"[Errno {errno.ECONNREFUSED}] {os.strerror(errno.ECONNREFUSED)}"
        return NewConnectionError(connection, f"Failed to establish a new connection: {text}")
    if kind == "dns":
        reason = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return NameResolutionError(request.host, connection, reason)
    text = "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate"
    return ssl.SSLCertVerificationError(1, text)


def _reset() -> ConnectionResetError:
    return ConnectionResetError(errno.ECONNRESET, os.strerror(errno.ECONNRESET))


class _Connection:
    """What urllib3's errors print of a connection."""

    def __init__(self, request: Any) -> None:
        self._text = f"{request.scheme.upper()}Connection(host={request.host!r}, port={request.port!r})"

    def __repr__(self) -> str:
        return self._text


# ------------------------------------------------------------------------------------------------------ the body


class FaultyResponse(VCRHTTPResponse):  # type: ignore[misc]
    """vcrpy's recorded response with its faults, which knows how much of it was read and whether it was let go.

    Attributes:
        bytes_read: how many bytes of the body the caller has been given.
        closed_by_caller: whether somebody closed it; its end as garbage doesn't count.
        finished: whether it was closed, or read until it ended or broke, so that its connection is free again. A
            generator that was left in the middle closes it, too, when it is thrown away: that doesn't count either.
    """

    def __init__(self, recorded_response: dict[str, Any], request_url: str | None = None) -> None:
        super().__init__(without_pseudo_headers(recorded_response), request_url)
        self.bytes_read = 0
        self.closed_by_caller = False
        self._ended = False
        self._plain = _answer(recorded_response, self.headers)

    @property
    def finished(self) -> bool:
        return self.closed_by_caller or self._ended

    @functools.cached_property
    def _as_urllib3_reads_it(self) -> urllib3.HTTPResponse:
        headers = urllib3.HTTPHeaderDict(self.getheaders())
        if self._plain.chunked:
            headers.discard("Content-Length")
            headers["Transfer-Encoding"] = "chunked"
        elif self._plain.length == 0:
            headers["Content-Length"] = "0"  # an answer to HEAD names the length of a body that it doesn't have
        return urllib3.HTTPResponse(
            body=self._plain,
            headers=headers,
            status=self.status,
            reason=self.reason,
            original_response=self._plain,
            preload_content=False,
            decode_content=False,  # requests asks for it where it wants it
            pool=self._pool,
        )

    @property
    def _source(self) -> Any:
        """Who reads the bytes: urllib3 where its pool made the request, or Python's own ``http.client``."""
        return self._as_urllib3_reads_it if getattr(self, "_pool", None) else self._plain

    def _given(self, read: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        """Read by one of the source's methods; count, and give the connection back as urllib3 does."""
        try:
            data = read(*arguments, **options)
        except BaseException:
            self._close_connection()
            raise
        finally:
            if self._plain.isclosed():
                self._ended = True
                self.release_conn()
        self.bytes_read += data if isinstance(data, int) else len(data)
        return data

    def _close_connection(self) -> None:
        if connection := getattr(self, "_connection", None):
            connection.close()

    def read(self, amt: int | None = None, decode_content: bool | None = None, **options: Any) -> bytes:
        if self._source is not self._plain:
            options["decode_content"] = decode_content
        return self._given(self._source.read, amt, **options)  # type: ignore[no-any-return]

    def read1(self, amt: int = -1, **options: Any) -> bytes:
        return self._given(self._source.read1, amt, **options)  # type: ignore[no-any-return]

    def readinto(self, buffer: Any) -> int:
        return self._given(self._source.readinto, buffer)  # type: ignore[no-any-return]

    def readline(self, limit: int | None = -1) -> bytes:
        return self._given(self._source.readline, -1 if limit is None else limit)  # type: ignore[no-any-return]

    def readlines(self, hint: int | None = -1) -> list[bytes]:
        return io.IOBase.readlines(self, -1 if hint is None else hint)

    def readall(self) -> bytes:
        return self.read()

    def stream(self, amt: int | None = 65536, decode_content: bool | None = None) -> Iterator[bytes]:
        pieces = self._source.stream(amt, decode_content=decode_content)
        while piece := self._given(next, pieces, b""):
            yield piece

    def __iter__(self) -> Iterator[bytes]:
        lines = iter(self._source)
        while line := self._given(next, lines, b""):
            yield line

    @property
    def data(self) -> bytes:
        if self._source is self._plain:
            return self.read()
        self.read(cache_content=True)
        return self._source.data  # type: ignore[no-any-return]

    def drain_conn(self) -> None:
        if self._source is not self._plain:
            self._source.drain_conn()
            self._ended = True
            self.release_conn()

    @property
    def length_remaining(self) -> int | None:
        return self._source.length if self._source is self._plain else self._source.length_remaining

    def tell(self) -> int:
        return self.bytes_read

    def seekable(self) -> bool:
        return False

    def readable(self) -> bool:
        return True

    @property
    def closed(self) -> bool:
        return self._closed or self._plain.isclosed()

    def close(self) -> None:
        # `_finalizing` is what Python sets on a file that it throws away.
        if not getattr(self, "_finalizing", False):
            self.closed_by_caller = True
        self._closed = True
        self._plain.close()
        self._close_connection()

    def getheaders(self) -> list[tuple[str, str]]:
        """In the order of the recording; vcrpy's own order changes from run to run."""
        return list(self._plain.headers.items())  # urllib.request puts something else in the place of `msg`


class _Wire(io.RawIOBase):
    """A connection's receiving end: the recorded bytes, and then what breaks it."""

    def __init__(self, data: bytes, breaks: Callable[[], None] | None) -> None:
        self._data = memoryview(data)
        self._breaks = breaks

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        size = min(len(buffer), len(self._data))
        if not size and self._breaks:
            self._breaks()
        buffer[:size], self._data = self._data[:size], self._data[size:]
        return size

    def makefile(self, *arguments: Any) -> io.BufferedReader:
        return io.BufferedReader(self)


def _answer(recorded: dict[str, Any], headers: http.client.HTTPMessage) -> http.client.HTTPResponse:
    """The answer as ``http.client`` has it once the head was read, with the body still to come."""
    body: bytes = recorded["body"]["string"] or b""
    breaks = _kind(recorded, "break", BREAKS)
    chunks = _pseudo_header(recorded, "chunks")
    declared = headers.get("content-length", "")
    length = int(declared) if declared.isdecimal() else None
    if not (body or breaks or chunks):
        length = 0
    # What breaks after a whole body can only be noticed where the body does not say how long it is.
    chunked = bool(chunks) or length is None or (breaks is not None and length <= len(body))
    if chunked:
        sizes = [int(size) for size in chunks.split(",")] if chunks else [len(body)]
        body = _in_chunks(body, sizes, broken=breaks is not None)

    wire = _Wire(body, _breaking(breaks, recorded.get("wait")))
    answer = http.client.HTTPResponse(wire, method="GET")  # type: ignore[arg-type]
    answer.headers = answer.msg = headers
    answer.status = recorded["status"]["code"]
    answer.reason = recorded["status"]["message"]
    answer.version = 11
    answer.will_close = False
    answer.chunked = chunked
    answer.chunk_left = None
    answer.length = None if chunked else length
    answer._method = "GET"  # type: ignore[attr-defined]  # urllib3 asks whether it was HEAD
    return answer


def _in_chunks(body: bytes, sizes: list[int], broken: bool) -> bytes:
    """The body as a chunked one (RFC 9112, 7.1), what is left over as one chunk more, its end only if it has one."""
    framed, place = [], 0
    for size in [*sizes, max(0, len(body) - sum(sizes))]:
        piece = body[place : place + size]
        place += size
        if piece:
            framed.append(b"%x\r\n%s" % (size if broken else len(piece), piece))
            if len(piece) == size or not broken:
                framed.append(b"\r\n")
    return b"".join([*framed, b"" if broken else b"0\r\n\r\n"])


def _breaking(kind: str | None, wait: Callable[[], None] | None) -> Callable[[], None] | None:
    def run_out_of_time() -> None:
        if wait:
            wait()
        raise TimeoutError("timed out")

    def reset() -> None:
        raise _reset()

    return {"read-timeout": run_out_of_time, "reset": reset}.get(kind or "")  # a truncated body simply ends
