"""The annotations are taken as they are written, and may be texts.

caught by: reads_annotations_that_are_texts
message: it wants `stars` to be of type string
"""

import inspect
from types import NoneType
from typing import Literal, get_args, get_origin

NAMES = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}


def describe_tool(function):
    hints = function.__annotations__
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
    parts = get_args(annotation)
    if get_origin(annotation) is list:
        return {"type": "array", "items": schema_of(parts[0])}
    if get_origin(annotation) is Literal:
        return {"enum": list(parts)}
    if parts:
        return {"anyOf": [schema_of(part) for part in parts]}
    return {"type": NAMES.get(annotation, "string")}
