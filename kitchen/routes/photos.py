"""Photos of the dishes, down and up."""

import hashlib
import json
from functools import lru_cache
from typing import Annotated, Any, Literal

from fastapi import Query, Request
from fastapi.responses import JSONResponse, Response
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from kitchen import models
from kitchen.pictures import image_type, photograph
from kitchen.problems import Problem, invalid
from kitchen.routes.common import TheKitchen, corner, find_dish, problems, replies, unless_same
from kitchen.routes.menu import Slug
from kitchen.strict import header_parameter, read_json, require_media_type, validate
from kitchen.tables import Upload

router = corner("Photos")

PART_TYPES = (None, "image/png", "image/jpeg", "application/octet-stream")
develop = lru_cache(maxsize=64)(photograph)


@router.get(
    "/photos/{slug}",
    summary="A dish's photo",
    response_class=Response,
    responses={
        **replies(200, "The picture's bytes.", "image/png", headers={"ETag": "For `If-None-Match`."}),
        **replies(304, "`If-None-Match` names the photo that it still is."),
        **problems(404, 422),
    },
)
async def photo(
    kitchen: TheKitchen,
    request: Request,
    slug: Slug,
    size: Annotated[Literal["small", "large"], Query(description="`large` is about 60 KB.")] = "small",
) -> Response:
    """The photo of a dish. Not every dish has one. What a guest has sent is shown in the size that it came in."""
    with kitchen.session() as session:
        dish, upload = find_dish(session, slug), session.get(Upload, slug)
        if upload is not None:
            content, media_type = upload.content, upload.media_type
        elif dish.photo:
            content, media_type = develop(kitchen.seed, slug, large=size == "large"), "image/png"
        else:
            raise Problem(404, "no-photo", f"Nobody has taken a photo of {dish.name} yet.")
    tag = kitchen.entity_tag("photo", hashlib.sha256(content).hexdigest())
    return unless_same(request, tag, Response(content, media_type=media_type))


@router.post(
    "/menu/{slug}/photo",
    status_code=201,
    summary="Send a photo",
    response_model=models.PhotoReceipt,
    responses={
        **replies(201, "The photo is on the wall.", headers={"Location": "The photo's address, relative."}),
        **problems(400, 404, 413, 415, 422),
    },
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "multipart/form-data": {
                    "schema": {
                        "type": "object",
                        "required": ["photo", "meta"],
                        "properties": {
                            "photo": {"type": "string", "format": "binary", "description": "A PNG or JPEG file."},
                            "meta": {"$ref": "#/components/schemas/PhotoMeta"},
                        },
                    },
                    "encoding": {
                        "photo": {"contentType": "image/png, image/jpeg"},
                        "meta": {"contentType": "application/json"},
                    },
                }
            },
        }
    },
)
async def send_photo(kitchen: TheKitchen, request: Request, slug: Slug) -> Response:
    """A form of two parts: the file as `photo`, and as `meta` a JSON document with its caption."""
    require_media_type(request, "multipart/form-data")
    file, meta = await two_parts(request)
    content, filename = await file.read(), file.filename or ""
    found = image_type(content)
    if found is None:
        raise invalid([{"pointer": "#/photo", "detail": "is not a whole PNG or JPEG file"}])
    with kitchen.session() as session:
        dish = find_dish(session, slug)
        upload = Upload(slug=dish.slug, filename=filename, media_type=found, caption=meta.caption, content=content)
        session.merge(upload)
        session.commit()
    receipt = {
        "dish": slug,
        "filename": filename,
        "content_type": found,
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "caption": meta.caption,
    }
    return JSONResponse(receipt, 201, {"Location": f"/photos/{slug}"})


async def two_parts(request: Request) -> tuple[UploadFile, models.PhotoMeta]:
    """The file and what is said about it; anything missing, extra, double or of another kind is a 4xx."""
    if not header_parameter(request.headers["content-type"], "boundary"):
        raise Problem(400, "bad-request", "The Content-Type names no boundary between the parts.")
    try:
        form = await request.form(max_files=10, max_fields=10)
    except (HTTPException, UnicodeDecodeError) as error:
        raise Problem(400, "bad-request", "The parts of the form can't be told apart.") from error
    parts: dict[str, Any] = {}
    errors = []
    for name, value in form.multi_items():
        if name in parts or name not in ("photo", "meta"):
            errors.append({"pointer": f"#/{name}", "detail": "is one part too many"})
        parts[name] = value
    file, text = parts.get("photo"), parts.get("meta")
    if not isinstance(file, UploadFile) or not file.filename:
        errors.append({"pointer": "#/photo", "detail": "a file is needed, with a file name"})
    elif file.content_type not in PART_TYPES:
        errors.append({"pointer": "#/photo", "detail": f"a picture is needed, not {file.content_type}"})
    # The part's own Content-Type is not asked for: what counts is that the text is JSON.
    if not isinstance(text, str):
        errors.append({"pointer": "#/meta", "detail": "a JSON part is needed, without a file name"})
    if errors:
        raise invalid(errors)
    assert isinstance(file, UploadFile)
    assert isinstance(text, str)
    try:
        content = read_json(text.encode())
    except json.JSONDecodeError as error:
        raise invalid([{"pointer": "#/meta", "detail": f"is not JSON: {error.msg}"}]) from error
    meta: models.PhotoMeta = validate(models.PhotoMeta, content, "#/meta")
    return file, meta
