"""What is in a list is looked up, and can be a plain type only.

caught by: describes_one_in_another
message: KeyError
"""

import inspect
from types import NoneType
from typing import Literal, get_args, get_origin, get_type_hints

NAMES = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}


def describe_tool(function):
    hints = get_type_hints(function)
    parameters = inspect.signature(function).parameters
    return {
        "type": "function",
        "function": {
            "name": function.__name__,
            "description": (inspect.getdoc(function) or "").partition("\n")[0],
            "parameters": {
                "type": "object",
                "properties": {name: schema_of(hints[name]) for name in parameters},
                "required": [name for name, one in parameters.items() if one.default is one.empty],
                "additionalProperties": False,
            },
        },
    }


def schema_of(annotation):
    if annotation in NAMES:
        return {"type": NAMES[annotation]}
    parts = get_args(annotation)
    if get_origin(annotation) is list:
        return {"type": "array", "items": {"type": NAMES[parts[0]]}}
    if get_origin(annotation) is Literal:
        return {"enum": list(parts)}
    return {"anyOf": [schema_of(part) for part in parts]}
