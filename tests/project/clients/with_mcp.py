"""MCP's own client lists the tools of a server and calls some; what it reads goes out as JSON.

Standard input: `{"url": …, "calls": [[name, arguments], …]}`
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

import mcp


async def main(told: dict[str, Any]) -> dict[str, Any]:
    tools: list[dict[str, Any]] = []
    calls: list[dict[str, Any]] = []
    async with mcp.Client(told["url"]) as client:
        cursor = None
        while True:
            page = await client.list_tools(cursor=cursor)
            tools += [tool.model_dump(mode="json", by_alias=True, exclude_unset=True) for tool in page.tools]
            cursor = page.next_cursor
            if cursor is None:
                break
        for name, arguments in told["calls"]:
            calls.append(await call(client, name, arguments))
        return {"version": client.protocol_version, "tools": tools, "calls": calls}


async def call(client: mcp.Client, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    progress: list[list[Any]] = []

    async def on_progress(done: float, total: float | None, message: str | None) -> None:
        progress.append([done, total, message])

    try:
        result = await client.call_tool(name, arguments, progress_callback=on_progress)
    except mcp.MCPError as error:
        return {"error": error.error.code, "message": error.error.message}
    texts = [block.text for block in result.content if block.type == "text"]
    return {
        "ok": not result.is_error,
        "content": "\n".join(texts),
        "structured": result.structured_content,
        "progress": progress,
    }


def leaves(error: Any) -> list[mcp.MCPError]:
    """The errors in a group of groups."""
    return [leaf for one in error.exceptions for leaf in leaves(one)] if hasattr(error, "exceptions") else [error]


if __name__ == "__main__":
    try:
        print(json.dumps(asyncio.run(main(json.load(sys.stdin)))))
    except* mcp.MCPError as group:
        print(json.dumps({"refused": [[error.error.code, error.error.data] for error in leaves(group)]}))
