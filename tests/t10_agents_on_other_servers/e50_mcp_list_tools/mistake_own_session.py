"""M13 · A Session of its own sends the requests.

caught by: passes_timeout_and_session_on
message: session that the client was given
"""

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


def events(text):
    for block in text.replace("\r\n", "\n").split("\n\n"):
        lines = [line[5:].strip() for line in block.split("\n") if line.startswith("data:")]
        if lines:
            yield "\n".join(lines)


class McpClient:
    def __init__(self, url, *, token=None, ids=None, timeout=5.0, session=None):
        self.url = url
        self.token = token
        self.next_id = ids or itertools.count(1).__next__
        self.timeout = timeout
        self.post = requests.Session().post

    def list_tools(self):
        tools, params = [], {}
        while True:
            result = self.ask({**params, "_meta": META})
            tools += result["tools"]
            if result.get("nextCursor") is None:
                return tools
            params = {"cursor": result["nextCursor"]}

    def ask(self, params):
        request_id = self.next_id()
        headers = {**HEADERS, "Mcp-Method": "tools/list"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        body = {"jsonrpc": "2.0", "id": request_id, "method": "tools/list", "params": params}
        response = self.post(self.url, json=body, headers=headers, timeout=self.timeout)
        for message in self.messages(response):
            if message.get("id") not in (request_id, None):
                continue
            if isinstance(message.get("error"), dict):
                raise RpcError(**message["error"])
            if "result" in message:
                return message["result"]
        response.raise_for_status()
        raise BadReply("no answer")

    def messages(self, response):
        response.encoding = "utf-8"
        if "text/event-stream" in response.headers.get("Content-Type", ""):
            return [json.loads(data) for data in events(response.text)]
        try:
            return [response.json()]
        except ValueError:
            return []
