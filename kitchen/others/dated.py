"""The front door that all these servers share."""

from email.utils import format_datetime

from kitchen.app import Application, Message, Receive, Scope, Send
from kitchen.world import Kitchen


def dated(app: Application, kitchen: Kitchen) -> Application:
    """The same application; the `Date` of its answers is the kitchen's, the rest is its own."""

    async def dated_app(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_dated(message: Message) -> None:
            if message["type"] == "http.response.start":
                date = format_datetime(kitchen.now, usegmt=True).encode()
                kept = [(name, value) for name, value in message["headers"] if name.lower() != b"date"]
                message["headers"] = [(b"date", date), *kept]
            await send(message)

        await app(scope, receive, send_dated)

    return dated_app
