"""Checks for e44.

A schema is judged by what it lets through, not by how it says so: there are many right ones.
"""

import json
import re

from grader.check import check, kind

DIFFICULTY = 2
CORE = True

COURSES = ["starter", "soup", "main", "cheese", "dessert", "drink"]

TYPES = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}
LIMITS = {
    "$ref",
    "$dynamicRef",
    "not",
    "if",
    "pattern",
    "patternProperties",
    "propertyNames",
    "prefixItems",
    "contains",
}
"""Words of JSON Schema that forbid something, and that are not read here."""


def draw(kitchen):
    """A dish, a guest, a table and the courses that one of the tools knows."""
    courses = kitchen.random.sample(COURSES, 4)
    return {
        "dish": kitchen.random.choice(kitchen.dishes)["slug"],
        "guest": kitchen.random.choice(["Ada", "Amélie", "Tomás", "Zoë"]),
        "table": kitchen.random.randint(1, 20),
        "courses": courses[:3],
        "unknown": courses[3],
    }


def same(one, other):
    """Equal as JSON is: 1 is not true."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def objection(value, schema, place=""):
    """What a schema has against a value, as a sentence; None when it lets it through (JSON Schema 2020-12)."""
    where = f"`{place}`" if place else "the object"
    if schema is True or schema is False:
        return None if schema else f"nothing is allowed as {where}"
    assert isinstance(schema, dict), f"Your schema of {where} is {kind(schema)}, and should be a dict."
    unread = sorted(LIMITS & schema.keys())
    assert not unread, f"Your schema of {where} says `{unread[0]}`, a word that the task does not have."
    names = schema.get("type", list(TYPES))
    names = [names] if isinstance(names, str) else names
    for name in names:
        assert name in TYPES, f"Your schema of {where} has the type {name!r}, which JSON Schema does not know."
    if not any(TYPES[name](value) for name in names):
        return f"it wants {where} to be of type {' or '.join(names)}"
    if "enum" in schema and not any(same(value, one) for one in schema["enum"]):
        return f"it wants {where} to be one of {json.dumps(schema['enum'])}"
    if "const" in schema and not same(value, schema["const"]):
        return f"it wants {where} to be {json.dumps(schema['const'])}"
    for word in ("anyOf", "oneOf", "allOf"):
        if word in schema:
            found = [objection(value, one, place) for one in schema[word]]
            fitting = found.count(None)
            if not {"anyOf": fitting >= 1, "oneOf": fitting == 1, "allOf": fitting == len(found)}[word]:
                return next((one for one in found if one), f"{where} fits more than one schema of its `oneOf`")
    return objection_within(value, schema, place)


def objection_within(value, schema, place):
    """What a schema has against the parts of a value."""
    found = []
    if isinstance(value, list) and "items" in schema:
        found = [objection(item, schema["items"], f"{place}[{number}]") for number, item in enumerate(value)]
    if isinstance(value, dict):
        known = schema.get("properties", {})
        missing = [name for name in schema.get("required", []) if name not in value]
        found = [f"it wants `{name}` to be there" for name in missing]
        for name, item in value.items():
            rule = known[name] if name in known else schema.get("additionalProperties", True)
            problem = objection(item, rule, f"{place}.{name}" if place else name)
            found.append(f"it knows no `{name}`" if rule is False else problem)
    return next((one for one in found if one), None)


def described(exercise, function):
    """The parts of a tool's description as they go over the wire."""
    definition = exercise.describe_tool(function)
    assert isinstance(definition, dict), f"Your function returned {kind(definition)}, and should return a dict."
    try:
        definition = json.loads(json.dumps(definition))
    except (TypeError, ValueError):
        raise AssertionError(
            "Your description can't be sent as JSON: there is something else in it, such as a class of Python.\n"
            'The types of JSON Schema are texts: "string" for str, "integer" for int.'
        ) from None
    flat = "function" not in definition and "name" in definition
    assert not flat, (
        "Your description has the name beside `type`, not in `function`: that is the form of another API of OpenAI.\n"
        "The Responses API wants it so; in chat completions, all but `type` stands in `function`."
    )
    assert definition.get("type") == "function", 'Your description should have "type": "function" at its top:'
    tool = definition.get("function")
    assert isinstance(tool, dict), f"The field `function` of your description is {kind(tool)}, and should be a dict."
    assert isinstance(tool.get("parameters"), dict), (
        f"The field `function.parameters` of your description is {kind(tool.get('parameters'))}, "
        "and should be a JSON Schema, a dict."
    )
    return tool


