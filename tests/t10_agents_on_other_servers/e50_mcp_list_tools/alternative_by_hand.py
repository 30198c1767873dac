"""Requests are prepared by hand, ids are drawn when needed, and the body of a stream is read whole."""

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


def only_data(text):
    event = []
    for line in text.split("\n"):
        line = line.rstrip("\r")
        if line.startswith("data:"):
            event.append(line[5:])
        elif not line and event:
            yield json.loads("\n".join(event))
            event = []


class McpClient:
    def __init__(self, url, *, token=None, ids=None, timeout=5.0, session=None):
        self.url, self.token, self.ids, self.timeout = url, token, ids, timeout
        self.session = session or requests.Session()
        self.count = 0

    def list_tools(self, cursor=None):
        self.count += 1
        request_id = self.ids() if self.ids else self.count
        params = {"_meta": META} if cursor is None else {"cursor": cursor, "_meta": META}
        text = json.dumps({"id": request_id, "method": "tools/list", "params": params, "jsonrpc": "2.0"})
        headers = {**HEADERS, "mcp-method": "tools/list", "content-type": "application/json; charset=utf-8"}
        if self.token is not None:
            headers["authorization"] = "Bearer " + self.token
        request = requests.Request("POST", self.url, headers=headers, data=text.encode())
        response = self.session.send(self.session.prepare_request(request), timeout=self.timeout)
        result = self.result(response, request_id)
        following = result.get("nextCursor")
        return result["tools"] + ([] if following is None else self.list_tools(following))

    def result(self, response, request_id):
        text = response.content.decode()
        streamed = response.headers.get("content-type", "").partition(";")[0] == "text/event-stream"
        try:
            messages = list(only_data(text)) if streamed else [json.loads(text)]
        except ValueError:
            messages = []
        for message in messages:
            match message:
                case {"id": answered, "result": result} if answered == request_id:
                    return result
                case {"id": answered, "error": {"code": code, "message": said} as error} if answered in (
                    request_id,
                    None,
                ):
                    raise RpcError(code, said, error.get("data"))
        response.raise_for_status()
        raise BadReply(f"{response.status_code}, and no answer")
