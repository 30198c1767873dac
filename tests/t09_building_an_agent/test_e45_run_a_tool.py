"""Checks for e45.

What a tool did is looked up in ``props.called``. Its canary is `close_the_bistro`, which no model may ever reach.
"""

import json

from grader.check import check, kind

DIFFICULTY = 3
CORE = True

HINT = "return ToolResult(False, …) with a sentence that the model can make use of."


def draw(kitchen):
    """A dish and how many guests want it, what a tool may find, and how much a model may read of it."""
    dish = kitchen.random.choice(kitchen.dishes)
    return {
        "dish": dish["slug"],
        "guests": kitchen.random.randint(2, 9),
        "found": {"dish": dish["name"], "left": kitchen.random.randint(1, 9), "vegan": True, "chef": None},
        "limit": kitchen.random.randint(40, 60),
    }


def ran(exercise, tools, name, arguments, **keywords):
    """The result of a call, which is a ToolResult whatever happened."""
    arguments = arguments if isinstance(arguments, str) else json.dumps(arguments)
    result = exercise.run_tool(tools, name, arguments, **keywords)
    assert hasattr(result, "content"), f"Your function returned {kind(result)}, and should return a ToolResult."
    assert isinstance(result.content, str), (
        f"The content of your ToolResult is {kind(result.content)}, and should be a text."
    )
    return result


def worked(result):
    assert result.ok is True, f"The tool did its work, and `ok` of your ToolResult is {result.ok!r}."
    return result


def refused(exercise, tools, name, arguments, why, **keywords):
    """The result of a call that goes wrong, and has to say so in a text."""
    try:
        result = ran(exercise, tools, name, arguments, **keywords)
    except AssertionError:
        raise
    except Exception as error:
        raise AssertionError(
            f"{why}, and your function raised {type(error).__name__}: the model should get a text about it."
        ) from None
    assert result.ok is False, f"{why}, and `ok` of your ToolResult is {result.ok!r}."
    assert result.structured is None, f"{why}, and `structured` of your ToolResult is not None."
    return result.content


@check(
    points=2,
    says="Run the tool that a model asks for, and return what the model is to read of it",
    hint=(
        "`arguments` is a text. What does json.loads make of it, and how does a dict become arguments by name?",
        '`tools[name]` is the function, and `function(**{"dish": "soup"})` is `function(dish="soup")`.',
        "ToolResult(True, tools[name](**json.loads(arguments)))",
    ),
    mistakes=("M98", "M106"),
    offline=True,
)
def test_runs_the_tool(exercise, world, props):
    """Runs the tool with the arguments that the model wrote, and returns its text."""
    tools = {"close_the_bistro": props.close_the_bistro, "get_price": props.get_price}
    arguments = {"dish": world.dish, "guests": world.guests, "takeaway": True, "voucher": None}
    try:
        result = worked(ran(exercise, tools, "get_price", arguments))
    except TypeError as error:
        as_a_dict = "must be a mapping, not str" in str(error)
        assert not as_a_dict, (
            "Your function takes `arguments` for a dict, and it is a text: json.loads makes a dict of it."
        )
        raise
    expected = ["get_price", world.dish, world.guests, True, None]
    times = len(props.called)
    assert times, "Your function did not call the tool."
    assert times == 1, f"Your function called tools {times} times for one slip, and each call may cost something."
    assert props.called == [expected], "Your function called the tool with other arguments than the model wrote:"
    text = props.get_price(world.dish, world.guests, True, None)
    quoted = result.content == json.dumps(text) or result.content == json.dumps(text, ensure_ascii=False)
    assert not quoted, "The tool returned a text, and your content is JSON of it, in quotes: a text goes as it is."
    assert result.content == text, "Your content is not the text that the tool returned:"
    assert result.structured is None, "The tool returned a text, and `structured` of your ToolResult is not None."


@check(
    points=1,
    says="it returns anything else True the same as JSON",
    hint=(
        "A model reads text, and knows JSON well. `str` of a dict is Python: quotes are other ones, null is None.",
        "`json.dumps(returned)`, when it is no text. And what belongs into `structured`?",
    ),
    mistakes=("M106",),
    offline=True,
)
def test_makes_json_of_other_results(exercise, world, props):
    """Makes JSON of what is no text; a dict is `structured` as well."""
    for value in (world.found, [world.found, world.guests], world.guests, 2.5, False, None, []):
        look_up = props.returning(value)
        result = worked(ran(exercise, {"look_up": look_up}, "look_up", {"dish": world.dish}))
        try:
            read = json.loads(result.content)
        except ValueError:
            raise AssertionError(
                f"The tool returned {kind(value)}, and your content is not JSON.\n"
                f"content   {result.content}\nas JSON   {json.dumps(value)}"
            ) from None
        assert (type(read), read) == (type(value), value), "Your content is JSON of something else than was returned:"
        structured = value if isinstance(value, dict) else None
        assert result.structured == structured, (
            f"The tool returned {kind(value)}, and `structured` of your ToolResult is {kind(result.structured)}."
        )


