"""One function for each kind of annotation; `oneOf` and `const` instead of `anyOf` and `enum`."""

from inspect import Parameter, cleandoc, signature
from types import NoneType, UnionType
from typing import Literal, Union, get_args, get_origin, get_type_hints

PLAIN = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    NoneType: {"const": None},
}


def one_of(*parts):
    return {"oneOf": [schema_of(part) for part in parts]}


def array(item):
    return {"type": "array", "items": schema_of(item)}


def choice(*values):
    return {"oneOf": [{"const": value} for value in values]}


KINDS = {list: array, Literal: choice, Union: one_of, UnionType: one_of}


def schema_of(annotation):
    return PLAIN.get(annotation) or KINDS[get_origin(annotation)](*get_args(annotation))


def describe_tool(function):
    types = get_type_hints(function)
    types.pop("return", None)
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {name: schema_of(annotation) for name, annotation in types.items()},
        "required": [],
        "additionalProperties": False,
    }
    for name, parameter in signature(function).parameters.items():
        if parameter.default is Parameter.empty:
            schema["required"].append(name)
    lines = cleandoc(function.__doc__).split("\n") if function.__doc__ else [""]
    return {
        "type": "function",
        "function": {"name": function.__name__, "description": lines[0], "parameters": schema},
    }
