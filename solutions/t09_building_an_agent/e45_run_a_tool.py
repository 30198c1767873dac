"""e45 · Run a tool

The slip that comes out of the hatch names a tool, and says with what to use it. A model wrote it: mostly right, at
times made up, and never to be trusted with the keys of the house. Whatever happens, the cook gets an answer to read.
"""

import inspect
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ToolResult:
    """What became of a call: ``content`` is for the model, ``structured`` for programs."""

    ok: bool
    content: str
    structured: dict[str, Any] | None = None


class ToolError(Exception):
    """Raised by a tool that can't do what was asked. Its text is meant for the model."""


def run_tool(tools: dict[str, Callable[..., Any]], name: str, arguments: str, *, max_chars: int = 4000) -> ToolResult:
    """Run the tool that a model asks for, and return what the model is to read of it. Nothing is raised.

    ``tools`` are the functions that may be called, by name, and no other ever is. ``arguments`` is JSON text as the
    model wrote it: an object with the function's arguments by name. An empty text stands for ``{}``.

    ==========================================  =====  =========================================================
    what happens                                ok     content
    ==========================================  =====  =========================================================
    the tool returns a text                     True   that text
    it returns anything else                    True   the same as JSON; what JSON can't say (a date) as ``str`` does
    there is no such tool                       False  says so, with the names of those that there are
    ``arguments`` is not JSON, or no object     False  says so, with the word JSON; no tool is called
    an argument is missing, or made up          False  says so, with its name; no tool is called
    the tool raises ToolError                   False  the text of that
    the tool raises another Exception           False  says so, with the name of its class, and not a word of its text,
                                                       which may hold a key; no traceback either
    ==========================================  =====  =========================================================

    Of what type an argument is, the tool minds by itself. A content that is longer than ``max_chars`` is cut to that
    length, and "…" is its last character then. ``structured`` is what the tool returned where that is a dict, and None
    everywhere else.
    """
    # The only place where a name becomes a function: globals() or eval() would give the model the whole program.
    if name not in tools:
        return result(False, f"There is no tool {name!r}. There are: {', '.join(tools) or 'none'}.", max_chars)
    tool = tools[name]
    try:
        given = json.loads(arguments or "{}")
    except (ValueError, RecursionError) as error:
        return result(False, f"The arguments are not JSON: {error}.", max_chars)
    if not isinstance(given, dict):
        return result(False, "The arguments must be one JSON object.", max_chars)
    try:
        # Looked at before the call: a TypeError that comes out of the tool is the tool's, and says other things.
        inspect.signature(tool).bind(**given)
    except TypeError as error:
        return result(False, f"Wrong arguments for {name}: {error}.", max_chars)
    try:
        returned = tool(**given)
        content = returned if isinstance(returned, str) else json.dumps(returned, default=str, ensure_ascii=False)
    except ToolError as error:
        return result(False, str(error), max_chars)
    except Exception as error:
        # The model may say all that it reads to anybody. The text is for your log.
        return result(False, f"{name} did not work ({type(error).__name__}).", max_chars)
    return result(True, content, max_chars, structured=returned if isinstance(returned, dict) else None)


def result(ok: bool, content: str, max_chars: int, structured: dict[str, Any] | None = None) -> ToolResult:
    """A result whose content is not too long."""
    if len(content) > max_chars:
        content = content[: max_chars - 1] + "…"
    return ToolResult(ok, content, structured)
