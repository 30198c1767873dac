"""e51 · Call a tool on an MCP server

The servants of the pantry fetch, count and taste for anybody who asks properly. Some are back at once, some call from
the cellar how far they are, and some come back with empty hands and say why. That is an answer, too.
"""

import base64
import codecs
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import requests

VERSIONS = ("2026-07-28", "DRAFT-2027-v1")
"""The revisions of MCP that this client speaks. The first is what it asks with."""
ACCEPT = "application/json, text/event-stream"
VERSION_KEY = "io.modelcontextprotocol/protocolVersion"
META = {
    "io.modelcontextprotocol/clientCapabilities": {},
    "io.modelcontextprotocol/clientInfo": {"name": "order-up", "version": "1.0"},
}


class RpcError(Exception):
    """The ``error`` of an answer (JSON-RPC 2.0 §5.1)."""

    def __init__(self, code: int, message: str, data: object = None) -> None:
        super().__init__(f"{message} ({code})")
        self.code, self.message, self.data = code, message, data


class BadReply(Exception):
    """What came back is no answer to what was asked."""


@dataclass
class ToolResult:
    """What a tool brought: ``content`` for a model to read, ``structured`` for a program, and whether it worked."""

    ok: bool
    content: str
    structured: dict[str, object] | None = None


def header_value(text: str) -> str:
    """The text as a header may carry it: as it is, or ``=?base64?…?=`` where HTTP would not let it through."""
    if re.fullmatch(r"[!-~]([ -~]*[!-~])?", text) and not re.fullmatch(r"=\?base64\?.*\?=", text):
        return text
    return f"=?base64?{base64.b64encode(text.encode()).decode('ascii')}?="


@dataclass
class Event:
    """One event of a stream."""

    event: str = "message"
    data: str = ""
    id: str | None = None
    retry: int | None = None


