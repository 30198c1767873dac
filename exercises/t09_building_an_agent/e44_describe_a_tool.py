"""e44 · Describe a tool

The cook behind the hatch sees nothing of your kitchen. She can only ask for what has a card: what it is called, what it
is good for, and what must be said to use it. Your tools are functions of Python, and their cards can be read off them.
"""

from collections.abc import Callable
from typing import Any


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
    # TODO 1: the name, the description, and a schema for str, int, float and bool.
    # TODO 2: lists, choices and None.
    # TODO 3: say which parameters must be there.
    raise NotImplementedError("TODO 1: the name, the description, and a schema for str, int, float and bool")
