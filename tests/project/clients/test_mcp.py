"""MCP's client and our solutions of e50 and e51 read the same from the running pantry."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import pytest

from .conftest import client_of, official, solution

pytestmark = client_of("mcp")

CALLS: list[tuple[str, dict[str, Any]]] = [
    ("look_up", {"ingredient": "olive oil"}),
    ("look_up", {"ingredient": "moon dust"}),
    ("count_shelf", {"shelf": "middle"}),
    ("goûter", {"ingredient": "olive oil"}),
    ("moon_walk", {}),
]
"""One that works, one that fails, one that tells how far it is, one with an accent, and one that isn't there."""


@pytest.mark.parametrize("door", ["/mcp", "/pages/mcp", "/stream/mcp"])
def test_tools_and_calls(kitchen: dict[str, Any], control: Callable[..., None], door: str) -> None:
    url = kitchen["servers"]["pantry"] + door
    theirs = official("with_mcp.py", url=url, calls=CALLS)
    e50, e51 = solution("e50"), solution("e51")
    assert theirs["version"] == e50.VERSION == e51.VERSIONS[0]

    tools = e50.McpClient(url).list_tools()
    assert tools == theirs["tools"]
    assert {name for name, _ in CALLS} - {tool["name"] for tool in tools} == {"moon_walk"}

    for (name, arguments), read in zip(CALLS, theirs["calls"], strict=True):
        assert called(e51, url, name, arguments) == read


def called(e51: Any, url: str, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """A call by our solution, in the words of `with_mcp`."""
    progress: list[list[Any]] = []
    call = functools.partial(e51.call_tool, url, name, arguments)
    try:
        result = call(on_progress=lambda done, total, message: progress.append([done, total, message]))
    except e51.RpcError as error:
        return {"error": error.code, "message": str(error).removesuffix(f" ({error.code})")}
    return {"ok": result.ok, "content": result.content, "structured": result.structured, "progress": progress}


def test_the_next_revision(kitchen: dict[str, Any], control: Callable[..., None]) -> None:
    """The client speaks no draft and says so, with the error that e50 raises; e51 does speak it."""
    url = f"{kitchen['servers']['pantry']}/next/mcp"
    ((code, data),) = official("with_mcp.py", url=url, calls=[])["refused"]
    e50, e51 = solution("e50"), solution("e51")
    with pytest.raises(e50.RpcError) as refused:
        e50.McpClient(url).list_tools()
    assert refused.value.code == code
    assert data["supported"] == refused.value.data["supported"] == [e51.VERSIONS[1]]
    assert called(e51, url, *CALLS[0])["ok"]
