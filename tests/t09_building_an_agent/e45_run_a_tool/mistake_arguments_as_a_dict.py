"""M98 · The arguments are taken for a dict, and are a text of JSON.

caught by: runs_the_tool
message: takes `arguments` for a dict
"""

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
        value = tools[name](**arguments)
    except ToolError as error:
        return cut(False, str(error), max_chars)
    content = value if isinstance(value, str) else json.dumps(value, default=str)
    return cut(True, content, max_chars, value if isinstance(value, dict) else None)


def cut(ok, content, max_chars, structured=None):
    if len(content) > max_chars:
        content = content[: max_chars - 1] + "…"
    return ToolResult(ok, content, structured)