def judge(exercise, props, function, fitting, unfitting):
    """Whether the schema of a function lets through what fits, and nothing else."""
    tool = described(exercise, function)
    schema = tool["parameters"]
    returned = "return" in schema.get("properties", {})
    assert not returned, (
        "Your schema has a property `return`: what a function returns is among its annotations, and no parameter."
    )
    for arguments in fitting:
        problem = objection(arguments, schema)
        refused = f"Your schema refuses what fits the function: {problem}."
        assert problem is None, refused + case(problem or "", arguments, function, props)
    for arguments, why in unfitting:
        let_through = f"Your schema lets through what does not fit the function: {why}."
        assert objection(arguments, schema) is not None, let_through + case(why, arguments, function, props)
    return tool


def case(problem, arguments, function, props):
    """What it is about, for the details: the arguments, and how the parameter is declared."""
    name = "".join(re.findall(r"`(\w+)", problem)[:1])
    if isinstance(arguments, dict):  # what matters comes first, in case that the line is cut
        arguments = {key: arguments[key] for key in sorted(arguments, key=lambda key: key != name)}
    return f"\narguments {json.dumps(arguments, ensure_ascii=False)}\ndeclared {props.declared(function, name)}"


@check(
    points=2,
    says="Describe a function as a tool for a model, in the form of OpenAI's chat completions",
    hint=(
        "`function.__name__` and `inspect.getdoc(function)` say the one half, the annotations the other one.",
        "`inspect.signature(function).parameters` has the parameters by name, `typing.get_type_hints` their types.",
        '{"type": "object", "properties": {"table": {"type": "integer"}, …}, "required": ["table", …]}',
    ),
    offline=True,
)
def test_describes_a_tool(exercise, world, props):
    """Describes a tool with parameters of the plain types."""
    right = {"table": world.table, "guest": world.guest, "tip": 2.5, "split": True}
    unfitting = [
        (right | {"table": str(world.table)}, "`table` is a string, and should be an integer"),
        (right | {"table": True}, "`table` is `true`, and should be an integer"),
        (right | {"guest": world.table}, "`guest` is a number, and should be a string"),
        (right | {"tip": "2.5"}, "`tip` is a string, and should be a number"),
        (right | {"split": 1}, "`split` is a number, and should be a boolean"),
        (right | {"split": "true"}, "`split` is a string, and should be a boolean"),
        ({"table": world.table, "tip": 2.5, "split": True}, "`guest` is missing, and has no default"),
        ([world.table, world.guest, 2.5, True], "they are an array, and should be an object"),
    ]
    tool = judge(exercise, props, props.write_bill, [right, right | {"tip": 3}], unfitting)
    assert tool.get("name") == "write_bill", "Your description does not have the function's name:"
    description = tool.get("description")
    whole = isinstance(description, str) and "\n" in description.strip()
    assert not whole, "Your description has the whole docstring, and should have its first line: a card, no book."
    assert description == "Write the bill for a table.", "Your description does not have the docstring's first line:"


@check(
    points=1,
    says="an array of strings, and so with all that stands in this table",
    hint=(
        "An annotation such as `list[str]` has two parts: what it is, and of what.",
        "`typing.get_origin(list[str])` is `list`, and `typing.get_args(list[str])` is `(str,)`.",
        '{"type": "array", "items": {"type": "string"}} and {"enum": ["red", 3]}',
    ),
    offline=True,
)
def test_describes_lists_and_choices(exercise, world, props):
    """Describes lists and choices."""
    right = {"course": world.courses[0], "spice": 2, "tags": ["vegan", world.dish]}
    fitting = [right, *(right | {"course": course} for course in world.courses), right | {"tags": []}]
    unfitting = [
        (right | {"course": world.unknown}, "`course` is none of the choices"),
        (right | {"spice": 3}, "`spice` is none of the choices"),
        (right | {"spice": "2"}, "`spice` is a string, and its choices are numbers"),
        (right | {"tags": "vegan"}, "`tags` is a string, and should be an array"),
        (right | {"tags": ["vegan", 7]}, "`tags` has a number in it, and should be an array of strings"),
    ]
    judge(exercise, props, props.tool_for_dishes(world.courses), fitting, unfitting)


