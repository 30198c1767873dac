"""What is written into a cassette, so that recording again gives the same bytes and a person can read them.

``normalise`` is vcrpy's ``before_save_interaction``, ``serializer`` is registered with ``VCR.register_serializer``.
Compressed answers are to be unpacked while recording (``decode_compressed_response=True``); everything else in an
answer's body stays as the server sent it.
"""

from __future__ import annotations

import sys
from email.message import Message
from typing import Any

import yaml
from vcr.request import Request
from vcr.serializers import yamlserializer

from grader.judge.bodies import body_bytes, delimiter, header_text

BOUNDARY = "order-up-boundary"
"""What parts a multipart request in every cassette; a real one is drawn anew for each request."""

UNSTABLE = {"date", "server", "connection", "keep-alive", "transfer-encoding"}
"""Response headers that say something about the moment or the connection, and nothing about the answer."""

OTHER_LINE_ENDS = frozenset("\x85\u2028\u2029")
"""What YAML takes for the end of a line besides the usual ones."""


def normalise(request: Request, response: dict[str, Any], *, match: tuple[str, ...]) -> tuple[Request, dict[str, Any]]:
    """Keep of an exchange what a check can look at, in an order that does not change.

    Args:
        match: the request headers to keep, in lower case. Besides, Content-Type is kept where there is a body.

    Returns:
        A new request with its whole body as bytes (None without one), and the response with fewer headers.
    """
    body = body_bytes(request)
    kept = {*match, "content-type"} if body else set(match)
    headers = {name: header_text(request, name) for name in sorted(request.headers, key=str.lower)}
    headers = {name: value for name, value in headers.items() if name.lower() in kept}
    for name in headers:
        if name.lower() == "content-type":
            headers[name], body = _with_fixed_boundary(headers[name] or "", body)
    answer = {name: response["headers"][name] for name in sorted(response["headers"], key=str.lower)}
    answer = {name: value for name, value in answer.items() if name.lower() not in UNSTABLE}
    return Request(request.method, request.uri, body or None, headers), {**response, "headers": answer}


def _with_fixed_boundary(content_type: str, body: bytes) -> tuple[str, bytes]:
    """The same multipart body with :data:`BOUNDARY` between its parts; any other body as it is."""
    header = Message()
    header["Content-Type"] = content_type
    boundary = header.get_boundary()
    if not boundary or header.get_content_maintype() != "multipart":
        return content_type, body
    fixed = delimiter(boundary).sub(lambda found: found[0][: -len(boundary)] + BOUNDARY.encode("ascii"), body)
    return f"{content_type.partition(';')[0].strip()}; boundary={BOUNDARY}", fixed


class _Dumper(yaml.SafeDumper):
    """Writes YAML as a person would: texts of several lines as a block, no line folded, no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: _Dumper, value: str) -> yaml.Node:
    style = "|" if "\n" in value else None
    if not OTHER_LINE_ENDS.isdisjoint(value):
        style = '"'  # only there they stay what they are
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


class _Serializer:
    """A cassette as YAML, its keys in the order in which an exchange happens."""

    deserialize = staticmethod(yamlserializer.deserialize)

    @staticmethod
    def serialize(cassette: dict[str, Any]) -> str:
        interactions = [
            {
                "request": _ordered(interaction["request"], "method", "uri", "headers", "body"),
                "response": _ordered(interaction["response"], "status", "headers", "body"),
            }
            for interaction in cassette["interactions"]
        ]
        data = {"version": cassette["version"], "interactions": interactions}
        return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=sys.maxsize)


serializer = _Serializer()


def _ordered(mapping: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: mapping[name] for name in names}
