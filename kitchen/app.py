"""`bistro.test`, put together."""

from collections.abc import Awaitable, Callable, MutableMapping
from email.utils import format_datetime
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse, Response

from kitchen import elsewhere, models, problems
from kitchen.docs import page
from kitchen.routes import (
    board,
    flaky,
    guests,
    keys,
    legacy,
    menu,
    orders,
    pages,
    payments,
    photos,
    rush,
    staff,
    trouble,
    webhooks,
)
from kitchen.world import Kitchen

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

MAX_BODY = 1_000_000

ABOUT = """The API of a small bistro. You order, the waiter carries the order to the kitchen and brings back the dish.

Errors are problem documents (RFC 9457, `application/problem+json`). Every answer has an `X-Request-Id`; tell it to us
when you ask for help. The bistro is strict: it takes what is described here, and nothing else.
"""


def bistro(kitchen: Kitchen) -> Application:
    """The whole service, ready for a server."""
    return FrontDoor(create_app(kitchen), kitchen)


def create_app(kitchen: Kitchen) -> FastAPI:
    """The addresses and what they say about themselves."""
    # A slash too many is another address; the framework would redirect from it.
    app = FastAPI(
        title="The Bistro",
        version="1.0",
        description=ABOUT,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        webhooks=webhooks.calls,
    )
    app.state.kitchen = kitchen

    @app.get("/docs", include_in_schema=False)
    async def docs() -> Response:
        return HTMLResponse(page(app.openapi()))

    corners = (
        menu,
        orders,
        pages,
        payments,
        board,
        rush,
        photos,
        guests,
        staff,
        keys,
        webhooks,
        trouble,
        flaky,
        legacy,
    )
    problems.install(app, *(corner.router for corner in corners))
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]
    return app


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document, with the problems and the schemas that no route's signature shows."""
    if app.openapi_schema is None:
        document = get_openapi(
            title=app.title,
            version=app.version,
            description=app.description,
            routes=app.routes,
            webhooks=app.webhooks.routes,
        )
        schemas = document["components"]["schemas"]
        for name in ("HTTPValidationError", "ValidationError"):
            schemas.pop(name, None)
        for model in (models.Problem, models.PhotoMeta, models.NewEntry):
            schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas.update(schema.pop("$defs", {}))
            schemas[model.__name__] = schema
        document["components"]["securitySchemes"] = {
            "basic": {"type": "http", "scheme": "basic"},
            "bearer": {"type": "http", "scheme": "bearer"},
            "key": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
        }
        for operation in (operation for item in document["paths"].values() for operation in item.values()):
            for response in operation["responses"].values():
                if response["description"] == "Successful Response":
                    response["description"] = "Here you are."
        for operation in (operation for item in document["webhooks"].values() for operation in item.values()):
            # What the framework believes of addresses that it serves is not so of yours.
            operation["responses"] = {"204": {"description": "Thank you."}}
        elsewhere.describe(document)
        app.openapi_schema = document
    return app.openapi_schema


class FrontDoor:
    """Around every answer, good or bad: the slip's number, the kitchen's date, and a body read before a word is said.

    Reading first keeps the bytes on the wire the same each time: a server that answers in mid-body may close the
    connection, or not. A HEAD is a GET whose body the server leaves out.
    """

    def __init__(self, app: Application, kitchen: Kitchen) -> None:
        self.app = app
        self.kitchen = kitchen

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        stamp = [
            (b"date", format_datetime(self.kitchen.now, usegmt=True).encode()),
            (b"x-request-id", self.kitchen.next_request_id().encode()),
        ]

        async def send_stamped(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*stamp, *message.get("headers", [])]
            await send(message)

        body = await read_body(receive)
        if len(body) > MAX_BODY:
            problem = problems.Problem(413, "too-large", f"{MAX_BODY} bytes is the most that the bistro takes.")
            await problem.response(scope["path"])(scope, receive, send_stamped)
            return
        if scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}
        await self.app(scope, once(body, receive), send_stamped)


async def read_body(receive: Receive) -> bytes:
    """The whole body; of one that is far too large, no more than needed to know that."""
    body = bytearray()
    while True:
        message = await receive()
        if len(body) <= MAX_BODY:
            body += message.get("body", b"")
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            return bytes(body)


def once(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives this body, and then what the server has to say."""
    waiting = [body]

    async def next_message() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return next_message
