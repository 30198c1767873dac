"""M119 · The sommelier’s question goes to nobody, and counts as a failure.

caught by: lets_the_guest_answer
message: never called `on_input`
"""

# region Given: records, and what earlier exercises taught, in short. Fold it; look things up when you need them.
import email.utils
import itertools
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import requests

SYSTEM = "You are the concierge of a bistro. Call a function when you need one. Then answer in one short sentence."
SORRY = "I am sorry, I could not find that out."

Send = Callable[..., requests.Response]
"""``send(method, url, **keywords)``, with the keywords of ``requests.request``."""


def _tool(name: str, about: str, **parameters: str) -> dict[str, Any]:
    properties = {key: {"type": "string", "description": text} for key, text in parameters.items()}
    schema = {"type": "object", "properties": properties, "required": list(properties)}
    return {"type": "function", "function": {"name": name, "description": about, "parameters": schema}}


TOOLS = [
    _tool("orders_of", "Look up the orders of a table, and how far they are.", table="the number of the table"),
    _tool("stock", "Look up how much of an ingredient is in the pantry.", ingredient="one ingredient, in lower case"),
    _tool("ask_sommelier", "Ask the sommelier about wine.", question="the guest's own words, with the dish"),
]


@dataclass(frozen=True)
class Provider:
    name: str
    base_url: str
    api_key: str = field(repr=False)  # what is not in a repr gets into no log by accident
    model: str


@dataclass(frozen=True, kw_only=True)
class Config:
    llm: Provider
    bistro_url: str
    token_url: str
    client_id: str
    client_secret: str = field(repr=False)
    pantry_url: str
    sommelier_origin: str
    max_steps: int = 12
    max_tokens: int = 6000
    on_input: Callable[[str], str]


@dataclass(frozen=True)
class Call:
    """A call of the model: ``server`` is bistro, pantry, sommelier or nobody, ``what`` the name of the tool."""

    server: str
    what: str
    ok: bool


@dataclass(frozen=True)
class Report:
    text: str
    calls: list[Call]
    tokens: int
    errors: list[str]


@dataclass(frozen=True)
class Turn:
    """What the model said. ``message`` is as it goes back to the model, with ``tool_calls`` only if there are some."""

    message: dict[str, Any]
    finish_reason: str
    tokens: int


@dataclass(frozen=True)
class ToolResult:
    ok: bool
    content: str


class StreamBroken(Exception):
    """The model's answer ended too soon. Its text until then is ``text_so_far``."""

    def __init__(self, reason: str, text_so_far: str) -> None:
        super().__init__(f"the answer of the model broke off: {reason}")
        self.text_so_far = text_so_far


class Failed(Exception):
    """There is no token, no result, no answer. The text says why, in the words of whoever failed."""


def seconds_to_wait(response: requests.Response) -> float:
    """How long a 429 asks to wait, by its Retry-After (e25, RFC 9110 §10.2.3); 1.0 when it says nothing usable."""
    value = response.headers.get("Retry-After", "")
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return 1.0


def data_of(response: requests.Response) -> Iterator[str]:
    """The data of each event of a stream, for streams whose events have a line of data each (e38)."""
    for line in response.iter_lines(chunk_size=None):
        if line.startswith(b"data:"):
            yield line.removeprefix(b"data:").decode().strip()


def ask_model(send: Send, llm: Provider, messages: list[dict[str, Any]]) -> Turn:
    """Ask for the next turn, and read it as a stream (e39). Raises StreamBroken, requests.RequestException."""
    body = {"model": llm.model, "messages": messages, "tools": TOOLS, "stream": True}
    body["stream_options"] = {"include_usage": True}
    headers = {"Authorization": f"Bearer {llm.api_key}"}
    text, reason, tokens, calls = "", "", 0, {}
    with send("POST", f"{llm.base_url}/chat/completions", json=body, headers=headers, stream=True) as response:
        response.raise_for_status()
        try:
            for data in data_of(response):
                if data == "[DONE]":
                    message = {"role": "assistant", "content": text}
                    return Turn(message | ({"tool_calls": list(calls.values())} if calls else {}), reason, tokens)
                part = json.loads(data)
                if "error" in part:
                    raise StreamBroken(part["error"]["message"], text)
                tokens = (part.get("usage") or {}).get("total_tokens", tokens)
                for choice in part["choices"][:1]:
                    reason = choice.get("finish_reason") or reason
                    text += choice["delta"].get("content") or ""
                    for piece in choice["delta"].get("tool_calls") or []:  # a call comes in pieces, too
                        new = {"id": piece.get("id"), "type": "function", "function": {"name": "", "arguments": ""}}
                        call = calls.setdefault(piece["index"], new)
                        for key, more in piece["function"].items():
                            call["function"][key] += more or ""
        except (requests.RequestException, ValueError) as error:  # ValueError: half a line of JSON
            raise StreamBroken("the line is dead", text) from error
    raise StreamBroken("it ended without [DONE]", text)


