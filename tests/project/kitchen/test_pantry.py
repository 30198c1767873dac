"""The pantry: an MCP server of the official SDK, in two eras of the protocol, and plain JSON-RPC beside it."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
import requests

CURRENT, OLDER, DRAFT = "2026-07-28", "2025-11-25", "DRAFT-2027-v1"
BOTH = "application/json, text/event-stream"


Ask = Callable[..., requests.Response]


@pytest.fixture
def ask(running: Any) -> Ask:
    """`ask("/mcp", "tools/list", {…})` at the current revision, on a fresh evening of seed 1."""
    running.reset(1)

    def send(
        path: str,
        method: str,
        params: dict[str, Any] | None = None,
        *,
        version: str = CURRENT,
        token: object = None,
        headers: dict[str, str] | None = None,
    ) -> requests.Response:
        meta = {"io.modelcontextprotocol/protocolVersion": version, "io.modelcontextprotocol/clientCapabilities": {}}
        named = {"Mcp-Name": params["name"]} if params and "name" in params else {}
        sent = {"Accept": BOTH, "MCP-Protocol-Version": version, "Mcp-Method": method, **named, **(headers or {})}
        whole = {**(params or {}), "_meta": meta | ({} if token is None else {"progressToken": token})}
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": whole}
        return requests.post(running.url("pantry.test") + path, json=body, headers=sent, timeout=5)

    return send


def call(name: str, **arguments: object) -> tuple[str, dict[str, Any]]:
    return "tools/call", {"name": name, "arguments": arguments}


def events(response: requests.Response) -> list[dict[str, Any]]:
    assert response.headers["Content-Type"] == "text/event-stream"
    lines = response.content.decode().split("\r\n")
    return [json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: ")]


def test_pages_of_tools(ask: Ask) -> None:
    """An empty cursor goes on, a missing one ends; the pages are what the one page has."""
    pages = [ask("/pages/mcp", "tools/list").json()["result"]]
    while "nextCursor" in pages[-1]:
        pages.append(ask("/pages/mcp", "tools/list", {"cursor": pages[-1]["nextCursor"]}).json()["result"])
    assert [page.get("nextCursor") for page in pages][1:] == ["", None]
    whole = ask("/mcp", "tools/list").json()["result"]["tools"]
    assert [tool for page in pages for tool in page["tools"]] == whole
    assert ask("/pages/mcp", "tools/list", {"cursor": "none"}).status_code == 400


def test_stock_is_kept_until_a_reset(ask: Ask, running: Any) -> None:
    thing = running.world()["pantry"]["ingredients"][0]
    name, quantity = thing["ingredient"], thing["quantity"]
    taken = ask("/mcp", *call("take", ingredient=name, quantity=3)).json()["result"]
    assert (taken["isError"], taken["structuredContent"]["quantity"]) == (False, quantity - 3)
    assert json.loads(taken["content"][0]["text"]) == taken["structuredContent"]
    too_much = ask("/mcp", *call("take", ingredient=name, quantity=quantity)).json()["result"]
    assert (too_much["isError"], "structuredContent" in too_much) == (True, False)
    left = ask("/mcp", *call("look_up", ingredient=name)).json()["result"]["structuredContent"]
    assert left["quantity"] == quantity - 3
    running.reset(7)
    other = running.world()["pantry"]["ingredients"]
    assert ask("/mcp", *call("look_up", ingredient=other[0]["ingredient"])).json()["result"]["structuredContent"] == {
        key: other[0][key] for key in ("ingredient", "quantity", "unit", "shelf")
    }
    running.reset(1)
    assert running.world()["pantry"]["ingredients"][0] == thing


def test_progress_comes_before_the_result(ask: Ask) -> None:
    *progress, answer = events(ask("/stream/mcp", *call("count_shelf", shelf="top"), token="t-1"))
    steps = [message["params"]["progress"] for message in progress]
    assert steps == list(range(1, len(answer["result"]["structuredContent"]["items"]) + 1))
    assert {message["params"]["progressToken"] for message in progress} == {"t-1"}
    silent = ask("/stream/mcp", *call("count_shelf", shelf="top"))
    assert silent.content.startswith(b": ")
    assert [message["id"] for message in events(silent)] == [1]


def test_errors_of_tools_and_of_the_protocol(ask: Ask) -> None:
    """What a tool can't do is a result; what is no call is an error with a status of its own."""
    for arguments in ({"ingredient": "stone soup"}, {"ingredient": 7}, {}):
        refused = ask("/mcp", *call("look_up", **arguments))
        assert (refused.status_code, refused.json()["result"]["isError"]) == (200, True)
    told = {
        (-32602, 400): ask("/mcp", *call("nothing")),
        (-32601, 404): ask("/mcp", "tools/nothing"),
        (-32020, 400): ask("/mcp", "tools/list", headers={"Mcp-Method": "tools/call"}),
        (-32022, 400): ask("/mcp", "tools/list", version="1900-01-01"),
    }
    assert {(answer.json()["error"]["code"], answer.status_code) for answer in told.values()} == set(told)
    assert ask("/stream/mcp", "tools/list", headers={"Accept": "application/json"}).status_code == 406
    assert ask("/nowhere", "tools/list").status_code == 404


