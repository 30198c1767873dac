"""What the bistro's page says of addresses that another server answers: the tokens, and who wants them."""

from typing import Any

from kitchen.strict import FORM_TYPE, JSON_TYPE

SERVER = "https://auth.test"
TAG = "Tokens, at auth.test"

SECURITY: dict[str, Any] = {
    "oauth2": {
        "type": "oauth2",
        "description": "A token from `https://auth.test/token/`, sent as `Authorization: Bearer …`.",
        "flows": {
            "clientCredentials": {
                "tokenUrl": f"{SERVER}/token/",
                "refreshUrl": f"{SERVER}/token/",
                "scopes": {
                    "orders": "See orders",
                    "profile": "See who you are",
                    "stock": "See and change the stock",
                    "staff": "See what only the staff may see",
                },
            }
        },
    },
}

SCHEMAS: dict[str, Any] = {
    "Token": {
        "type": "object",
        "description": "A token, as RFC 6749 §5.1 describes it. Never keep it in a cache: `Cache-Control: no-store`.",
        "required": ["access_token", "token_type", "expires_in", "scope"],
        "properties": {
            "access_token": {"type": "string", "description": "What an API wants to see.", "examples": ["access-k7m2"]},
            "token_type": {"type": "string", "description": "`Bearer`, in any case.", "examples": ["Bearer"]},
            "expires_in": {"type": "integer", "description": "For how many seconds it is good.", "examples": [900]},
            "scope": {"type": "string", "description": "What it is good for.", "examples": ["orders"]},
            "refresh_token": {"type": "string", "description": "Only for guests: the one for the next refresh."},
        },
    },
    "TokenError": {
        "type": "object",
        "description": "Why there is no token, as RFC 6749 §5.2 describes it.",
        "required": ["error"],
        "properties": {
            "error": {"type": "string", "description": "The code, for programs.", "examples": ["invalid_grant"]},
            "error_description": {"type": "string", "description": "The same for people."},
        },
    },
    "TokenRequest": {
        "type": "object",
        "description": "What a token is asked with. A form: JSON is not taken.",
        "required": ["grant_type"],
        "properties": {
            "grant_type": {
                "enum": ["client_credentials", "refresh_token"],
                "type": "string",
                "description": "Whether a program asks for itself, or on behalf of a guest who has logged in before.",
                "examples": ["client_credentials"],
            },
            "scope": {"type": "string", "description": "With spaces between; else all you may have."},
            "refresh_token": {"type": "string", "description": "The newest one that you were given."},
        },
    },
    "Me": {
        "type": "object",
        "description": "Whose token it is.",
        "required": ["name", "scope"],
        "properties": {
            "name": {"type": "string", "description": "The guest."},
            "scope": {"type": "string", "description": "What the guest has allowed."},
        },
    },
}


def _schema(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _answer(description: str, schema: dict[str, Any] | None = None, **headers: str) -> dict[str, Any]:
    answer: dict[str, Any] = {"description": description}
    if schema:
        answer["content"] = {JSON_TYPE: {"schema": schema}}
    if headers:
        answer["headers"] = {
            name.replace("_", "-"): {"description": text, "schema": {"type": "string"}}
            for name, text in headers.items()
        }
    return answer


def _operation(summary: str, description: str, responses: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "tags": [TAG],
        "servers": [{"url": SERVER}],
        "summary": summary,
        "description": description,
        "responses": responses,
        **more,
    }


def _api(summary: str, description: str, scope: str, schema: dict[str, Any]) -> dict[str, Any]:
    responses = {
        "200": _answer("Here you are.", schema),
        "401": _answer(
            "No token, or one that is expired or unknown.", WWW_Authenticate='`Bearer …error="invalid_token"…`'
        ),
        "403": _answer(
            "A good token, but for other things. A new one would not help.",
            WWW_Authenticate='`Bearer …error="insufficient_scope"…`',
        ),
    }
    return {"get": _operation(summary, description, responses, security=[{"oauth2": [scope]}])}


def _form(schema: dict[str, Any]) -> dict[str, Any]:
    return {"required": True, "content": {FORM_TYPE: {"schema": schema}}}


_JUST_A_TOKEN = {"type": "object", "required": ["token"], "properties": {"token": {"type": "string"}}}

PATHS: dict[str, Any] = {
    "/token/": {
        "post": _operation(
            "Get a token",
            "A program for itself sends `grant_type=client_credentials` and says who it is by HTTP Basic: its id "
            "and its secret, each form-encoded first (RFC 6749 §2.3.1, §4.4.2).\n\n"
            "A guest’s app sends `grant_type=refresh_token` and the `refresh_token`. It has no secret; this server "
            "knows it by the refresh token, so that `client_id` may be left out. Each refresh gives a new refresh "
            "token, and the old one is worth nothing from then on (RFC 6749 §6).",
            {
                "200": _answer("The token.", _schema("Token"), Cache_Control="`no-store`"),
                "400": _answer("`invalid_grant`, `invalid_scope`, `unsupported_grant_type` …", _schema("TokenError")),
                "401": _answer("`invalid_client`: unknown, or a wrong secret.", _schema("TokenError")),
            },
            requestBody=_form(_schema("TokenRequest")),
            security=[{"basic": []}, {}],
        )
    },
    "/introspect/": {
        "post": _operation(
            "Ask about a token",
            "Whether a token is good, and for what (RFC 7662). For programs with a secret.",
            {"200": _answer("`active` says whether it is good.")},
            requestBody=_form(_JUST_A_TOKEN),
            security=[{"basic": []}],
        )
    },
    "/revoke_token/": {
        "post": _operation(
            "Give a token back",
            "It is worth nothing from then on (RFC 7009). For programs with a secret.",
            {"200": _answer("It is gone, or was never there.")},
            requestBody=_form(_JUST_A_TOKEN),
            security=[{"basic": []}],
        )
    },
    "/.well-known/oauth-authorization-server": {
        "get": _operation(
            "What this server can do",
            "Its addresses and abilities, for programs (RFC 8414).",
            {"200": _answer("A JSON object.")},
        )
    },
    "/api/orders": _api(
        "Orders",
        "The guest's own orders; all of tonight's for a program that acts for itself. Scope `orders`.",
        "orders",
        {"type": "array", "items": _schema("Order")},
    ),
    "/api/me": _api("Who am I", "Whose token it is. Scope `profile`, and a guest's token.", "profile", _schema("Me")),
    "/api/staff": _api(
        "For the staff", "Who cooks tonight. Scope `staff`, which no guest has.", "staff", {"type": "object"}
    ),
}


def describe(document: dict[str, Any]) -> None:
    """Add all of it to the bistro's OpenAPI document."""
    document["paths"].update(PATHS)
    document["components"]["schemas"].update(SCHEMAS)
    document["components"]["securitySchemes"].update(SECURITY)
