"""e50 · List the tools of an MCP server

The pantry keeps its own servants, and other houses' agents may borrow them. The Model Context Protocol (MCP) is how
they ask who there is and what each can do: JSON-RPC through one hatch, with a few headers so that the doorman need not
open the envelope.
"""

import codecs
import itertools
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import requests

VERSION = "2026-07-28"
HEADERS = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": VERSION}
"""With each request, and besides them ``Mcp-Method``: the same method as in the body."""
META = {
    "io.modelcontextprotocol/protocolVersion": VERSION,
    "io.modelcontextprotocol/clientCapabilities": {},
    "io.modelcontextprotocol/clientInfo": {"name": "order-up", "version": "1.0"},
}
"""With each request, as ``_meta`` in its ``params``."""


class RpcError(Exception):
    """The ``error`` of an answer (JSON-RPC 2.0 §5.1)."""

    def __init__(self, code: int, message: str, data: object = None) -> None:
        super().__init__(f"{message} ({code})")
        self.code, self.message, self.data = code, message, data


class BadReply(Exception):
    """What came back is no answer to what was asked."""


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


class McpClient:
    """A client of the MCP server at ``url``, revision 2026-07-28: no greeting, no session, each request is complete.

    A ``token`` goes along as ``Authorization: Bearer …``, and nowhere else. Each request has an id of its own, which is
    what ``ids()`` returns next; without ``ids`` they are 1, 2, 3, …
    """

    def __init__(
        self,
        url: str,
        *,
        token: str | None = None,
        ids: Callable[[], int | str] | None = None,
        timeout: float = 5.0,
        session: requests.Session | None = None,
    ) -> None:
        """Each request waits at most ``timeout`` seconds, and is sent by ``session`` if there is one."""
        self.url = url
        self.token = token
        self.next_id = ids or itertools.count(1).__next__
        self.timeout = timeout
        self.post = requests.post if session is None else session.post

    def list_tools(self) -> list[dict[str, object]]:
        """Return all tools, as the server describes them: the ``tools`` in the results of ``tools/list``, by POST.

            {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {"_meta": {…}}}

        A result with a ``nextCursor`` is not the last page: ask again with that text as ``cursor`` in ``params``, even
        if it is empty. A missing (or null) ``nextCursor`` ends the list, and the first request has no ``cursor``.

        The answer is JSON, or a ``text/event-stream``: the server chooses. In a stream each event's ``data`` is a
        JSON-RPC message, and the answer is the one with your id; skip the others.

        Raises:
            RpcError: for a JSON-RPC ``error`` (an object with ``code`` and ``message``), whatever the status.
            requests.HTTPError: for an error status with anything else in its body.
            BadReply: when there is no answer with your id.
        """
        # TODO 1: ask for the first page, and read an answer that is JSON.
        # TODO 2: go on while there is a cursor.
        # TODO 3: read an answer that is an event stream; iter_sse(response) is given.
        raise NotImplementedError("TODO 1: ask for the first page, and read an answer that is JSON")
