"""on_progress gets the whole params, and not what the task says.

caught by: tells_the_progress
message: gave to on_progress is not what the stream says
"""

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


def header_value(text):
    return text if text.isascii() else f"=?base64?{base64.b64encode(text.encode()).decode()}?="


def messages(response):
    if "text/event-stream" in response.headers.get("Content-Type", ""):
        for line in response.iter_lines(chunk_size=1):
            if line.startswith(b"data:"):
                yield json.loads(line[5:])
    else:
        try:
            yield response.json()
        except ValueError:
            return


def call_tool(url, name, arguments, *, on_progress=None, request_id=1, timeout=5.0, session=None, version=None):
    post = requests.post if session is None else session.post
    meta = {**META, VERSION_KEY: version or VERSIONS[0]}
    if on_progress:
        meta["progressToken"] = request_id
    headers = {
        "Accept": ACCEPT,
        "MCP-Protocol-Version": version or VERSIONS[0],
        "Mcp-Method": "tools/call",
        "Mcp-Name": header_value(name),
    }
    params = {"name": name, "arguments": arguments, "_meta": meta}
    body = {"jsonrpc": "2.0", "id": request_id, "method": "tools/call", "params": params}
    answer = None
    with post(url, json=body, headers=headers, timeout=timeout, stream=True) as response:
        for message in messages(response):
            if message.get("method") == "notifications/progress":
                told = message["params"]
                if on_progress and told["progressToken"] == request_id:
                    on_progress(told)
            elif message.get("id") in (request_id, None) and ("error" in message or "result" in message):
                answer = message
                break
        if answer is None:
            response.raise_for_status()
            raise BadReply("no answer")
    if "error" in answer:
        error = RpcError(**answer["error"])
        if error.code == -32022 and version is None:
            for known in VERSIONS:
                if known in error.data["supported"]:
                    return call_tool(
                        url,
                        name,
                        arguments,
                        on_progress=on_progress,
                        request_id=request_id,
                        timeout=timeout,
                        session=session,
                        version=known,
                    )
        raise error
    result = answer["result"]
    if result.get("resultType", "complete") != "complete":
        raise BadReply(result["resultType"])
    texts = [block["text"] for block in result["content"] if block["type"] == "text"]
    return ToolResult(not result.get("isError"), "\n".join(texts), result.get("structuredContent"))
