"""The sommelier: an A2A 1.0 agent of the official `a2a-sdk`, who says which wine goes with a dish of tonight's menu.

==============================  =====================================================================================
`/.well-known/agent-card.json`  who he is, what he can do, and which of these doors there are
`/rpc`                          A2A 1.0 by JSON-RPC. For the tenant `terrace` he keeps other books there
`/v0.3/rpc`                     the same by the older protocol
`/v1`                           A2A 1.0 by HTTP and JSON
==============================  =====================================================================================

What he makes of a sentence is in `talk`: an answer at once, a task that takes its time by the kitchen's clock, a
question, a refusal. He never moves the clock, so whoever wants no answer before all is done gets it done at once.
"""

import asyncio
from contextvars import ContextVar
from typing import TYPE_CHECKING

from kitchen.app import Application, Receive, Scope, Send, once, read_body
from kitchen.others.dated import dated
from kitchen.world import Kitchen

if TYPE_CHECKING:
    from a2a.server.request_handlers import DefaultRequestHandler
    from a2a.types import AgentCard

CACHE = "public, max-age=3600"

origin: ContextVar[str] = ContextVar("origin")
"""Under which name the present guest has come: what the card says of the doors begins with it."""


def application(kitchen: Kitchen) -> Application:
    """The sommelier as an ASGI application; it needs no lifespan."""
    return dated(Doors(kitchen), kitchen)


class Doors:
    """All the doors. After a reset there is another sommelier behind them, who knows of no task."""

    def __init__(self, kitchen: Kitchen) -> None:
        self._kitchen = kitchen
        self._open: tuple[DefaultRequestHandler, Application] | None = None
        self._one_at_a_time = asyncio.Lock()
        kitchen.after_reset(self._start_anew)
        self._reset = False  # books that are there already are gone on with

    def _start_anew(self) -> None:
        # Not at the reset itself: somebody may still be writing.
        self._reset = True

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        message = once(await read_body(receive), receive)
        # Guests who come at once get their ids in the order of their arrival, however fast the disk is.
        async with self._one_at_a_time:
            app = await self._app()
            host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
            origin.set(f"{scope['scheme']}://{host}")
            await app(scope, message, send)

    async def _app(self) -> Application:
        """What is behind the doors now."""
        if self._reset or self._open is None:
            anew, self._reset = self._reset, False
            if self._open is not None:
                await self._open[0].aclose()
            self._open = await self._make(anew)
        return self._open[1]

    async def _make(self, anew: bool) -> "tuple[DefaultRequestHandler, Application]":
        from a2a.server.routes import create_agent_card_routes, create_jsonrpc_routes, create_rest_routes
        from starlette.applications import Starlette

        from kitchen.others.sommelier.card import card
        from kitchen.others.sommelier.tasks import handler

        async def card_for_this_guest(_: "AgentCard") -> "AgentCard":
            return card(origin.get())

        behind = await handler(self._kitchen, anew=anew)
        routes = [
            *create_agent_card_routes(card("https://sommelier.test"), card_for_this_guest, cache_control=CACHE),
            *create_jsonrpc_routes(behind, "/rpc"),
            *create_jsonrpc_routes(behind, "/v0.3/rpc", enable_v0_3_compat=True),
            *create_rest_routes(behind, path_prefix="/v1"),
        ]
        return behind, Starlette(routes=routes)
