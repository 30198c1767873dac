"""Sixty-three ways to send six requests: 31 that any server takes as the same, 32 that are something else.

A recording is compared by a matcher, a live request is judged by a server; here is what the two must agree about.
Only `requests` is needed: each variant prepares a request for any base URL, and does not send it.

    for variant in VARIANTS:
        sent = variant.prepare("http://bistro.test")
        wanted = REFERENCES[variant.group].prepare("http://bistro.test")
        assert matches(sent, wanted) == variant.right

A prepared body may be a generator, so prepare anew for each use. To send one to a bistro, give its own `world` (from
`GET /_kitchen/world`); without it, `EXAMPLE` is used, which serves as well for a matcher.
"""

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import requests
from requests.auth import AuthBase, HTTPBasicAuth

World = dict[str, Any]

# The smallest picture there is: one transparent pixel. It holds a line feed, as every PNG does, to tell a file that was
# opened as text.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000a49444154789c63000100000500010d0a2db40000000049454e44ae426082"
)

EXAMPLE: World = {
    "dishes": [{"slug": "onion-soup"}, {"slug": "apple-crumble"}],
    "staff": {"user": "amelie", "password": "salt:and pepper 42"},
    "token": "practice-token-example",
}

Prepare = Callable[[str, World], requests.PreparedRequest]


@dataclass(frozen=True)
class Variant:
    """One way to send a request."""

    group: str
    name: str
    right: bool
    _prepare: Prepare

    def prepare(self, base_url: str, world: World = EXAMPLE) -> requests.PreparedRequest:
        """The request, ready to be sent (or compared) once. `base_url` has no path and no slash at its end."""
        return self._prepare(base_url, world)


def session() -> requests.Session:
    """A session that looks neither at proxies nor at `.netrc`: those would change what is sent."""
    new = requests.Session()
    new.trust_env = False
    return new


def build(method: str, url: str, **options: Any) -> requests.PreparedRequest:
    """What `requests.request(…)` would send."""
    return session().prepare_request(requests.Request(method, url, **options))


# ---------------------------------------------------------------------------- query: GET /menu

QUERY = {"text": "o & ü/+", "limit": "5", "tag": ["warm", "main"], "vegan": "false"}
PAIRS = [("text", "o & ü/+"), ("limit", "5"), ("tag", "warm"), ("tag", "main"), ("vegan", "false")]


def _prepared_by_hand(base: str, world: World) -> requests.PreparedRequest:
    request = requests.PreparedRequest()
    request.prepare("GET", f"{base}/menu", headers={}, params=QUERY)
    return request


def _session_params(base: str, world: World) -> requests.PreparedRequest:
    with session() as own:
        own.params = {"limit": "5", "vegan": "false"}
        return own.prepare_request(
            requests.Request("GET", f"{base}/menu", params={"text": QUERY["text"], "tag": QUERY["tag"]})
        )


def _explicit_port(base: str, world: World) -> requests.PreparedRequest:
    parts = urlsplit(base)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return build("GET", f"{parts.scheme}://{parts.hostname}:{port}/menu", params=QUERY)


def _upper_case_host(base: str, world: World) -> requests.PreparedRequest:
    scheme, _, host = base.partition("://")
    return build("GET", f"{scheme}://{host.upper()}/menu", params=QUERY)


QUERY_RIGHT: dict[str, Prepare] = {
    "params": lambda base, world: build("GET", f"{base}/menu", params=QUERY),
    "text with %20": lambda base, world: build(
        "GET", f"{base}/menu?" + "&".join(f"{name}={quote(value, safe='')}" for name, value in PAIRS)
    ),
    "another order": lambda base, world: build("GET", f"{base}/menu", params=dict(reversed(QUERY.items()))),
    "list of tuples": lambda base, world: build("GET", f"{base}/menu", params=PAIRS),
    "half in the URL": lambda base, world: build(
        "GET", f"{base}/menu?limit=5&vegan=false", params={"text": QUERY["text"], "tag": QUERY["tag"]}
    ),
    "prepared by hand": _prepared_by_hand,
    "Session.params": _session_params,
    "explicit port": _explicit_port,
    "upper-case host": _upper_case_host,
}
QUERY_WRONG: dict[str, Prepare] = {
    "wrong name": lambda base, world: build("GET", f"{base}/menu", params={**QUERY, "text": None, "q": QUERY["text"]}),
    "blank instead of left out": lambda base, world: build("GET", f"{base}/menu", params={**QUERY, "vegan": ""}),
    "one more": lambda base, world: build("GET", f"{base}/menu", params={**QUERY, "page": 1}),
    "ampersand not escaped": lambda base, world: build(
        "GET", f"{base}/menu?text=o & ü/%2B&limit=5&tag=warm&tag=main&vegan=false"
    ),
    "slash at the end": lambda base, world: build("GET", f"{base}/menu/", params=QUERY),
    "two slashes": lambda base, world: build("GET", f"{base}//menu", params=QUERY),
    "data on a GET": lambda base, world: build("GET", f"{base}/menu", data=QUERY),
    "a body beside the query": lambda base, world: build("GET", f"{base}/menu", params=QUERY, json={"limit": 5}),
}


