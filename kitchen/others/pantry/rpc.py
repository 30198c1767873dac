"""The shelves by plain JSON-RPC 2.0, without anybody's SDK: one address, the method's name in the body."""

import json
from collections.abc import Callable
from typing import Any

from starlette.responses import Response

from kitchen.app import Application, Receive, Scope, Send, read_body
from kitchen.others.pantry import stock
from kitchen.shelves import SHELVES
from kitchen.world import Kitchen

PARSE_ERROR, INVALID_REQUEST, METHOD_NOT_FOUND, INVALID_PARAMS = -32700, -32600, -32601, -32602
NOT_HERE = 1001
"""Ours: an application's own codes stay clear of -32768 to -32000 (JSON-RPC 2.0 §5.1)."""

STATUS = {METHOD_NOT_FOUND: 404, NOT_HERE: 404}
"""The status of an error where it is told by the status, too; any other is 400."""

MEMBERS = {"jsonrpc", "id", "method", "params"}


class RpcError(Exception):
    """What becomes the `error` of an answer."""

    def __init__(self, code: int, message: str, data: Any = None) -> None:
        super().__init__(message)
        self.body = {"code": code, "message": message, **({} if data is None else {"data": data})}
        self.code = code


def json_rpc(kitchen: Kitchen, *, strict: bool = False, mixed_up: bool = False) -> Application:
    """The address.

    Args:
        strict: errors have an error status, and a notification gets a 204 in place of a 202.
        mixed_up: answers carry another id than the request's.
    """
    methods: dict[str, tuple[tuple[str, ...], Callable[..., Any]]] = {
        "shelves.list": ((), lambda: list(SHELVES)),
        "stock.look_up": (("ingredient",), lambda ingredient: stock.look_up(kitchen, ingredient)),
        "delivery.next": (("ingredient",), lambda ingredient: stock.next_delivery(kitchen, ingredient)),
    }

    def call(request: dict[str, Any]) -> Any:
        if request["method"] not in methods:
            raise RpcError(METHOD_NOT_FOUND, "Method not found", {"method": request["method"]})
        names, function = methods[request["method"]]
        params = request.get("params", {})
        if isinstance(params, list):
            params = dict(zip(names, params, strict=False)) if len(params) == len(names) else None
        if params is None or set(params) != set(names) or not all(isinstance(value, str) for value in params.values()):
            raise RpcError(INVALID_PARAMS, "Invalid params", {"expected": list(names)})
        try:
            return function(**params)
        except stock.NotHere as error:
            raise RpcError(NOT_HERE, str(error), {"ingredient": params["ingredient"]}) from None

    async def endpoint(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "POST":
            await Response(status_code=405, headers={"Allow": "POST"})(scope, receive, send)
            return
        request_id, status = None, 200
        try:
            request = read(scope, await read_body(receive))
            request_id = request.get("id")
            if "id" not in request:  # whatever is wrong with it, nobody is told (JSON-RPC 2.0 §4.1)
                await Response(status_code=204 if strict else 202)(scope, receive, send)
                return
            said: dict[str, Any] = {"result": call(request)}
        except RpcError as error:
            said = {"error": error.body}
            status = STATUS.get(error.code, 400) if strict else 200
        answer_id = f"{request_id}-of-table-9" if mixed_up else request_id
        body = json.dumps({"jsonrpc": "2.0", "id": answer_id, **said}, ensure_ascii=False)
        await Response(body, status, media_type="application/json")(scope, receive, send)

    return endpoint


def read(scope: Scope, body: bytes) -> dict[str, Any]:
    """A request out of a body. Raises `RpcError` for anything that is none: what is not known is not overlooked."""
    headers = dict(scope["headers"])
    if headers.get(b"content-type", b"").partition(b";")[0].strip() != b"application/json":
        raise RpcError(PARSE_ERROR, "Parse error", "The body is to be application/json.")
    try:
        request = json.loads(body)
    except ValueError:
        raise RpcError(PARSE_ERROR, "Parse error", "The body is no JSON.") from None
    well_formed = (
        isinstance(request, dict)
        and request.get("jsonrpc") == "2.0"
        and set(request) <= MEMBERS
        and isinstance(request.get("method"), str)
        and isinstance(request.get("params", {}), (dict, list))
        and isinstance(request.get("id", ""), (str, int))
        and not isinstance(request.get("id", ""), bool)
    )
    if not well_formed:
        raise RpcError(INVALID_REQUEST, "Invalid Request")
    return dict(request)
