"""A Session with headers of its own sends everything; a stream is read line by line, and closed at the answer."""

import itertools
import json

import requests

VERSION = "2026-07-28"
HEADERS = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": VERSION}
META = {
    "io.modelcontextprotocol/protocolVersion": VERSION,
    "io.modelcontextprotocol/clientCapabilities": {},
    "io.modelcontextprotocol/clientInfo": {"name": "order-up", "version": "1.0"},
}


class RpcError(Exception):
    def __init__(self, code, message, data=None):
        super().__init__(f"{message} ({code})")
        self.code, self.message, self.data = code, message, data


class BadReply(Exception):
    pass


class McpClient:
    def __init__(self, url, *, token=None, ids=None, timeout=5.0, session=None):
        self._url = url
        self._timeout = timeout
        self._ids = iter(ids, object()) if ids else itertools.count(1)
        self._session = session if session is not None else requests.Session()
        self._headers = dict(HEADERS)
        if token:
            self._headers["Authorization"] = f"Bearer {token}"

    def list_tools(self):
        return [tool for page in self._pages() for tool in page["tools"]]

    def _pages(self):
        cursor = {}
        while cursor is not None:
            page = self._call("tools/list", cursor)
            yield page
            following = page.get("nextCursor")
            cursor = None if following is None else {"cursor": following}

    def _call(self, method, params):
        request_id = next(self._ids)
        response = self._session.post(
            self._url,
            json={"jsonrpc": "2.0", "id": request_id, "method": method, "params": {"_meta": META, **params}},
            headers={**self._headers, "Mcp-Method": method},
            timeout=self._timeout,
            stream=True,
        )
        with response:
            answer = self._answer(response, request_id)
            if answer is None:
                response.raise_for_status()
                raise BadReply("no answer of JSON-RPC")
        if "error" in answer:
            raise RpcError(answer["error"]["code"], answer["error"]["message"], answer["error"].get("data"))
        return answer["result"]

    def _answer(self, response, request_id):
        if response.headers["Content-Type"].startswith("text/event-stream"):
            for line in response.iter_lines():
                if line.startswith(b"data:"):
                    message = json.loads(line[5:])
                    if message.get("id") == request_id:
                        return message
            return None
        try:
            message = response.json()
        except requests.JSONDecodeError:
            return None
        answers = "result" in message or isinstance(message.get("error"), dict)
        return message if answers and message.get("id") in (request_id, None) else None