# ---------------------------------------------------------------------------- bearer: GET /my/orders


class BearerAuth(AuthBase):
    """What the documentation of requests shows for a scheme of one's own."""

    def __init__(self, token: str) -> None:
        self.token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self.token}"
        return request


def _session_headers(base: str, world: World) -> requests.PreparedRequest:
    with session() as own:
        own.headers["authorization"] = f"Bearer {world['token']}"
        return own.prepare_request(requests.Request("GET", f"{base}/my/orders"))


BEARER_RIGHT: dict[str, Prepare] = {
    "headers": lambda base, world: build(
        "GET", f"{base}/my/orders", headers={"Authorization": f"Bearer {world['token']}"}
    ),
    "Session.headers": _session_headers,
    "an AuthBase": lambda base, world: build("GET", f"{base}/my/orders", auth=BearerAuth(world["token"])),
}
BEARER_WRONG: dict[str, Prepare] = {
    "no token": lambda base, world: build("GET", f"{base}/my/orders"),
    "another token": lambda base, world: build(
        "GET", f"{base}/my/orders", headers={"Authorization": f"Bearer {world['token']}x"}
    ),
    "another header": lambda base, world: build("GET", f"{base}/my/orders", headers={"X-API-Key": world["token"]}),
    "no scheme": lambda base, world: build("GET", f"{base}/my/orders", headers={"Authorization": world["token"]}),
}


# ---------------------------------------------------------------------------- basic: GET /staff


def _user_password_host(base: str, world: World) -> requests.PreparedRequest:
    scheme, _, host = base.partition("://")
    user, password = (quote(world["staff"][key], safe="") for key in ("user", "password"))
    return build("GET", f"{scheme}://{user}:{password}@{host}/staff")


def _session_auth(base: str, world: World) -> requests.PreparedRequest:
    with session() as own:
        own.auth = (world["staff"]["user"], world["staff"]["password"])
        return own.prepare_request(requests.Request("GET", f"{base}/staff"))


BASIC_RIGHT: dict[str, Prepare] = {
    "auth=(user, password)": lambda base, world: build(
        "GET", f"{base}/staff", auth=(world["staff"]["user"], world["staff"]["password"])
    ),
    "HTTPBasicAuth": lambda base, world: build(
        "GET", f"{base}/staff", auth=HTTPBasicAuth(world["staff"]["user"], world["staff"]["password"])
    ),
    "user:password@host": _user_password_host,
    "Session.auth": _session_auth,
}
BASIC_WRONG: dict[str, Prepare] = {
    "no password": lambda base, world: build("GET", f"{base}/staff"),
    "another password": lambda base, world: build("GET", f"{base}/staff", auth=(world["staff"]["user"], "sugar")),
}


# ---------------------------------------------------------------------------- json: POST /bookings

BOOKING = {"name": "Zoë Ångström", "guests": 1, "high_chair": False}
SEATING = {"X-Seating": "terrace"}
JSON = {**SEATING, "Content-Type": "application/json"}


def book(base: str, **options: Any) -> requests.PreparedRequest:
    """A booking, sent in some way."""
    return build(options.pop("method", "POST"), f"{base}/bookings", **options)


def _with_a_charset(base: str, world: World) -> requests.PreparedRequest:
    headers = {**SEATING, "content-type": "application/json; charset=utf-8"}
    return book(base, data=json.dumps(BOOKING), headers=headers)


def _from_a_generator(base: str, world: World) -> requests.PreparedRequest:
    def chunks() -> Iterator[bytes]:
        text = json.dumps(BOOKING).encode()
        yield text[:9]
        yield text[9:]

    return book(base, data=chunks(), headers=JSON)


JSON_RIGHT: dict[str, Prepare] = {
    "json=": lambda base, world: book(base, json=BOOKING, headers=SEATING),
    "data=dumps with a header": lambda base, world: book(base, data=json.dumps(BOOKING), headers=JSON),
    "another order of keys": lambda base, world: book(base, json=dict(reversed(BOOKING.items())), headers=SEATING),
    "indented": lambda base, world: book(base, data=json.dumps(BOOKING, indent=4), headers=JSON),
    "raw UTF-8": lambda base, world: book(base, data=json.dumps(BOOKING, ensure_ascii=False).encode(), headers=JSON),
    "with a charset": _with_a_charset,
    "from a file object": lambda base, world: book(base, data=io.BytesIO(json.dumps(BOOKING).encode()), headers=JSON),
    "from a generator": _from_a_generator,
}
JSON_WRONG: dict[str, Prepare] = {
    "data=dict": lambda base, world: book(base, data=BOOKING, headers=SEATING),
    "data=dumps without a header": lambda base, world: book(base, data=json.dumps(BOOKING), headers=SEATING),
    "dumped twice": lambda base, world: book(base, json=json.dumps(BOOKING), headers=SEATING),
    "a key is missing": lambda base, world: book(
        base, json={"name": BOOKING["name"], "high_chair": False}, headers=SEATING
    ),
    "a key too many": lambda base, world: book(base, json={**BOOKING, "table": 4}, headers=SEATING),
    "0 for false": lambda base, world: book(base, json={**BOOKING, "high_chair": 0}, headers=SEATING),
    '"1" for 1': lambda base, world: book(base, json={**BOOKING, "guests": "1"}, headers=SEATING),
    "true for 1": lambda base, world: book(base, json={**BOOKING, "guests": True}, headers=SEATING),
    "PUT": lambda base, world: book(base, method="PUT", json=BOOKING, headers=SEATING),
}


