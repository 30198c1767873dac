"""Everything that goes wrong is told as RFC 9457 says: `application/problem+json`."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Match

MEDIA_TYPE = "application/problem+json"

KINDS = {
    "bad-request": "The request can't be understood",
    "unknown-address": "There is nothing at this address",
    "unknown-dish": "This dish is not on the menu",
    "unknown-order": "There is no such order",
    "unknown-booking": "There is no such booking",
    "unknown-shelf": "There is no such shelf",
    "unknown-delivery": "There was no such delivery",
    "no-photo": "There is no photo of this dish",
    "method-not-allowed": "This address does not take that method",
    "not-acceptable": "None of the types that you accept is on offer",
    "already-served": "The order was served already",
    "changed-meanwhile": "Somebody has changed it meanwhile",
    "too-large": "The body is too large",
    "unsupported-media-type": "The body has a type that is not taken here",
    "invalid": "Something in the request is not valid",
    "precondition-required": "Say which version you mean",
    "not-logged-in": "Tell us who you are",
    "not-allowed": "You may not do this",
    "not-paid": "The bill is still open",
    "too-many": "You ask too often",
    "busy": "The kitchen can't keep up",
    "kitchen-fire": "Something went wrong in the kitchen",
    "not-implemented": "The kitchen can't do that",
    "key-missing": "A payment needs an Idempotency-Key",
    "key-reused": "This key was used for another payment",
    "payment-in-flight": "The payment is still being made",
    "card-machine": "The card machine does not answer",
}


class Problem(Exception):
    """Raised anywhere, answered as a problem document."""

    def __init__(
        self,
        status: int,
        kind: str,
        detail: str,
        *,
        errors: Sequence[dict[str, str]] = (),
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.kind = kind
        self.detail = detail
        self.errors = list(errors)
        self.headers = headers or {}

    def response(self, path: str) -> Response:
        """The answer to a request for `path`."""
        content: dict[str, Any] = {
            "type": f"https://bistro.test/problems/{self.kind}",
            "title": KINDS[self.kind],
            "status": self.status,
            "detail": self.detail,
            "instance": quote(path),
        }
        if self.errors:
            content["errors"] = self.errors
        return JSONResponse(content, self.status, self.headers, media_type=MEDIA_TYPE)


def invalid(errors: Sequence[dict[str, str]]) -> Problem:
    """A 422 that lists what is wrong; each error has a `detail` and says where: `pointer`, `parameter` or `header`."""
    count = "1 thing is" if len(errors) == 1 else f"{len(errors)} things are"
    return Problem(422, "invalid", f"{count} not valid; see `errors`.", errors=errors)


def install(app: FastAPI, *routers: APIRouter) -> None:
    """Include these routers, and answer all errors as problems."""
    for router in routers:
        app.include_router(router)
    routes = [*app.routes, *(route for router in routers for route in router.routes)]

    @app.exception_handler(Problem)
    async def known(request: Request, problem: Problem) -> Response:
        return problem.response(request.scope["path"])

    @app.exception_handler(RequestValidationError)
    async def not_valid(request: Request, error: RequestValidationError) -> Response:
        return invalid([_error(item) for item in error.errors()]).response(request.scope["path"])

    @app.exception_handler(HTTPException)
    async def by_framework(request: Request, error: HTTPException) -> Response:
        path = request.scope["path"]
        if error.status_code == HTTPStatus.NOT_FOUND:
            return Problem(404, "unknown-address", f"{path} is not an address of the bistro.").response(path)
        if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            allowed = ", ".join(allowed_methods(routes, request))
            detail = f"{path} takes {allowed}."
            return Problem(405, "method-not-allowed", detail, headers={"Allow": allowed}).response(path)
        return Problem(error.status_code, "bad-request", str(error.detail)).response(path)

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> Response:
        return Problem(500, "kitchen-fire", "This is a bug of the bistro's, not yours.").response(request.scope["path"])


def allowed_methods(routes: Sequence[BaseRoute], request: Request) -> list[str]:
    """All the methods of an address; the framework itself would name only those of the first route that fits."""
    methods: set[str] = set()
    for route in routes:
        match, _ = route.matches(request.scope)
        if match is not Match.NONE:
            methods |= getattr(route, "methods", None) or set()
    if "GET" in methods:
        methods.add("HEAD")
    return sorted(methods)


def _error(item: dict[str, Any]) -> dict[str, str]:
    """`("body", "items", 0, "quantity")` becomes `{"pointer": "#/items/0/quantity"}` (a JSON Pointer, RFC 6901)."""
    if item["type"] == "json_invalid":
        return {"pointer": "#", "detail": f"is not JSON: {item['ctx']['error']}"}
    return _place(*item["loc"]) | {"detail": item["msg"]}


def _place(where: str, *rest: int | str) -> dict[str, str]:
    if where == "body":
        return {"pointer": "#" + "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in rest)}
    name = str(rest[0]) if rest else ""
    return {"header" if where == "header" else "parameter": name}