class TokenSource:
    """Tokens for a program that acts for itself (e32)."""

    def __init__(self, send: Send, token_url: str, client_id: str, client_secret: str) -> None:
        self._send, self._url, self._who = send, token_url, (client_id, client_secret)
        self._token, self._until = "", 0.0

    def token(self) -> str:
        """The token that is kept, or a new one. Raises Failed, requests.RequestException."""
        if not self._token or time.monotonic() > self._until:
            response = self._send("POST", self._url, data={"grant_type": "client_credentials"}, auth=self._who)
            answer = response.json() if "json" in response.headers.get("Content-Type", "") else {}
            if "access_token" not in answer:
                raise Failed(f"no token: {answer.get('error', response.status_code)}")
            self._token, self._until = answer["access_token"], time.monotonic() + answer.get("expires_in", 3600) - 30
        return self._token

    def forget(self) -> None:
        """The token that is kept is worth nothing: the next one will be new."""
        self._token = ""


def call_rpc(send: Send, url: str, headers: dict[str, str], method: str, params: dict[str, Any], id: str) -> Any:
    """Call a method by JSON-RPC; the answer may be a stream (e49, e50). Raises Failed, requests.RequestException."""
    body = {"jsonrpc": "2.0", "id": id, "method": method, "params": params}
    with send("POST", url, json=body, headers=headers, stream=True) as response:
        response.raise_for_status()
        is_stream = response.headers.get("Content-Type", "").startswith("text/event-stream")
        for message in map(json.loads, data_of(response) if is_stream else [response.text]):
            if "error" in message:
                raise Failed(message["error"]["message"])
            if message.get("id") == id:  # progress and logs come first, and have no id
                return message["result"]
    raise Failed("the stream ended without an answer")


def call_tool(send: Send, url: str, name: str, arguments: dict[str, Any], id: str) -> ToolResult:
    """Call a tool of an MCP server (e51). Raises Failed, requests.RequestException."""
    version, key = "2026-07-28", "io.modelcontextprotocol"
    headers = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": version}
    headers |= {"Mcp-Method": "tools/call", "Mcp-Name": name}
    meta = {f"{key}/protocolVersion": version, f"{key}/clientCapabilities": {}}
    params = {"name": name, "arguments": arguments, "_meta": meta}
    result = call_rpc(send, url, headers, "tools/call", params, id)
    texts = [block["text"] for block in result["content"] if block["type"] == "text"]
    return ToolResult(not result.get("isError", False), "\n".join(texts))


def ask_agent(send: Send, origin: str, text: str, id: str, on_input: Callable[[str], str] | None = None) -> str:
    """Have an A2A agent do something, and return the text of what came of it (e52, e53).

    ``on_input`` answers the agent's questions. Raises Failed, requests.RequestException.
    """

    def read(parts: list[dict[str, Any]]) -> str:
        return "\n".join(part["text"] for part in parts if "text" in part)

    def ask(method: str, params: dict[str, Any]) -> Any:
        return call_rpc(send, url, {"A2A-Version": "1.0"}, method, params, id)

    def say(text: str, **ids: str) -> Any:
        message = {**ids, "role": "ROLE_USER", "parts": [{"text": text}]}
        return ask("SendMessage", {"message": message, "configuration": {"returnImmediately": True}})

    card = send("GET", f"{origin}/.well-known/agent-card.json")
    card.raise_for_status()
    doors = [door for door in card.json()["supportedInterfaces"] if door["protocolBinding"] == "JSONRPC"]
    url = next(door["url"] for door in doors if door["protocolVersion"].startswith("1."))
    result, said, wait, end = say(text, messageId=id), 1, 1.0, time.monotonic() + 60
    while "task" in result:
        task = result["task"]
        state, told = task["status"]["state"], read(task["status"].get("message", {}).get("parts", []))
        if state == "TASK_STATE_COMPLETED":
            return read([part for artifact in task["artifacts"] for part in artifact["parts"]])
        if state == "TASK_STATE_INPUT_REQUIRED" and on_input is not None:
            said += 1
            ids = {"taskId": task["id"], "contextId": task["contextId"], "messageId": f"{id}-{said}"}
            result = say(on_input(told), **ids)
        elif state in ("TASK_STATE_SUBMITTED", "TASK_STATE_WORKING") and time.monotonic() + wait < end:
            time.sleep(wait)
            wait = min(2 * wait, 8.0)
            result = {"task": ask("GetTask", {"id": task["id"]})}
        else:
            raise Failed(f"{state}: {told}")
    return read(result["message"]["parts"])


