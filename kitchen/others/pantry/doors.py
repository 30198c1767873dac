"""Other doors to the same server: one that streams, one that wants a token, one that is a revision ahead."""

from kitchen.app import Application, Message, Receive, Scope, Send, once, read_body
from kitchen.world import Kitchen

CURRENT, DRAFT = b"2026-07-28", b"DRAFT-2027-v1"


def streamed(app: Application) -> Application:
    """Answers as event streams.

    The SDK streams only what has something to say before the result; other answers are JSON. Both are allowed
    (MCP 2026-07-28, Streamable HTTP), and here its JSON is put into a stream, after a comment such as proxies send.
    """

    async def streaming(scope: Scope, receive: Receive, send: Send) -> None:
        start, body = await answer(app, scope, receive, send)
        if start is None:
            return
        if start["status"] == 200 and (b"content-type", b"application/json") in start["headers"]:
            start["headers"] = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-cache, no-transform")]
            body = b": the pantry is looking\r\n\r\nevent: message\r\ndata: " + body + b"\r\n\r\n"
        await say(start, body, send)

    return streaming


def guarded(app: Application, kitchen: Kitchen) -> Application:
    """Only for who shows the evening's token, in the SDK's own way (RFC 6750; RFC 9728 for where to get one)."""
    from mcp.server.auth.middleware.bearer_auth import BearerAuthBackend, RequireAuthMiddleware
    from mcp.server.auth.provider import AccessToken
    from pydantic import AnyHttpUrl
    from starlette.middleware.authentication import AuthenticationMiddleware

    class Verifier:
        async def verify_token(self, token: str) -> AccessToken | None:
            known = token == kitchen.evening.token
            return AccessToken(token=token, client_id="guest", scopes=["pantry"]) if known else None

    metadata = AnyHttpUrl("https://pantry.test/.well-known/oauth-protected-resource/staff/mcp")
    door = RequireAuthMiddleware(app, ["pantry"], metadata)
    return AuthenticationMiddleware(door, BearerAuthBackend(Verifier()))


def ahead(app: Application) -> Application:
    """A server that speaks the draft of the next revision only; the two differ in nothing but their names here."""

    async def swapping(scope: Scope, receive: Receive, send: Send) -> None:
        headers = [
            (name, swapped(value) if name == b"mcp-protocol-version" else value) for name, value in scope["headers"]
        ]
        body = swapped(await read_body(receive))
        start, body = await answer(app, {**scope, "headers": headers}, once(body, receive), send)
        if start is not None:
            await say(start, swapped(body), send)

    return swapping


def swapped(text: bytes) -> bytes:
    """The same text with the current revision's name for the draft's, and the other way round."""
    return text.replace(CURRENT, b"\0").replace(DRAFT, CURRENT).replace(b"\0", DRAFT)


async def answer(app: Application, scope: Scope, receive: Receive, send: Send) -> tuple[Message | None, bytes]:
    """An answer's start and its whole body. An event stream goes on as it comes; then there is no start to give."""
    start: Message | None = None
    body = bytearray()

    async def catch(message: Message) -> None:
        nonlocal start
        if message["type"] == "http.response.start":
            is_stream = any(value.startswith(b"text/event-stream") for _, value in message["headers"])
            start = None if is_stream else message
        if start is None:
            await send(message)
        elif message["type"] == "http.response.body":
            body.extend(message.get("body", b""))

    await app(scope, receive, catch)
    return start, bytes(body)


async def say(start: Message, body: bytes, send: Send) -> None:
    """Send an answer in one piece, with the length that it has now."""
    kept = [(name, value) for name, value in start["headers"] if name != b"content-length"]
    headers = [*kept, (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": start["status"], "headers": headers})
    await send({"type": "http.response.body", "body": body})