@check(
    points=1,
    says="are the functions that may be called, by name, and no other ever is",
    hint=(
        "Models ask for tools that do not exist. Look into `tools`, and nowhere else.",
        "if name not in tools: " + HINT,
    ),
    mistakes=("M104",),
    offline=True,
    waits=True,
)
def test_calls_nothing_else(exercise, world, props):
    """Calls no function that is not among the tools, and names those that are."""
    exercise.close_the_bistro = props.close_the_bistro  # now your file has it, as it may import anything
    tools = {"get_price": props.get_price, "open_tables": props.open_tables}
    for name in ("close_the_bistro", "get_prices", "print"):
        try:
            content = refused(exercise, tools, name, "{}", f"There is no tool `{name}`")
        finally:
            assert ["close_the_bistro"] not in props.called, (
                "Your function called a function of your file that is none of the tools: the model reached too far."
            )
        assert props.called == [], f"There is no tool `{name}`, and your function called another one."
        missing = [known for known in tools if known not in content]
        assert not missing, (
            f"The model asked for a tool that does not exist, and your content does not name `{missing[0]}`, "
            f"which does.\ncontent   {content}"
        )


@check(
    points=1,
    says="is not JSON, or no object",
    hint=(
        "`json.loads` raises ValueError for what is no JSON. And a list or a number is JSON, too.",
        "For the names: `inspect.signature(function).bind(**arguments)` raises TypeError, and calls nothing.",
        HINT,
    ),
    mistakes=("M99", "M104"),
    offline=True,
    waits=True,
)
def test_refuses_wrong_arguments(exercise, world, props):
    """Refuses arguments that are no JSON object or don't fit, without calling the tool."""
    exercise.close_the_bistro = props.close_the_bistro
    tools = {"get_price": props.get_price}
    for arguments, what in (
        (f'{{"dish": "{world.dish}", "gue', "are cut off"),
        ('{"dish": close_the_bistro()}', "are a program"),
        (f"{{'dish': '{world.dish}'}}", "are Python, not JSON"),
        (f'["{world.dish}"]', "are a list"),
        (f'"{world.dish}"', "are a text in quotes"),
        ("null", "are null"),
    ):
        try:
            content = refused(exercise, tools, "get_price", arguments, f"The arguments {what}")
        finally:
            assert ["close_the_bistro"] not in props.called, (
                "Your function ran arguments that were a program: eval() does whatever a model writes."
            )
            assert props.called == [], f"The arguments {what}, and your function called the tool all the same."
        assert "json" in content.lower(), (
            f"The arguments {what}, and your content does not say that they should be JSON.\ncontent   {content}"
        )
    for arguments, name, what in (
        ({"guests": world.guests}, "dish", "The argument `dish` is missing"),
        ({"dish": world.dish, "colour": "red"}, "colour", "The argument `colour` is made up"),
    ):
        try:
            content = refused(exercise, tools, "get_price", arguments, what)
        finally:
            assert props.called == [], f"{what}, and your function called the tool all the same."
        assert name in content, f"{what}, and your content does not say so by its name.\ncontent   {content}"


@check(
    points=1,
    says="with the name of its class, and not a word of its text, which may hold a key",
    hint=(
        "An exception of a tool ends no program: the model reads of it, and may try something else.",
        "`except ToolError as error`, then `except Exception as error`: two of them, and two texts.",
        "type(error).__name__ is the name of its class.",
    ),
    mistakes=("M105",),
    offline=True,
    waits=True,
)
def test_reports_what_a_tool_raises(exercise, world, props, secrets):
    """Reports what a tool raises: the text of a ToolError, and of anything else the class alone."""
    key = secrets.put("BISTRO_API_KEY")
    text = f"There is no {world.dish} left tonight."
    tools = {"look_up": props.raising(exercise.ToolError, text)}
    content = refused(exercise, tools, "look_up", {"dish": world.dish}, "The tool raised a ToolError")
    assert text in content, f"A ToolError has a text for the model, and your content lacks it.\ncontent   {content}"
    for error in (ConnectionError, TypeError, KeyError, ValueError):
        name = error.__name__
        tools = {"look_up": props.raising(error, f"https://stock.test/?key={key} said no")}
        content = refused(exercise, tools, "look_up", {"dish": world.dish}, f"The tool raised {name}")
        assert key not in content, f"Your content has the text of a {name} in it, and with it a secret key."
        traced = "Traceback" in content or 'File "' in content
        assert not traced, f"Your content has a traceback in it: the model has no use for it.\ncontent   {content}"
        said = "said no" in content
        assert not said, f"Your content has the text of a {name} in it, which was not meant for the model."
        assert name in content, f"Your content does not say that it was a {name}.\ncontent   {content}"


