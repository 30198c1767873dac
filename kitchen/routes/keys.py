"""Who is asking? API keys, and doors that lead elsewhere, some of them to other houses."""

import ipaddress
from hmac import compare_digest
from typing import Annotated, Literal
from urllib.parse import urlsplit

from fastapi import Path, Query, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from pydantic import BaseModel, Field

from kitchen.draw import Draw
from kitchen.problems import Problem, invalid
from kitchen.routes.common import TheKitchen, corner, problems, replies

router = corner("Keys and doors")

HEADER = "X-API-Key"
# A 401 has to name a scheme (RFC 9110, 11.6.1), and none is registered for keys in a header of one's own. This word is
# the one that FastAPI uses, too.
ASK_KEY = f'APIKey realm="Bistro guests", header="{HEADER}"'


class Regular(BaseModel):
    """Whose key it is."""

    name: Annotated[str, Field(examples=["Zoë Ångström"])]
    table: Annotated[int, Field(description="Where they like to sit.", examples=[7])]
    guest_since: Annotated[int, Field(description="The year.", examples=[2019])]


@router.get(
    "/whoami",
    summary="Whose key is this?",
    response_model=Regular,
    responses={
        **replies(200, "Good to see you again."),
        **problems(401, 422),
        **replies(403, "The key was good once, and has been withdrawn.", "application/problem+json"),
    },
    openapi_extra={"security": [{"key": []}]},
)
async def whoami(kitchen: TheKitchen, request: Request) -> Response:
    """The regular to whom the API key in the header `X-API-Key` was given. A key in the query is not taken."""
    sent = request.headers.get(HEADER, "").encode("latin-1")
    if not sent:
        raise no_key(f"Send your key in the header {HEADER}.")
    if compare_digest(sent, kitchen.evening.withdrawn_key.encode()):
        raise Problem(403, "not-allowed", "This key was withdrawn yesterday.")
    if not compare_digest(sent, kitchen.evening.api_key.encode()):
        raise no_key("Nobody has this key.")
    draw = Draw(kitchen.seed, "regular")
    return JSONResponse(
        {"name": kitchen.evening.guest, "table": draw.between(1, 30), "guest_since": draw.between(2003, 2025)}
    )


def no_key(detail: str) -> Problem:
    """A 401 that says where the key belongs."""
    return Problem(401, "not-logged-in", detail, headers={"WWW-Authenticate": ASK_KEY})


@router.get(
    "/doors",
    summary="A door that leads elsewhere",
    status_code=302,
    responses={
        **replies(302, "Or another `status`. Ask there instead.", headers={"Location": "`to`."}),
        **problems(422),
    },
)
async def door(
    to: Annotated[
        str,
        Query(
            description="Where it leads: a path, or an address of one of the practice servers. No other: a redirect to "
            "wherever a guest says would lend the house's good name to anybody.",
            examples=["/whoami"],
        ),
    ],
    status: Annotated[
        Literal["301", "302", "303", "307", "308"], Query(description="For a GET they all mean the same.")
    ] = "302",
) -> Response:
    """A redirect (RFC 9110, 15.4): `Location` says where to ask instead."""
    if not is_ours(to):
        detail = "must be a path, or an http or https address whose host ends with .test or is this machine"
        raise invalid([{"parameter": "to", "detail": detail}])
    return RedirectResponse(to, int(status))


def is_ours(place: str) -> bool:
    """Whether this is a path of the bistro (`/whoami`), or an address of a practice server, its scheme left out or not.

    In a live run all the servers are on this machine, on ports of their own.
    """
    try:
        parts = urlsplit(place)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return False
    if not place.isascii() or not place.isprintable() or "\\" in place or "@" in parts.netloc:
        return False
    if not parts.scheme and not parts.netloc:
        return place.startswith("/") and not place.startswith("//")
    return parts.scheme in ("", "http", "https") and (host.endswith(".test") or is_this_machine(host))


def is_this_machine(host: str) -> bool:
    """Whether a host's name or address leads back to the machine that asks."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@router.get(
    "/corridor/{doors}",
    summary="A corridor with so many doors",
    status_code=302,
    responses={
        **replies(302, "The next door.", headers={"Location": "Relative: `2`, and `../whoami` in the end."}),
        **problems(422),
    },
)
async def corridor(
    doors: Annotated[int, Path(ge=1, le=20, description="How many doors are still to go through.", examples=[3])],
) -> Response:
    """From `/corridor/3` to `/corridor/2` to `/corridor/1` to `/whoami`, all in the bistro: three redirects."""
    return RedirectResponse(str(doors - 1) if doors > 1 else "../whoami", 302)
