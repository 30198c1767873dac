"""An encoder of its own instead of `default=`, `match` for the results, and a named tuple for the record."""

import inspect
import json
from typing import NamedTuple


class ToolResult(NamedTuple):
    ok: bool
    content: str
    structured: dict | None = None


class ToolError(Exception):
    """Raised by a tool that can't do what was asked. Its text is meant for the model."""


class Encoder(json.JSONEncoder):
    def default(self, value):
        return str(value)


def run_tool(tools, name, arguments, *, max_chars=4000):
    def result(ok, content, structured=None):
        short = content if len(content) <= max_chars else f"{content[: max_chars - 1]}…"
        return ToolResult(ok, short, structured)

    try:
        given = json.loads(arguments or "{}")
        tool = tools[name]
        bound = inspect.signature(tool).bind(**given) if isinstance(given, dict) else None
    except KeyError:
        return result(False, f"{name!r} is no tool; these are: {', '.join(tools)}")
    except ValueError:
        return result(False, "these arguments are not JSON")
    except RecursionError:
        return result(False, "these arguments are no JSON that anybody reads")
    except TypeError as error:
        return result(False, f"wrong arguments: {error}")
    if bound is None:
        return result(False, "the arguments should be a JSON object")
    try:
        match tool(*bound.args, **bound.kwargs):
            case str(text):
                return result(True, text)
            case dict(value):
                return result(True, Encoder().encode(value), value)
            case value:
                return result(True, Encoder(ensure_ascii=False, separators=(",", ":")).encode(value))
    except ToolError as error:
        return result(False, str(error))
    except Exception as error:
        return result(False, f"failed: {error.__class__.__qualname__}")
