"""e44 · Describe a tool

The cook behind the hatch sees nothing of your kitchen. She can only ask for what has a card: what it is called, what it
is good for, and what must be said to use it. Your tools are functions of Python, and their cards can be read off them.
"""

import inspect
from collections.abc import Callable
from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

NAMES = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}


def describe_tool(function: Callable[..., Any]) -> dict[str, Any]:
    """Describe a function as a tool for a model, in the form of OpenAI's chat completions.

        {"type": "function",
         "function": {"name": "free_tables", "description": "Find the tables that are free.", "parameters": {…}}}

    ``name`` is the name of the function. ``description`` is the first line with a word in its docstring; without a
    docstring it is "" or left out. ``parameters`` is a JSON Schema. It lets through what the function can be called
    with, as an object of the arguments by name, and nothing else:

    ===============================  ================================================================
    in the signature                 in the object
    ===============================  ================================================================
    str, int, float, bool            a string, an integer, a number, a boolean; ``true`` is no integer
    list[str]                        an array of strings, and so with all that stands in this table
    Literal["red", 3]                just one of these values
    int | None, or Optional[int]     an integer or null: whether it may be left out is another question
    a parameter with a default       may be left out; any other must be there
    a name that is not there         must not be there either
    ===============================  ================================================================

    Nothing else occurs. What a function returns is no parameter. An annotation may be a text, ``guests: "int"``, as it
    is everywhere after ``from __future__ import annotations``: ``typing.get_type_hints`` reads both.

    JSON Schema can say this in several ways, and all are right. Its words ``type``, ``enum``, ``anyOf``, ``items``,
    ``properties``, ``required`` and ``additionalProperties`` are enough, and checks know besides only ``const``,
    ``oneOf`` and ``allOf``.
    """
    hints = get_type_hints(function)  # annotations that are texts have become types here
    parameters = inspect.signature(function).parameters  # what is returned is not among them
    return {
        "type": "function",
        "function": {
            "name": function.__name__,
            "description": (inspect.getdoc(function) or "").partition("\n")[0],
            "parameters": {
                "type": "object",
                "properties": {name: schema_of(hints[name]) for name in parameters},
                # A default is what makes a parameter optional. None is only one more thing that it may be.
                "required": [name for name, one in parameters.items() if one.default is one.empty],
                "additionalProperties": False,
            },
        },
    }


def schema_of(annotation: Any) -> dict[str, Any]:
    """The JSON Schema of one annotation."""
    if annotation in NAMES:  # looked up, since issubclass(bool, int) is true
        return {"type": NAMES[annotation]}
    parts = get_args(annotation)
    if get_origin(annotation) is list:
        return {"type": "array", "items": schema_of(parts[0])}
    if get_origin(annotation) is Literal:
        return {"enum": list(parts)}
    return {"anyOf": [schema_of(part) for part in parts]}  # `int | None` and `Optional[int]` alike
