"""The old till: it still runs, and it answers the way that old machines do. Each address says what is odd about it."""

import json

from fastapi.responses import HTMLResponse, Response

from kitchen.routes.common import TheKitchen, corner
from kitchen.strict import JSON_TYPE
from kitchen.world import Kitchen

router = corner("The old till")

BAD_GATEWAY = """<!DOCTYPE html>
<html><head><title>502 – rien ne va après le café</title></head>
<body><h1>Bad Gateway</h1><p>The till did not answer the waiter.</p></body></html>
"""


def till(kitchen: Kitchen, number: int = 3) -> bytes:
    """What the till knows, as JSON."""
    dishes = kitchen.evening.dishes[:number]
    return json.dumps([{"name": dish["name"], "cents": dish["cents"]} for dish in dishes], ensure_ascii=False).encode()


@router.get("/legacy/menu", summary="502, and a web page", response_class=HTMLResponse, status_code=502)
async def menu(kitchen: TheKitchen) -> Response:
    """What a proxy says when the machine behind it is silent: `502` with `text/html`, and not a word on the charset."""
    return HTMLResponse(BAD_GATEWAY, 502, headers={"Content-Type": "text/html"})


@router.get("/legacy/broken", summary="JSON that breaks off")
async def broken(kitchen: TheKitchen) -> Response:
    """`200` and `application/json`, but the text stops in the middle."""
    text = till(kitchen)
    return Response(text[: len(text) // 2], media_type=JSON_TYPE)


@router.get("/legacy/empty", summary="JSON without a body")
async def empty(kitchen: TheKitchen) -> Response:
    """`200` and `application/json`, but no body at all."""
    return Response(b"", media_type=JSON_TYPE)


@router.get("/legacy/nothing", summary="204", status_code=204)
async def nothing(kitchen: TheKitchen) -> Response:
    """`204`: all is well, and there is nothing to say."""
    return Response(status_code=204)


@router.get("/legacy/vendor", summary="JSON under a name of its own")
async def vendor(kitchen: TheKitchen) -> Response:
    """`application/vnd.bistro.menu+json`: the `+json` says how to read it."""
    return Response(till(kitchen), media_type="application/vnd.bistro.menu+json")


@router.get("/legacy/shouting", summary="JSON in capital letters")
async def shouting(kitchen: TheKitchen) -> Response:
    """`Application/JSON; Charset=UTF-8`: media types know no case, and may have parameters."""
    return Response(till(kitchen), headers={"Content-Type": "Application/JSON; Charset=UTF-8"})


@router.get("/legacy/null", summary="JSON that says null")
async def null(kitchen: TheKitchen) -> Response:
    """`null` is a JSON document too."""
    return Response(b"null", media_type=JSON_TYPE)


@router.get("/legacy/untyped", summary="JSON without a type")
async def untyped(kitchen: TheKitchen) -> Response:
    """JSON text, but no `Content-Type` that says so."""
    return Response(till(kitchen))


@router.get("/legacy/plain", summary="JSON as plain text")
async def plain(kitchen: TheKitchen) -> Response:
    """JSON text that calls itself `text/plain`."""
    return Response(till(kitchen), media_type="text/plain")


@router.get("/legacy/lines", summary="JSON lines")
async def lines(kitchen: TheKitchen) -> Response:
    """`application/x-ndjson`: each line is JSON, the whole is not."""
    rows = json.loads(till(kitchen))
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return Response(text, media_type="application/x-ndjson")


@router.get("/legacy/line", summary="JSON lines, a single one")
async def line(kitchen: TheKitchen) -> Response:
    """`application/x-ndjson` with one line: today it happens to be JSON, tomorrow there may be two."""
    row = json.loads(till(kitchen))[0]
    return Response(json.dumps(row, ensure_ascii=False) + "\n", media_type="application/x-ndjson")


@router.get("/legacy/shut", summary="503, and a word", status_code=503)
async def shut(kitchen: TheKitchen) -> Response:
    """`503` with JSON: the status is bad, the body is perfectly readable."""
    body = json.dumps({"message": "The till is being counted — back soon."}, ensure_ascii=False)
    return Response(body, 503, media_type=JSON_TYPE)
