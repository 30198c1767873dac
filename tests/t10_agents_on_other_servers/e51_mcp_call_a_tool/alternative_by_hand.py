"""Requests are prepared by hand, a loop over versions takes the place of the second try, lines are read one by one."""

import base64
import json
from dataclasses import dataclass

import requests

VERSIONS = ("2026-07-28", "DRAFT-2027-v1")
ACCEPT = "application/json, text/event-stream"
VERSION_KEY = "io.modelcontextprotocol/protocolVersion"
META = {
    "io.modelcontextprotocol/clientCapabilities": {},
    "io.modelcontextprotocol/clientInfo": {"name": "order-up", "version": "1.0"},
}


class RpcError(Exception):
    def __init__(self, code, message, data=None):
        super().__init__(f"{message} ({code})")
        self.code, self.message, self.data = code, message, data


class BadReply(Exception):
    pass


@dataclass
class ToolResult:
    ok: bool
    content: str
    structured: dict | None = None


def encoded(text):
    if text.isascii() and text.isprintable() and text == text.strip() and not text.startswith("=?base64?"):
        return text
    return "=?base64?" + base64.b64encode(text.encode("utf-8")).decode("ascii") + "?="


def ask(session, url, name, arguments, version, request_id, on_progress, timeout):
    meta = META | {VERSION_KEY: version} | ({"progressToken": request_id} if on_progress is not None else {})
    params = {"_meta": meta, "arguments": arguments, "name": name}
    request = requests.Request("POST", url)
    request.data = json.dumps({"params": params, "method": "tools/call", "id": request_id, "jsonrpc": "2.0"})
    request.headers = {"content-type": "application/json", "accept": ACCEPT, "mcp-method": "tools/call"}
    request.headers |= {"mcp-name": encoded(name), "mcp-protocol-version": version}
    response = session.send(session.prepare_request(request), timeout=timeout, stream=True)
    try:
        if response.headers["content-type"].startswith("text/event-stream"):
            found = (json.loads(line[5:]) for line in response.iter_lines(1) if line.startswith(b"data:"))
        else:
            found = iter([response.json()])
        for message in found:
            match message:
                case {"method": "notifications/progress", "params": {"progressToken": token} as told} if (
                    token == request_id
                ):
                    on_progress(told["progress"], told.get("total"), told.get("message"))
                case {"error": {"code": _}, "id": answered} | {"result": _, "id": answered} if answered == request_id:
                    return message
    except requests.JSONDecodeError:
        response.raise_for_status()
    finally:
        response.close()
    raise BadReply("no answer")


def call_tool(url, name, arguments, *, on_progress=None, request_id=1, timeout=5.0, session=None):
    session = session or requests.Session()
    version, tries = VERSIONS[0], 0
    while True:
        answer = ask(session, url, name, arguments, version, request_id, on_progress, timeout)
        tries += 1
        error = answer.get("error")
        if error is None:
            break
        spoken = [known for known in VERSIONS if known in ((error.get("data") or {}).get("supported", ()))]
        if error["code"] != -32022 or tries == 2 or not spoken:
            raise RpcError(error["code"], error["message"], error.get("data"))
        version = spoken[0]
    result = answer["result"]
    if result.get("resultType") not in (None, "complete"):
        raise BadReply(f"a result of type {result['resultType']}")
    texts = "\n".join(block["text"] for block in result["content"] if block["type"] == "text")
    return ToolResult(ok=result.get("isError") is not True, content=texts, structured=result.get("structuredContent"))