@check(
    points=0,
    says='is cut to that length, and "…" is its last character then',
    hint=(
        "A model pays for all that it reads, and remembers only so much. Where does your code look at `max_chars`?",
        'content[: max_chars - 1] + "…"',
        "What went wrong may be long, too: cut in one place, for all of them.",
    ),
    mistakes=("M106",),
    offline=True,
    waits=True,
)
def test_cuts_what_is_too_long(exercise, world, props):
    """Cuts what is longer than `max_chars`, and nothing else."""
    limit = world.limit
    for value, what in (
        ("onion " * 30, "a long text"),
        ([world.dish] * 30, "a long list"),
    ):
        tools = {"look_up": props.returning(value)}
        content = worked(ran(exercise, tools, "look_up", {"dish": world.dish}, max_chars=limit)).content
        cut_right(content, limit, what)
        if isinstance(value, str):
            assert content[:-1] == value[: limit - 1], "Your content does not begin as the text that the tool returned:"
    fitting = "o" * limit
    tools = {"look_up": props.returning(fitting)}
    content = worked(ran(exercise, tools, "look_up", {"dish": world.dish}, max_chars=limit)).content
    assert content == fitting, f"With max_chars={limit} your function changed a text of just {limit} characters:"
    tools = {"look_up": props.raising(exercise.ToolError, "There is none left. " * 30)}
    why = "The tool raised a ToolError"
    cut_right(
        refused(exercise, tools, "look_up", {"dish": world.dish}, why, max_chars=limit), limit, "a long ToolError"
    )


def cut_right(content, limit, what):
    got = f"your content for {what} has {len(content)} characters"
    assert len(content) <= limit, f"With max_chars={limit} {got}."
    assert content.endswith("…"), f"Your content for {what} was cut, and does not end with “…”: {content[-20:]!r}."
    assert len(content) == limit, f"With max_chars={limit} {got}: the “…” is the last of them."


@check(
    points=0,
    says="what JSON can't say (a date) as ``str`` does",
    hint=(
        "json.dumps raises TypeError for a date or a Decimal, unless it is told what to make of it.",
        "json.dumps(returned, default=str)",
    ),
    mistakes=("M106",),
    offline=True,
    waits=True,
)
def test_writes_dates_as_texts(exercise, world, props):
    """Writes as texts what JSON has no word for."""
    try:
        result = ran(exercise, {"look_up": props.returning_bill()}, "look_up", {"dish": world.dish})
    except TypeError:
        raise AssertionError(
            "The tool returned a dict with a date, and json.dumps() raised TypeError for it."
        ) from None
    assert result.ok is True, f"The tool returned a dict with a date, and `ok` of your ToolResult is {result.ok!r}."
    expected = {"date": "2026-11-05", "total": "31.50", "paid": False}
    try:
        assert json.loads(result.content) == expected, "A dict with a date and a Decimal became other JSON:"
    except ValueError:
        raise AssertionError(f"Your content is not JSON.\ncontent   {result.content}") from None


@check(
    points=0,
    says="An empty text stands for ``{}``",
    hint=(
        "Some models write nothing at all for a tool that needs no arguments, and json.loads takes that ill.",
        'json.loads(arguments or "{}")',
    ),
    mistakes=("M99",),
    offline=True,
)
def test_takes_an_empty_text(exercise, props):
    """Takes an empty text for no arguments."""
    for arguments in ("{}", ""):
        result = ran(exercise, {"open_tables": props.open_tables}, "open_tables", arguments)
        assert result.ok is True, (
            f"With the arguments {arguments!r} the tool should run, and your `ok` is {result.ok!r}."
        )
        assert json.loads(result.content) == [3, 7, 12], "Your content is not JSON of what the tool returned:"


@check(
    points=0,
    says="Nothing is raised",
    hint=(
        "json.loads raises RecursionError for JSON nested too deep, json.dumps ValueError for a list in itself.",
        "What makes JSON of the result belongs into the `try`, too.",
    ),
    mistakes=("M99", "M106"),
    offline=True,
    extra=True,
    waits=True,
)
def test_survives_the_worst(exercise, world, props):
    """Survives JSON that is nested too deep, and a result that holds itself."""
    refused(exercise, {"get_price": props.get_price}, "get_price", "[" * 100_000, "The arguments are nested too deep")
    tools = {"look_up": props.returning_itself()}
    refused(exercise, tools, "look_up", {"dish": world.dish}, "What the tool returned holds itself")