def iter_sse(chunks: Iterable[bytes]) -> Iterator[Event]:
    """Yield the events of a ``text/event-stream`` body, whatever pieces it comes in (WHATWG HTML §9.2.6)."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
    rest, after_return, event, data = "", False, Event(), []
    for chunk in chunks:
        text = decoder.decode(chunk)
        if text:
            text = text.removeprefix("\n") if after_return else text  # the second half of a line end
            after_return = text.endswith("\r")
        *lines, rest = re.split(r"\r\n|\n|\r", rest + text)
        for line in lines:
            name, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if not line:
                if data:
                    event.data = "\n".join(data)
                    yield event
                event, data = Event(id=event.id), []
            elif name == "data":
                data.append(value)
            elif name == "event":
                event.event = value or "message"
            elif name == "id":
                event.id = value
            elif name == "retry" and value.isdecimal():
                event.retry = int(value)


def call_tool(
    url: str,
    name: str,
    arguments: dict[str, object],
    *,
    on_progress: Callable[[float, float | None, str | None], object] | None = None,
    request_id: int | str = 1,
    timeout: float = 5.0,
    session: requests.Session | None = None,
) -> ToolResult:
    """Call the tool ``name`` of the MCP server at ``url`` by ``POST``, and return what it brought.

        {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": …, "arguments": {…}, "_meta": {…}}}

    The headers are ``Accept``, ``MCP-Protocol-Version``, ``Mcp-Method`` and ``Mcp-Name``: the method, and the name as
    ``header_value`` gives it. ``_meta`` is META and the version, once more, as VERSION_KEY. With ``on_progress``, and
    only then, ``_meta`` has a ``progressToken`` as well: the ``request_id``.

    The answer is JSON or a ``text/event-stream`` of messages. In a stream, the message with your id is the answer: read
    no further, and close the response. Each ``notifications/progress`` with your token goes to
    ``on_progress(progress, total, message)`` as soon as it comes; what is missing is None. Skip everything else.

    ====================================  =========================================================================
    the answer has                        then
    ====================================  =========================================================================
    a ``result``                          ``content`` is the texts of its text blocks, joined by line ends, and
                                          ``structured`` its ``structuredContent``, or None
    a result whose ``isError`` is true    the same with ``ok=False``: the tool failed, and a model should read why
    a ``resultType``, not ``"complete"``  raise BadReply: it is not what you asked for; a missing one means complete
    an ``error``                          raise RpcError, whatever the status: the call itself was wrong
    ``error`` -32022, wrong version       send it once more, with the first of VERSIONS that is in the error's
                                          ``data["supported"]``; without one, or the second time, raise RpcError
    ====================================  =========================================================================

    Nothing else is sent twice: a tool may have done its work before the line broke. Each request waits at most
    ``timeout`` seconds, and goes over ``session`` when one is passed in.

    Raises:
        RpcError, BadReply: as above. BadReply: also when there is no answer with your id.
        requests.HTTPError: for an error status with no JSON-RPC in its body.
        requests.RequestException: when the line breaks.
    """
    post = requests.post if session is None else session.post

    def ask(version: str) -> dict[str, object]:
        """Send the request at one version, and return its result."""
        meta: dict[str, object] = {**META, VERSION_KEY: version}
        if on_progress is not None:
            meta["progressToken"] = request_id
        params = {"name": name, "arguments": arguments, "_meta": meta}
        request = {"jsonrpc": "2.0", "id": request_id, "method": "tools/call", "params": params}
        headers = {
            "Accept": ACCEPT,
            "MCP-Protocol-Version": version,
            "Mcp-Method": "tools/call",
            "Mcp-Name": header_value(name),
        }
        # stream=True, or requests would wait for the end of the stream before anybody sees its first event.
        with post(url, json=request, headers=headers, timeout=timeout, stream=True) as response:
            return _result(response, request_id, on_progress)

    try:
        result = ask(VERSIONS[0])
    except RpcError as error:
        supported = error.data.get("supported", []) if isinstance(error.data, dict) else []
        version = next((version for version in VERSIONS if version in supported), None)
        # Only this error: after any other one the call itself is wrong, and would be wrong again.
        if error.code != -32022 or version is None:
            raise
        result = ask(version)
    if result.get("resultType", "complete") != "complete":
        raise BadReply(f"a result of type {result['resultType']!r}")
    texts = [block["text"] for block in result.get("content", []) if block.get("type") == "text"]
    return ToolResult(not result.get("isError", False), "\n".join(texts), result.get("structuredContent"))


def _result(
    response: requests.Response,
    request_id: int | str,
    on_progress: Callable[[float, float | None, str | None], object] | None,
) -> dict[str, object]:
    """The result among the messages of an answer; progress is told on the way."""
    for message in _messages(response):
        error, answers = message.get("error"), message.get("id")
        # A server that could not read the request has no id to answer with (JSON-RPC 2.0 §5).
        if isinstance(error, dict) and answers in (request_id, None):
            raise RpcError(error.get("code"), error.get("message"), error.get("data"))
        if answers == request_id and "result" in message:
            return message["result"]
        if on_progress is not None and message.get("method") == "notifications/progress":
            told = message["params"]
            if told.get("progressToken") == request_id:
                on_progress(told["progress"], told.get("total"), told.get("message"))
    # Only now the status: raise_for_status() would hide what the body of a 4xx has to say.
    response.raise_for_status()
    raise BadReply(f"no answer to request {request_id!r}")


def _messages(response: requests.Response) -> Iterator[dict[str, object]]:
    """The JSON-RPC messages of an answer, be it JSON or a stream. A body that is neither has none."""
    if response.headers.get("Content-Type", "").startswith("text/event-stream"):
        texts = (event.data for event in iter_sse(response.iter_content(None)))
    else:
        texts = iter([response.text])
    for text in texts:
        try:
            message = json.loads(text)
        except ValueError:
            continue
        if isinstance(message, dict):
            yield message