# endregion


ATTEMPTS = 3


def concierge(
    question: str, config: Config, *, timeout: float = 5.0, session: requests.Session | None = None
) -> Report:

    def send(method: str, url: str, **keywords: Any) -> requests.Response:
        """Every request goes through here."""
        for attempt in range(1, ATTEMPTS + 1):
            response = (session or requests).request(method, url, timeout=timeout, **keywords)
            if response.status_code != 429 or attempt == ATTEMPTS:
                break
            # A stream that nobody reads would keep its connection while we wait.
            response.close()
            time.sleep(seconds_to_wait(response))
        return response

    tokens = TokenSource(send, config.token_url, config.client_id, config.client_secret)

    def get_orders() -> requests.Response:
        headers = {"Authorization": f"Bearer {tokens.token()}"}
        return send("GET", f"{config.bistro_url}/orders", headers=headers)

    def orders_of(id: str, table: str) -> ToolResult:
        response = get_orders()
        if response.status_code == 401:
            tokens.forget()
            response = get_orders()
        response.raise_for_status()
        # Other guests' orders are nothing that the model has to know.
        lines = [f"{order['id']}: {order['status']}" for order in response.json() if str(order["table"]) == str(table)]
        return ToolResult(True, "\n".join(lines))

    def stock(id: str, ingredient: str) -> ToolResult:
        return call_tool(send, config.pantry_url, "look_up", {"ingredient": ingredient}, id)

    def ask_sommelier(id: str, question: str) -> ToolResult:
        return ToolResult(True, ask_agent(send, config.sommelier_origin, question, id))

    tools = {
        "orders_of": ("bistro", orders_of),
        "stock": ("pantry", stock),
        "ask_sommelier": ("sommelier", ask_sommelier),
    }
    calls: list[Call] = []
    errors: list[str] = []

    def run(call: dict[str, Any]) -> str:
        """Run a call of the model, and return what the model is told."""
        name = call["function"]["name"]
        server, tool = tools.get(name, ("nobody", None))
        try:
            if tool is None:
                raise Failed("there is no such tool")
            result = tool(call["id"], **json.loads(call["function"]["arguments"]))
        except Exception as error:
            # Everything: also a bug in a tool is no reason to leave the guest without an answer. The text of an
            # HTTPError has status and address, and not the body, in which a server may repeat our token.
            result = ToolResult(False, f"{name} failed: {error}")
        calls.append(Call(server, name, result.ok))
        if not result.ok:
            errors.append(result.content)
        return result.content

    def next_turn() -> Turn:
        try:
            return ask_model(send, config.llm, messages)
        except StreamBroken as error:
            errors.append(str(error))
            return ask_model(send, config.llm, messages)

    messages: list[dict[str, Any]] = [{"role": "system", "content": SYSTEM}, {"role": "user", "content": question}]
    used = 0
    for step in itertools.count(1):
        try:
            turn = next_turn()
        except (StreamBroken, requests.RequestException) as error:
            errors.append(str(error))
            break
        used += turn.tokens
        wanted = turn.message.get("tool_calls", [])
        if turn.finish_reason == "length":
            errors.append("the model was cut off")
            break
        if not wanted:
            return Report(turn.message["content"], calls, used, errors)
        if step >= config.max_steps or used >= config.max_tokens:
            errors.append(f"stopped after {step} steps and {used} tokens")
            break
        messages.append(turn.message)
        messages += [{"role": "tool", "tool_call_id": call["id"], "content": run(call)} for call in wanted]
    return Report(SORRY, calls, used, errors)
