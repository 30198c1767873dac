"""M105 · The text of every exception goes to the model, and there was a key in it.

caught by: reports_what_a_tool_raises
message: with it a secret key
"""

import inspect
import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ToolResult:
    ok: bool
    content: str
    structured: dict[str, Any] | None = None


class ToolError(Exception):
    """Raised by a tool that can't do what was asked. Its text is meant for the model."""


def run_tool(tools, name, arguments, *, max_chars=4000):
    if name not in tools:
        return cut(False, f"No tool {name}. There are {sorted(tools)}.", max_chars)
    try:
        given = json.loads(arguments or "{}")
    except (ValueError, RecursionError):
        return cut(False, "The arguments are not JSON.", max_chars)
    if not isinstance(given, dict):
        return cut(False, "The arguments are not a JSON object.", max_chars)
    try:
        inspect.signature(tools[name]).bind(**given)
    except TypeError as error:
        return cut(False, str(error), max_chars)
    try:
        value = tools[name](**given)
        content = value if isinstance(value, str) else json.dumps(value, default=str)
    except Exception as error:
        return cut(False, f"{type(error).__name__}: {error}", max_chars)
    return cut(True, content, max_chars, value if isinstance(value, dict) else None)


def cut(ok, content, max_chars, structured=None):
    if len(content) > max_chars:
        content = content[: max_chars - 1] + "…"
    return ToolResult(ok, content, structured)
