"""What went over the wire: the exchanges of a check, in order."""

from __future__ import annotations

import base64
import datetime
import email.parser
import email.policy
import email.utils
import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, overload
from urllib.parse import parse_qs, urlsplit

from requests.structures import CaseInsensitiveDict
from vcr.request import Request

from .outcome import TooFewRequests


class SentRequest:
    """A request as the learner's code sent it, or as it was recorded."""

    def __init__(self, request: Request) -> None:
        self.raw = request
        self.method: str = request.method
        self.url: str = request.uri
        self.headers: CaseInsensitiveDict[str] = CaseInsensitiveDict(
            {_text(name): _text(value) for name, value in request.headers.items()}
        )

    @property
    def path(self) -> str:
        return urlsplit(self.url).path or "/"

    @property
    def query(self) -> dict[str, list[str]]:
        """Each parameter's values in order; blank ones are kept."""
        return parse_qs(urlsplit(self.url).query, keep_blank_values=True)

    @property
    def body(self) -> bytes:
        body = self.raw.body_bytes
        if body is None:
            return b""
        return body.encode("utf-8") if isinstance(body, str) else bytes(body)

    def json(self) -> Any:
        """The body as JSON; ValueError where it is none."""
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, list[str]]:
        """The fields of a form (``application/x-www-form-urlencoded``), each with its values in order."""
        return parse_qs(self.body.decode("utf-8", "replace"), keep_blank_values=True)

    @property
    def parts(self) -> dict[str, Part]:
        """The parts of a multipart form by name."""
        head = f"Content-Type: {self.headers.get('Content-Type', '')}\r\n\r\n".encode()
        message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + self.body)
        return {part.name: part for part in map(Part, message.iter_parts())}


class Part:
    """One part of a multipart form."""

    def __init__(self, message: Any) -> None:
        self.name: str = message.get_param("name", header="content-disposition") or ""
        self.filename: str | None = message.get_filename()
        self.content_type: str = message.get_content_type() if "content-type" in message else ""
        self.content: bytes = message.get_payload(decode=True) or b""


class RecordedResponse:
    """An answer as the server gave it, and what the learner's code made of it."""

    def __init__(self, response: dict[str, Any]) -> None:
        self.raw = response
        self.status: int = response["status"]["code"]
        self.reason: str = response["status"]["message"] or ""
        self.headers: CaseInsensitiveDict[str] = CaseInsensitiveDict(
            {
                name: ", ".join(value) if isinstance(value, list) else value
                for name, value in response["headers"].items()
            }
        )
        body = response["body"].get("string") or b""
        self.body: bytes = body.encode("utf-8") if isinstance(body, str) else body
        self.bytes_read = 0
        """How many bytes of the body the learner's code read. The worker's word."""
        self.closed = False
        """Whether the body was read to its end or the response was closed. The worker's word."""

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        """The body as JSON; ValueError where it is none."""
        return json.loads(self.body)

    def seconds_until_retry(self, now: float) -> float | None:
        """What Retry-After says at ``now`` (seconds since 1970), in seconds or as a date (RFC 9110 §10.2.3)."""
        value = self.headers.get("Retry-After")
        if value is None:
            return None
        if value.strip().isdigit():
            return float(value)
        return max(0.0, email.utils.parsedate_to_datetime(value).replace(tzinfo=datetime.UTC).timestamp() - now)


class Exchange:
    """A request and its answer, with what only the worker can know: that part is its word."""

    def __init__(self, request: SentRequest, response: RecordedResponse | None, known: dict[str, Any]) -> None:
        self.request = request
        self._response = response
        self.timeout: tuple[float | None, float | None] = (known.get("connect_timeout"), known.get("read_timeout"))
        """Seconds to connect and to wait for an answer; None is for ever."""
        self.verify: bool = known.get("verify", True)
        """Whether certificates were checked."""
        self.connection: int = known.get("connection", 0)
        """Which connection it went over."""
        self.reused: bool = known.get("reused", False)
        """Whether that connection had been used before."""
        self.moment: float = known.get("moment", 0.0)
        """When it was sent, in seconds since 1970, in virtual time."""
        self.thread: int = known.get("thread", 0)
        """Which thread sent it: a number that only tells it from others."""
        self.place: int | None = None
        """Its place in the recording."""
        self.by_check = False
        """Whether the check sent it, to get an answer that it can give to the learner's code."""

    @property
    def response(self) -> RecordedResponse:
        assert self._response is not None, "this request got no answer"
        return self._response

    def waits_at_most(self, seconds: float) -> bool:
        """Whether it gave up after ``seconds`` both for the connection and for the answer, or sooner."""
        return all(part is not None and part <= seconds for part in self.timeout)

    @property
    def answered(self) -> bool:
        return self._response is not None