def test_a_name_that_is_not_ascii(ask: Ask, running: Any) -> None:
    method, params = call("goûter", ingredient=running.world()["pantry"]["ingredients"][0]["ingredient"])
    name = f"=?base64?{base64.b64encode('goûter'.encode()).decode()}?="
    tasted = ask("/mcp", method, params, headers={"Mcp-Name": name}).json()["result"]
    assert [block["type"] for block in tasted["content"]] == ["text", "text"]
    assert ask("/mcp", method, params, headers={"Mcp-Name": "gouter"}).json()["error"]["code"] == -32020


def test_another_revision(ask: Ask) -> None:
    refused = ask("/next/mcp", "tools/list")
    said = refused.json()["error"]
    assert (refused.status_code, said["code"], said["data"]["supported"]) == (400, -32022, [DRAFT])
    assert said["data"]["requested"] == CURRENT
    assert ask("/next/mcp", "tools/list", version=DRAFT).json() == ask("/mcp", "tools/list").json()


def test_a_door_that_wants_a_token(ask: Ask, running: Any) -> None:
    refused = ask("/staff/mcp", "tools/list", headers={"Authorization": "Bearer nobody"})
    assert (refused.status_code, "resource_metadata=" in refused.headers["WWW-Authenticate"]) == (401, True)
    shown = {"Authorization": f"Bearer {running.world()['token']}"}
    assert ask("/staff/mcp", "tools/list", headers=shown).json() == ask("/mcp", "tools/list").json()


@pytest.mark.parametrize("path", ["/mcp", "/stream/mcp"])
def test_the_older_revision(running: Any, path: str) -> None:
    """`initialize`, then a session; its id is the same each time, and a reset ends it."""

    def send(body: dict[str, Any], **headers: str) -> requests.Response:
        whole = {"Accept": BOTH, **{name.replace("_", "-"): value for name, value in headers.items()}}
        return requests.post(running.url("pantry.test") + path, json=body, headers=whole, timeout=5)

    def message(response: requests.Response) -> dict[str, Any]:
        return events(response)[-1] if path == "/stream/mcp" else response.json()

    about = {"protocolVersion": OLDER, "capabilities": {}, "clientInfo": {"name": "a guest", "version": "1"}}
    hello = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": about}
    sessions = []
    for _ in range(2):
        running.reset(1)
        opened = send(hello)
        assert message(opened)["result"]["protocolVersion"] == OLDER
        sessions.append(opened.headers["Mcp-Session-Id"])
    assert sessions[0] == sessions[1]
    known = {"Mcp_Session_Id": sessions[0], "MCP_Protocol_Version": OLDER}
    ready = send({"jsonrpc": "2.0", "method": "notifications/initialized"}, **known)
    assert (ready.status_code, ready.content) == (202, b"")
    listed = send({"jsonrpc": "2.0", "id": 2, "method": "tools/list"}, **known)
    assert "look_up" in [tool["name"] for tool in message(listed)["result"]["tools"]]
    running.reset(1)
    assert send({"jsonrpc": "2.0", "id": 3, "method": "tools/list"}, **known).status_code == 404


def test_plain_json_rpc(running: Any) -> None:
    """Errors in a 200 or with a status, a result that is null, a notification, and an answer to somebody else."""
    running.reset(1)
    there = running.world()["pantry"]

    def send(path: str, method: str, params: object = None, **more: object) -> requests.Response:
        body = {"jsonrpc": "2.0", "method": method, **({} if params is None else {"params": params}), **more}
        return requests.post(running.url("pantry.test") + path, json=body, timeout=5)

    assert send("/rpc", "shelves.list", id="a").json() == {"jsonrpc": "2.0", "id": "a", "result": there["shelves"]}
    for thing in there["ingredients"]:
        by_name = send("/rpc", "delivery.next", {"ingredient": thing["ingredient"]}, id=1).json()
        assert by_name == send("/rpc", "delivery.next", [thing["ingredient"]], id=1).json()
        assert (by_name["result"] is None) == (thing["delivery"] is None)
    for method, params, code, status in (
        ("stock.count", None, -32601, 404),
        ("stock.look_up", {"ingredient": there["missing"]}, 1001, 404),
        ("stock.look_up", {"ingredient": 7}, -32602, 400),
        ("stock.look_up", {"what": "rice"}, -32602, 400),
        ("stock.look_up", [], -32602, 400),
    ):
        answers = [send(path, method, params, id=1) for path in ("/rpc", "/strict/rpc")]
        assert [answer.json()["error"]["code"] for answer in answers] == [code, code]
        assert [answer.status_code for answer in answers] == [200, status]
    assert send("/rpc", "shelves.list", id=1, hurry=True).json()["error"]["code"] == -32600
    form = requests.post(running.url("pantry.test") + "/rpc", data={"jsonrpc": "2.0"}, timeout=5).json()
    assert (form["id"], form["error"]["code"]) == (None, -32700)
    told = [send(path, "shelves.counted", {"by": "Ana"}) for path in ("/rpc", "/strict/rpc")]
    assert [(answer.status_code, answer.content) for answer in told] == [(202, b""), (204, b"")]
    assert send("/mixed-up/rpc", "shelves.list", id=1).json()["id"] != 1
