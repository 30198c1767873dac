"""`type` is a list where there are several, the choices have types, and what JSON Schema may say besides is said."""

import inspect
import types
import typing


def describe_tool(function):
    signature = inspect.signature(function, eval_str=True)
    properties, required = {}, []
    for name, parameter in signature.parameters.items():
        properties[name] = {"title": name.capitalize(), **schema(parameter.annotation)}
        if parameter.default is inspect.Parameter.empty:
            required.append(name)
        else:
            properties[name]["default"] = parameter.default
    definition = {"name": function.__name__, "strict": False}
    if lines := (function.__doc__ or "").strip().splitlines():
        definition["description"] = lines[0].strip()
    definition["parameters"] = {"type": "object", "properties": properties, "additionalProperties": False}
    if required:
        definition["parameters"]["required"] = required
    return {"function": definition, "type": "function"}


def schema(annotation):
    match typing.get_origin(annotation), typing.get_args(annotation):
        case typing.Literal, choices:
            words = {bool: "boolean", int: "integer", str: "string", types.NoneType: "null"}
            return {"type": sorted({words[type(choice)] for choice in choices}), "enum": list(choices)}
        case origin, (item,) if origin is list:
            return {"type": "array", "items": schema(item)}
        case origin, parts if origin in (typing.Union, types.UnionType):
            (rest,) = (schema(part) for part in parts if part is not types.NoneType)
            if "enum" in rest:
                rest["enum"].append(None)
            old = rest["type"] if isinstance(rest["type"], list) else [rest["type"]]
            return rest | {"type": [*old, "null"]}
    return {"type": {str: "string", int: "integer", float: "number", bool: "boolean"}[annotation]}