class Hold:
    """Answers kept back until enough requests are in flight."""

    def __init__(self, wanted: int) -> None:
        self.wanted = wanted
        self.waiting: list[Callable[[], None]] = []


class Wire(Sequence[Exchange]):
    """The exchanges so far, in order of their requests."""

    def __init__(self) -> None:
        self._exchanges: list[Exchange] = []
        self._in_flight = 0
        self.most_in_flight = 0
        """The most requests that awaited their answers at once."""
        self.held: Hold | None = None

    @overload
    def __getitem__(self, index: int) -> Exchange: ...
    @overload
    def __getitem__(self, index: slice) -> list[Exchange]: ...
    def __getitem__(self, index: int | slice) -> Exchange | list[Exchange]:
        try:
            return self._exchanges[index]
        except IndexError:
            # Not the check's mistake: it looks at a request that the learner's code did not send.
            raise TooFewRequests(len(self)) from None

    def __len__(self) -> int:
        return len(self._exchanges)

    def __iter__(self) -> Iterator[Exchange]:
        return iter(self._exchanges)

    def hold(self, count: int) -> None:
        """Keep answers back until ``count`` requests are in flight, or until the learner's code can't send another.

        Time passes while answers are kept back. ``most_in_flight`` then says how many there were.
        """
        self.held = Hold(count)

    def in_order(self) -> list[Exchange]:
        """The exchanges as people are shown them, the same each time.

        What several threads send at one moment comes in any order; it is shown in the order of the recording.
        """
        shown: list[Exchange] = []
        for _, group in itertools.groupby(self, key=lambda exchange: exchange.moment):
            together = list(group)
            if len({exchange.thread for exchange in together}) > 1:
                together.sort(key=lambda exchange: (exchange.place is None, exchange.place or 0))
            shown += together
        return shown

    # For the engine

    def add(self, exchange: Exchange) -> int:
        """Put a request on the wire; its number."""
        self._exchanges.append(exchange)
        self._in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self._in_flight)
        return len(self._exchanges) - 1

    def answered(self) -> None:
        self._in_flight -= 1

    def learn(self, news: dict[str, Any]) -> None:
        """Take in what the worker says of the answers: bytes read, and whether each was closed."""
        for number, (bytes_read, closed) in news.items():
            response = self._exchanges[int(number)]._response
            if response is not None:
                response.bytes_read, response.closed = int(bytes_read), bool(closed)


def exchanges(interactions: Iterable[tuple[Request, dict[str, Any]]]) -> list[Exchange]:
    """Recorded interactions in the form in which ``wire`` shows them."""
    return [Exchange(SentRequest(request), RecordedResponse(response), {}) for request, response in interactions]


def request_from(message: dict[str, Any]) -> Request:
    """The request of a worker's message."""
    body = None if message["body"] is None else base64.b64decode(message["body"])
    headers: dict[str, str] = {}
    for name, value in message["headers"]:
        headers[str(name)] = str(value)
    return Request(str(message["method"]), str(message["uri"]), body, headers)


def portable(response: dict[str, Any]) -> dict[str, Any]:
    """A recorded response as JSON types."""
    body = response["body"].get("string") or b""
    body = body.encode("utf-8") if isinstance(body, str) else body
    headers = {
        name: list(value) if isinstance(value, (list, tuple)) else [value]
        for name, value in response["headers"].items()
    }
    return {"status": response["status"], "headers": headers, "body": base64.b64encode(body).decode("ascii")}


def _text(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        value = value[0] if value else ""
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