# ---------------------------------------------------------------------------- form: POST /guestbook


def entry(world: World) -> dict[str, Any]:
    """What the form says."""
    slugs = [dish["slug"] for dish in world["dishes"][:2]]
    return {"name": "Zoë & Co.", "message": "1 + 1 = très bon", "stars": "5", "liked": slugs}


def _data_list(base: str, world: World) -> requests.PreparedRequest:
    fields = entry(world)
    pairs = [("liked", slug) for slug in fields.pop("liked")]
    return build("POST", f"{base}/guestbook", data=[*pairs, *fields.items()])


def _text_with_a_header(base: str, world: World) -> requests.PreparedRequest:
    text = urlencode(entry(world), doseq=True, quote_via=quote)
    headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
    return build("POST", f"{base}/guestbook", data=text, headers=headers)


FORM_RIGHT: dict[str, Prepare] = {
    "data=dict": lambda base, world: build("POST", f"{base}/guestbook", data=entry(world)),
    "data=list": _data_list,
    "text with a header": _text_with_a_header,
}
FORM_WRONG: dict[str, Prepare] = {
    "as JSON": lambda base, world: build("POST", f"{base}/guestbook", json=entry(world)),
    "as a query": lambda base, world: build("POST", f"{base}/guestbook", params=entry(world)),
    "text without a header": lambda base, world: build(
        "POST", f"{base}/guestbook", data=urlencode(entry(world), doseq=True)
    ),
    "a blank field more": lambda base, world: build("POST", f"{base}/guestbook", data={**entry(world), "company": ""}),
}


# ---------------------------------------------------------------------------- multipart: POST /menu/{slug}/photo

META = json.dumps({"caption": "À la minute"})
PHOTO = ("plate.png", PIXEL, "image/png")
META_PART = (None, META, "application/json")


def upload(base: str, world: World, **options: Any) -> requests.PreparedRequest:
    """A photo of the world's first dish, sent in some way."""
    return build("POST", f"{base}/menu/{world['dishes'][0]['slug']}/photo", **options)


def _other_bytes_the_file_was_opened_as_text(base: str, world: World) -> requests.PreparedRequest:
    mangled = PIXEL.decode("latin-1").replace("\r\n", "\n").encode("utf-8")
    return upload(base, world, files={"photo": ("plate.png", mangled, "image/png"), "meta": META_PART})


def _content_type_set_by_hand_without_the_boundary(base: str, world: World) -> requests.PreparedRequest:
    headers = {"Content-Type": "multipart/form-data"}
    return upload(base, world, files={"photo": PHOTO, "meta": META_PART}, headers=headers)


MULTIPART_RIGHT: dict[str, Prepare] = {
    "another boundary": lambda base, world: upload(base, world, files={"photo": PHOTO}, data={"meta": META}),
    "from a file object": lambda base, world: upload(
        base, world, files={"photo": ("plate.png", io.BytesIO(PIXEL), "image/png"), "meta": META_PART}
    ),
    "everything in files=": lambda base, world: upload(base, world, files=[("meta", META_PART), ("photo", PHOTO)]),
    "no types for the parts": lambda base, world: upload(
        base, world, files={"photo": ("plate.png", PIXEL), "meta": (None, META)}
    ),
}
MULTIPART_WRONG: dict[str, Prepare] = {
    "the raw file as the body": lambda base, world: upload(
        base, world, data=PIXEL, headers={"Content-Type": "image/png"}
    ),
    "another field's name": lambda base, world: upload(base, world, files={"file": PHOTO, "meta": META_PART}),
    "a part is missing": lambda base, world: upload(base, world, files={"photo": PHOTO}),
    "other bytes: the file was opened as text": _other_bytes_the_file_was_opened_as_text,
    "Content-Type set by hand, without the boundary": _content_type_set_by_hand_without_the_boundary,
}


VARIANTS: list[Variant] = [
    Variant(group, name, right, prepare)
    for group, rights, wrongs in (
        ("query", QUERY_RIGHT, QUERY_WRONG),
        ("bearer", BEARER_RIGHT, BEARER_WRONG),
        ("basic", BASIC_RIGHT, BASIC_WRONG),
        ("json", JSON_RIGHT, JSON_WRONG),
        ("form", FORM_RIGHT, FORM_WRONG),
        ("multipart", MULTIPART_RIGHT, MULTIPART_WRONG),
    )
    for right, prepares in ((True, rights), (False, wrongs))
    for name, prepare in prepares.items()
]

# For each group, the request that its right variants are the same as: its first one.
REFERENCES: dict[str, Variant] = {variant.group: variant for variant in reversed(VARIANTS) if variant.right}