@check(
    points=1,
    says="an integer or null: whether it may be left out is another question",
    hint=(
        "`diet: str | None` must be there, and may be null. `children: int = 0` may be left out, and is never null.",
        "A parameter without a default has `parameter.default is parameter.empty`.",
        'Of `str | None`, `typing.get_args` gives two types: {"anyOf": [{"type": "string"}, {"type": "null"}]}',
    ),
    offline=True,
)
def test_tells_none_from_left_out(exercise, world, props):
    """Tells what may be null from what may be left out."""
    least = {"name": world.guest, "guests": 2, "diet": None, "phone": None}
    whole = least | {"diet": "vegan", "phone": "0123", "note": "by the window", "day": "friday", "children": 2}
    left_out = [
        (
            {name: whole[name] for name in whole if name != "diet"},
            "`diet` is left out: it may be null, but must be there",
        ),
        (
            {name: whole[name] for name in whole if name != "phone"},
            "`phone` is left out: it may be null, but must be there",
        ),
    ]
    judge(exercise, props, props.reserve, [whole, whole | {"diet": None}, whole | {"phone": None}], left_out)
    unfitting = [
        (least | {"guests": None}, "`guests` is null, and should be an integer"),
        (least | {"children": None}, "`children` is null: it may be left out, but is an integer when it is there"),
        (least | {"children": "2"}, "`children` is a string, and should be an integer"),
        (least | {"day": 5}, "`day` is a number, and should be a string"),
        (least | {"diet": 5}, "`diet` is a number, and should be a string or null"),
    ]
    judge(exercise, props, props.reserve, [least, least | {"note": None}], unfitting)


@check(
    points=0,
    says="a name that is not there must not be there either",
    hint=(
        "Models make arguments up. A JSON Schema lets everything through that it has not heard of.",
        '"additionalProperties": False',
    ),
    offline=True,
    waits=True,
)
def test_lets_nothing_through_that_is_made_up(exercise, world, props):
    """Lets no argument through that the function does not have."""
    right = {"table": world.table, "guest": world.guest, "tip": 2.5, "split": True}
    made_up = [(right | {"currency": "EUR"}, "it has no parameter `currency`")]
    judge(exercise, props, props.write_bill, [right], made_up)
    judge(exercise, props, props.open_up, [{}], [({"force": True}, "it has no parameter `force`")])


@check(
    points=0,
    says='An annotation may be a text, ``guests: "int"``',
    hint=(
        "`inspect.signature` and `__annotations__` give such an annotation as it is written, as a text.",
        "`typing.get_type_hints(function)` makes types of them.",
    ),
    offline=True,
)
def test_reads_annotations_that_are_texts(exercise, world, props):
    """Reads annotations that are texts."""
    right = {"dish": world.dish, "stars": 5}
    unfitting = [
        (right | {"stars": "5"}, "`stars` is a string, and should be an integer"),
        (right | {"remark": 5}, "`remark` is a number, and should be a string or null"),
        ({"dish": world.dish}, "`stars` is missing, and has no default"),
    ]
    judge(exercise, props, props.rate_dish, [right, right | {"remark": "More!"}, right | {"remark": None}], unfitting)


@check(
    points=0,
    says='without a docstring it is "" or left out',
    hint=(
        "`function.__doc__` is None when there is no docstring, and may begin with an empty line.",
        '`inspect.getdoc(function)` takes empty lines and indentation away; `or ""` helps against None.',
    ),
    offline=True,
)
def test_describes_what_has_no_docstring(exercise, props):
    """Describes a function without a docstring, and one whose docstring begins with an empty line."""
    tool = described(exercise, props.close_up)
    assert tool.get("description", "") == "", "A function without a docstring has another description in your result:"
    tool = described(exercise, props.ring_the_bell)
    assert tool.get("description") == "Ring the bell.", (
        "A docstring that begins with an empty line gives another description in your result:"
    )


@check(
    points=0,
    says="and so with all that stands in this table",
    hint=(
        "What is in a list may be a list, or a choice. What makes the schema of an annotation can call itself.",
        'schema_of(list[X]) is {"type": "array", "items": schema_of(X)}',
    ),
    offline=True,
)
def test_describes_one_in_another(exercise, props):
    """Describes lists of lists, lists of choices, and choices that may be null."""
    right = {"tables": [[1, 2], [7]], "dishes": ["soup", "tart", None], "wine": "red"}
    unfitting = [
        (right | {"tables": [1, 2]}, "`tables` is an array of numbers, and should be one of arrays"),
        (right | {"tables": [["1"]]}, "`tables` has a string in one of its arrays, and should have integers there"),
        (right | {"dishes": ["soup", "steak"]}, "`dishes` has something in it that is none of the choices"),
        (right | {"wine": "blue"}, "`wine` is none of the choices"),
        (right | {"wine": ["red"]}, "`wine` is an array, and should be one of the choices or null"),
    ]
    judge(exercise, props, props.seat_party, [right, right | {"wine": None, "dishes": []}], unfitting)
