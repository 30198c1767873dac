"""The SDK's session manager, running for as long as nothing is reset."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kitchen.app import Receive, Scope, Send

if TYPE_CHECKING:
    from mcp.server.lowlevel import Server


class Running:
    """An application that starts a session manager at the first request, in a task of its own.

    A manager can't be started twice, so a reset makes another one, and with it forgets all sessions.
    """

    def __init__(self, make: Callable[[], "Server[Any]"], *, json: bool) -> None:
        self._make = make
        self._json = json
        self._manager: Any = None
        self._task: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._task is None:
            ready = asyncio.Event()
            self._task = asyncio.create_task(self._run(ready))
            await ready.wait()
        await self._manager.handle_request(scope, receive, send)

    def stop(self) -> None:
        """Let it end, if it runs."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def _run(self, ready: asyncio.Event) -> None:
        from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

        self._manager = StreamableHTTPSessionManager(self._make(), json_response=self._json)
        async with self._manager.run():
            ready.set()
            await asyncio.Event().wait()  # until somebody cancels this task
