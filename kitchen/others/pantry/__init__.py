"""The pantry: an MCP server of the official `mcp` SDK, and beside it the same shelves by plain JSON-RPC.

=====================  ==========================================================================================
`/mcp`                 MCP, answers are JSON; all tools on one page
`/pages/mcp`           the tools on three pages, the second of which ends with an empty cursor
`/stream/mcp`          answers are event streams
`/staff/mcp`           wants the evening's Bearer token
`/next/mcp`            speaks the draft of the next revision, and no other
`/rpc`                 JSON-RPC 2.0, every answer is a 200
`/strict/rpc`          errors are 4xx
`/mixed-up/rpc`        answers carry the id of somebody else's request
=====================  ==========================================================================================

All of `…/mcp` speak revision 2026-07-28 and, by `initialize`, those from 2024-11-05 to 2025-11-25.
"""

from types import SimpleNamespace

from starlette.responses import PlainTextResponse

from kitchen.app import Application, Receive, Scope, Send, once, read_body
from kitchen.draw import Draw
from kitchen.others.dated import dated
from kitchen.others.pantry.doors import ahead, guarded, streamed
from kitchen.others.pantry.rpc import json_rpc
from kitchen.others.pantry.running import Running
from kitchen.others.pantry.stock import write_stock
from kitchen.others.pantry.tools import server
from kitchen.world import Kitchen


def application(kitchen: Kitchen) -> Application:
    """The pantry as an ASGI application; it needs no lifespan."""
    from mcp.server import streamable_http_manager

    opened = 0

    def next_session() -> SimpleNamespace:
        # What older revisions call a session is counted, so that a recording can be made again.
        nonlocal opened
        opened += 1
        return SimpleNamespace(hex=Draw(kitchen.seed, "mcp session", opened).token(24))

    streamable_http_manager.uuid4 = next_session  # type: ignore[attr-defined, assignment]
    plain = Running(lambda: server(kitchen), json=True)
    paged = Running(lambda: server(kitchen, pages=True), json=True)
    stream = Running(lambda: server(kitchen), json=False)

    def start_anew() -> None:
        nonlocal opened
        opened = 0
        write_stock(kitchen)
        for running in (plain, paged, stream):
            running.stop()

    kitchen.after_reset(start_anew)
    doors: dict[str, Application] = {
        "/mcp": plain,
        "/pages/mcp": paged,
        "/stream/mcp": streamed(stream),
        "/staff/mcp": guarded(plain, kitchen),
        "/next/mcp": ahead(plain),
        "/rpc": json_rpc(kitchen),
        "/strict/rpc": json_rpc(kitchen, strict=True),
        "/mixed-up/rpc": json_rpc(kitchen, mixed_up=True),
    }

    async def pantry(scope: Scope, receive: Receive, send: Send) -> None:
        door = doors.get(scope["path"], PlainTextResponse("There is no such door.\n", 404))
        await door(scope, once(await read_body(receive), receive), send)

    return dated(pantry, kitchen)
