"""All that may go wrong stands in one function that raises ToolError, and one `try` makes results of it."""

import inspect
import json
import logging
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True)
class ToolResult:
    ok: bool
    content: str
    structured: dict[str, Any] | None = None


class ToolError(Exception):
    """Raised by a tool that can't do what was asked. Its text is meant for the model."""


def run_tool(tools, name, arguments, *, max_chars=4000):
    try:
        value = call(tools, name, arguments)
        if isinstance(value, str):
            result = ToolResult(True, value)
        else:
            text = json.dumps(value, indent=2, default=str)
            result = ToolResult(True, text, structured=value if isinstance(value, dict) else None)
    except ToolError as error:
        result = ToolResult(False, f"Error: {error}")
    except Exception as error:
        logging.getLogger(__name__).exception("a tool failed")
        result = ToolResult(False, f"The tool failed with a {type(error).__name__}. It is not your fault.")
    if len(result.content) > max_chars:
        result = replace(result, content=result.content[: max_chars - 1] + "…")
    return result


def call(tools, name, arguments):
    function = tools.get(name)
    if function is None:
        raise ToolError(f"Unknown tool. Use one of: {', '.join(tools)}.")
    try:
        given = json.loads(arguments) if arguments.strip() else {}
    except (json.JSONDecodeError, RecursionError):
        raise ToolError("Please write the arguments as JSON.") from None
    if type(given) is not dict:
        raise ToolError("Please write the arguments as a JSON object, with names.")
    parameters = inspect.signature(function).parameters
    required = {key for key, one in parameters.items() if one.default is one.empty}
    if missing := required - given.keys():
        raise ToolError(f"Missing: {', '.join(sorted(missing))}.")
    if unknown := given.keys() - parameters.keys():
        raise ToolError(f"Unknown: {', '.join(sorted(unknown))}.")
    return function(**given)
