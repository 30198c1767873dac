"""What frameworks forgive and the bistro does not.

A learner's request is graded against a recording; what the recording's matcher refuses has to be refused here as well,
or the exercise would teach something that is not so. Hence: no unknown parameters, no second value where one is meant,
no blanks, no body where none belongs, JSON only as JSON, and no types bent to fit.
"""

import json
from collections.abc import Callable, Coroutine
from email.message import Message
from typing import Annotated, Any, get_origin
from urllib.parse import parse_qsl

from fastapi import Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from kitchen.problems import Problem, invalid

JSON_TYPE = "application/json"
MERGE_PATCH = "application/merge-patch+json"
FORM_TYPE = "application/x-www-form-urlencoded"


class Strict(BaseModel):
    """A body that takes exactly what it names: `"1"` is not 1, 0 is not false, and nothing else may be in it."""

    model_config = ConfigDict(extra="forbid", strict=True)


def _truth(text: object) -> object:
    if text not in ("true", "false"):
        raise ValueError("must be `true` or `false`, in lower case")
    return text == "true"


def _number(text: object) -> object:
    if not (isinstance(text, str) and text.isascii() and text.isdigit() and str(int(text)) == text):
        raise ValueError("must be a whole number, in plain digits")
    return int(text)


Truth = Annotated[bool, BeforeValidator(_truth)]
"""A parameter that is `true` or `false`; not `True`, `1`, `yes` or nothing."""
Number = Annotated[int, BeforeValidator(_number)]
"""A parameter that is a whole number; not `5.0`, `05` or `+5`."""


class StrictRequest(Request):
    """A request whose JSON is read as RFC 8259 has it: UTF-8, no NaN, no key twice."""

    async def json(self) -> Any:
        return read_json(await self.body())


class StrictRoute(APIRoute):
    """A route that looks at query and body before the framework does."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def strict(request: Request) -> Response:
            request = StrictRequest(request.scope, request.receive)
            check_query(request, self.dependant)
            body = await request.body()
            if request.method in ("GET", "DELETE"):
                if body:
                    raise Problem(400, "bad-request", f"A {request.method} of {request.url.path} does not take a body.")
            elif self.body_field is not None:
                check_json_type(request)
            return await handle(request)

        return strict


def check_query(request: Request, dependant: Dependant) -> None:
    """Refuse unknown and blank parameters, and a second value of one that is not a list."""
    repeatable = {field.alias: get_origin(field.field_info.annotation) is list for field in dependant.query_params}
    errors, seen = [], set()
    for name, value in read_pairs(request.scope["query_string"], "query"):
        if name not in repeatable:
            errors.append({"parameter": name, "detail": "is not a parameter of this address"})
        elif not value:
            errors.append({"parameter": name, "detail": "must not be blank; leave it out instead"})
        elif name in seen and not repeatable[name]:
            errors.append({"parameter": name, "detail": "must not be given twice"})
        seen.add(name)
    if errors:
        raise invalid(errors)


def check_json_type(request: Request) -> None:
    """Refuse a body that does not say it is JSON. A PATCH may say that it is a merge patch (RFC 7396)."""
    allowed = (MERGE_PATCH, JSON_TYPE) if request.method == "PATCH" else (JSON_TYPE,)
    require_media_type(request, *allowed)


def require_media_type(request: Request, *allowed: str) -> None:
    """A 415 unless the body's Content-Type is one of these; its parameters are not looked at."""
    sent = media_type(request.headers.get("content-type"))
    if sent not in allowed:
        says = f"says {sent}" if sent else "does not say what it is (no Content-Type)"
        headers = {"Accept-Patch" if request.method == "PATCH" else "Accept-Post": ", ".join(allowed)}
        detail = f"The body {says}; {' or '.join(allowed)} is taken here."
        raise Problem(415, "unsupported-media-type", detail, headers={} if request.method == "PUT" else headers)


def media_type(header: str | None) -> str:
    """`"Application/JSON; charset=utf-8"` becomes `"application/json"`."""
    return (header or "").partition(";")[0].strip().lower()


def header_parameter(header: str, name: str) -> str | None:
    """A parameter of a header's value, such as the boundary of a Content-Type."""
    message = Message()
    message["Content-Type"] = header
    value = message.get_param(name)
    return value if isinstance(value, str) and value else None


def read_pairs(text: bytes, what: str) -> list[tuple[str, str]]:
    """Names and values of a query or a form, blanks kept; what is not UTF-8 is refused."""
    try:
        return parse_qsl(text.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=100)
    except ValueError as error:
        raise Problem(400, "bad-request", f"The {what} is not percent-encoded UTF-8.") from error


def read_json(body: bytes) -> Any:
    """A body's JSON; the framework turns a `JSONDecodeError` into a 422."""

    def no_constant(name: str) -> object:
        raise json.JSONDecodeError(f"{name} is not JSON", name, 0)

    def no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len({key for key, _ in pairs}) < len(pairs):
            raise json.JSONDecodeError("an object has the same key twice", "", 0)
        return dict(pairs)

    try:
        return json.loads(body.decode("utf-8"), parse_constant=no_constant, object_pairs_hook=no_key_twice)
    except UnicodeDecodeError as error:
        raise json.JSONDecodeError("the text is not UTF-8", "", 0) from error


def validate(model: type[BaseModel], content: object, place: str = "#") -> Any:
    """`content` as a model, or a 422 whose pointers start at `place`."""
    try:
        return model.model_validate(content)
    except ValidationError as error:
        raise invalid(
            [
                {"pointer": place + "".join(f"/{part}" for part in item["loc"]), "detail": item["msg"]}
                for item in error.errors()
            ]
        ) from error
