"""The page about the API, made from its OpenAPI document. It needs nothing from the network."""

import json
import re
from html import escape
from typing import Any

STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fffdf8}
h1,h2{font-family:Georgia,serif} h2{border-bottom:1px solid #d9cdb8;margin-top:2.5rem}
details{border:1px solid #d9cdb8;border-radius:.4rem;margin:.5rem 0;background:#fff}
summary{padding:.5rem .8rem;cursor:pointer}
details>div{padding:0 1rem .6rem} table{border-collapse:collapse;width:100%;font-size:.92rem}
td,th{text-align:left;vertical-align:top;padding:.25rem .8rem .25rem 0;border-top:1px solid #eee}
code,pre{font:.88rem/1.45 ui-monospace,monospace;background:#f6f1e6;border-radius:.2rem} code{padding:.05rem .25rem}
pre{padding:.6rem;overflow-x:auto} .method{display:inline-block;min-width:4.2rem;font-weight:bold;color:#8a3b12}
.soft{color:#666}
td code{overflow-wrap:anywhere} @media(max-width:40rem){td,th{padding-right:.4rem} details>div{padding:0 .5rem .5rem}}
"""
OPTIONAL = ' <span class="soft">optional</span>'
METHODS = ("get", "post", "put", "patch", "delete")


def page(document: dict[str, Any]) -> str:
    """The whole page as HTML."""
    info = document["info"]
    tags: dict[str, list[str]] = {}
    for path, item in [*document["paths"].items(), *document.get("webhooks", {}).items()]:
        for method in METHODS:
            if method in item:
                tags.setdefault(item[method]["tags"][0], []).append(_operation(document, path, method, item[method]))
    corners = "".join(f"<h2>{escape(tag)}</h2>\n{''.join(operations)}" for tag, operations in tags.items())
    schemas = "".join(_schema(name, schema) for name, schema in sorted(document["components"]["schemas"].items()))
    return (
        f'<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>{escape(info["title"])}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>{STYLE}</style>\n<h1>{escape(info['title'])}</h1>\n{_text(info['description'])}"
        '<p>The same for machines: <a href="/openapi.json">openapi.json</a>.</p>\n'
        f"{corners}<h2>The shapes of the data</h2>\n{schemas}</html>\n"
    )


def _operation(document: dict[str, Any], path: str, method: str, operation: dict[str, Any]) -> str:
    parts = [_text(operation.get("description", ""))]
    if operation.get("security"):
        scheme = next(iter(operation["security"][0]))
        named = {"oauth2": "HTTP Bearer, with a token of auth.test"}.get(scheme, f"HTTP {scheme.capitalize()}")
        needed = "May need" if {} in operation["security"] else "Needs"
        parts.append(f"<p>{needed} <code>Authorization</code>: {escape(named)}.</p>")
    if operation.get("parameters"):
        rows = "".join(_parameter(parameter) for parameter in operation["parameters"])
        parts.append(f"<table><tr><th>Parameter<th>In<th>Type<th>Meaning{rows}</table>")
    for media, content in operation.get("requestBody", {}).get("content", {}).items():
        example = json.dumps(_example(document, content.get("schema", {})), indent=2, ensure_ascii=False)
        shape = f"{_link(content.get('schema', {}))}, for example:" if content.get("schema") else ""
        sends = "The bistro sends" if path in document.get("webhooks", {}) else "Send"
        parts.append(f"<p>{sends} <code>{escape(media)}</code>: {shape}</p><pre>{escape(example)}</pre>")
    if operation.get("servers"):
        parts.append(f"<p>At <code>{escape(operation['servers'][0]['url'] + path)}</code>.</p>")
    rows = "".join(_response(status, response) for status, response in operation["responses"].items())
    parts.append(f"<table><tr><th>Status<th>Meaning<th>Type{rows}</table>")
    return (
        f'<details><summary><span class="method">{method.upper()}</span> <code>{escape(path)}</code> '
        f"{escape(operation.get('summary', ''))}</summary><div>{''.join(parts)}</div></details>\n"
    )


def _parameter(parameter: dict[str, Any]) -> str:
    schema = parameter.get("schema", {})
    needed = "" if parameter.get("required") else OPTIONAL
    meaning = _inline(parameter.get("description", schema.get("description", "")))
    name = f"<code>{escape(parameter['name'])}</code>{needed}"
    return f"<tr><td>{name}<td>{escape(parameter['in'])}<td>{_link(schema)}<td>{meaning}"


def _response(status: str, response: dict[str, Any]) -> str:
    types = [
        f"<code>{escape(media)}</code> {_link(content.get('schema', {}))}"
        for media, content in response.get("content", {}).items()
    ]
    headers = "".join(
        f"<br><code>{escape(name)}</code>: {_inline(header['description'])}"
        for name, header in response.get("headers", {}).items()
    )
    return f"<tr><td>{escape(status)}<td>{_inline(response['description'])}{headers}<td>{'<br>'.join(types)}"


def _schema(name: str, schema: dict[str, Any]) -> str:
    rows = ""
    for key, value in schema.get("properties", {}).items():
        needed = "" if key in schema.get("required", []) else OPTIONAL
        rows += (
            f"<tr><td><code>{escape(key)}</code>{needed}<td>{_link(value)}<td>{_inline(value.get('description', ''))}"
        )
    return (
        f'<details id="{escape(name)}"><summary><code>{escape(name)}</code></summary>'
        f"<div>{_text(schema.get('description', ''))}"
        f"<table><tr><th>Field<th>Type<th>Meaning{rows}</table></div></details>\n"
    )


def _link(schema: dict[str, Any]) -> str:
    """A schema in a few words, with a link where it has a name."""
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f'<a href="#{name}">{name}</a>'
    if "enum" in schema:
        return " | ".join(f"<code>{escape(str(value))}</code>" for value in schema["enum"])
    if "anyOf" in schema:
        return " or ".join(_link(choice) for choice in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {_link(schema.get('items', {})) or 'anything'}"
    bounds = [f"{word} {schema[key]}" for key, word in (("minimum", "from"), ("maximum", "to")) if key in schema]
    bounds += [f"at most {schema['maxLength']} characters"] if "maxLength" in schema else []
    return escape(" ".join([str(schema.get("type", "")), *bounds]).strip())


def _example(document: dict[str, Any], schema: dict[str, Any]) -> Any:
    """A value that the schema would take."""
    if "$ref" in schema:
        return _example(document, document["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    if schema.get("examples"):
        return schema["examples"][0]
    if "default" in schema:
        return schema["default"]
    if "anyOf" in schema:
        return _example(document, schema["anyOf"][0])
    kind = schema.get("type")
    if kind == "object":
        return {key: _example(document, value) for key, value in schema.get("properties", {}).items()}
    if kind == "array":
        return [_example(document, schema.get("items", {}))]
    return {"integer": schema.get("minimum", 1), "boolean": True, "string": "text"}.get(str(kind))


def _text(text: str) -> str:
    return "".join(f"<p>{_inline(part)}</p>\n" for part in text.split("\n\n") if part.strip())


def _inline(text: str) -> str:
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text, quote=False))
