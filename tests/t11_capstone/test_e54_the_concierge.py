"""Checks for e54.

What the model says is free, and so is what it is told; who is asked for what, in which order, is not. Where something
goes wrong the recordings are written by hand, since nothing goes wrong here on demand.
"""

import itertools
import json

import pytest

from grader.check import check, kind

DIFFICULTY = 5
POINTS = 16
CORE = False

TEXTS = ("$.messages[*].content",)
TEXTS_AND_TOOLS = (*TEXTS, "$.tools")
"""What is not compared in the recordings that were written by hand."""
LONGEST = 400
"""A short text for the model has fewer characters."""


def draw(kitchen):
    """Who may ask, and things worth asking for."""
    order = kitchen.random.choice(kitchen.orders)
    till = kitchen.clients["till"]
    return {
        "api_key": "sk-practice-llm",
        "model": "qwen2.5-coder-1.5b-instruct",
        "client_id": till["client_id"],
        "client_secret": till["client_secret"],
        "table": order["table"],
        "ingredient": kitchen.random.choice(kitchen.pantry["ingredients"])["ingredient"],
        "missing": kitchen.pantry["missing"],
        "dish": min((dish["name"] for dish in kitchen.dishes), key=len),
    }


def times(number):
    return {0: "not once", 1: "once", 2: "twice"}.get(number, f"{number} times")


def no_answer(question):
    pytest.fail(f"Nobody asked anything, and your concierge called `on_input` with {question!r}.")


def config(exercise, world, door="", **changes):
    """What a concierge needs. The door is another way in to the model that has other manners."""
    llm = exercise.Provider(
        name="llm",
        base_url=world.url(f"{door}/v1", server="llm"),
        api_key=changes.pop("api_key", world.api_key),
        model=world.model,
    )
    known = {
        "bistro_url": world.url("/api", server="auth"),
        "token_url": world.url("/token/", server="auth"),
        "client_id": world.client_id,
        "client_secret": world.client_secret,
        "pantry_url": world.url("/mcp", server="pantry"),
        "sommelier_origin": world.url("", server="sommelier"),
        "on_input": no_answer,
    }
    return exercise.Config(llm=llm, **{**known, **changes})


def practice(exercise, world, door="", **changes):
    """The same for the recordings that were written by hand."""
    known = {"client_id": "till-practice", "client_secret": "practice-secret-54"}
    return config(exercise, world, door, **{**known, **changes})


def sent_to(world, exchanges, server):
    """Those of the exchanges that were with a server, in order."""
    origin = world.url("/", server=server)
    return [exchange for exchange in exchanges if exchange.request.url.startswith(origin)]


def parts(exchange):
    """The JSON of the events of a stream, as far as there is any."""
    for line in exchange.response.text.splitlines():
        if line.startswith("data: {") and line.endswith("}"):
            yield json.loads(line.removeprefix("data: "))


def text_of(exchange):
    """The text that the model said in a stream."""
    deltas = [choice["delta"] for part in parts(exchange) for choice in part.get("choices", ())]
    return "".join(delta.get("content") or "" for delta in deltas)


def tokens_of(exchanges):
    usages = [part["usage"] for exchange in exchanges for part in parts(exchange) if part.get("usage")]
    return sum(usage["total_tokens"] for usage in usages)


def is_report(exercise, report):
    assert report is not None, "Your concierge() returned None, and should return a Report."
    assert hasattr(report, "calls"), f"Your concierge() returned {kind(report)}, and should return a Report."
    assert isinstance(report.text, str), f"The `text` of your Report is {kind(report.text)}, and should be a text."
    for name in ("calls", "errors"):
        value = getattr(report, name)
        assert isinstance(value, list), f"The `{name}` of your Report is {kind(value)}, and should be a list."


def is_answered(exercise, world, report, wire):
    """Whether the report has what the model said last, and the tokens of all that it said."""
    is_report(exercise, report)
    turns = sent_to(world, wire, "llm")
    why = "".join(f"\n{error}" for error in report.errors)
    assert report.text != exercise.SORRY, f"Your concierge() gave up, although there was an answer to be had:{why}"
    assert report.text == text_of(turns[-1]), "The `text` of your Report is not what the model said last:"
    tokens = tokens_of(turns)
    assert report.tokens == tokens, "The `tokens` of your Report are not those of all turns together:"


def went_well(report):
    """Whether nothing was reported to have gone wrong, where nothing did."""
    assert not report.errors, "All servers did what they were asked, but your Report has errors:\n" + "\n".join(
        map(str, report.errors)
    )


def has_calls(report, *wanted):
    got = [(call.server, call.what, call.ok) for call in report.calls]
    assert got == list(wanted), "The `calls` of your Report are not the calls of the model, in their order:"


def told(exchange, place=-1):
    """What the model is told in a message of a request."""
    content = exchange.request.json()["messages"][place]["content"]
    assert isinstance(content, str), f"The `content` of a message that you send to the model is {kind(content)}."
    return content


def has_stopped(exercise, report, why):
    is_report(exercise, report)
    assert report.text == exercise.SORRY, f"{why} The `text` of your Report should then be SORRY:"
    assert report.errors, f"{why} The `errors` of your Report should say so, and are empty."


@check(
    points=3,
    says="Answer a guest's question with a model in a tool loop, and report how it went",
    hint=(
        "Begin with a loop of `ask_model`: one turn without calls is an answer. Then `orders_of`, then the others.",
        "messages.append(turn.message), and for each call a message with `role`, `tool_call_id` and `content`.",
        'TokenSource(send, config.token_url, config.client_id, config.client_secret).token() goes after "Bearer ".',
    ),
    mistakes=("M95",),
    match=("authorization",),
    free=TEXTS,
)
def test_answers(exercise, world, wire):
    """Answers: asks the model, looks up the orders that it wants to know, and returns its answer."""
    question = f"Is the order of table {world.table} served yet?"
    report = exercise.concierge(question, config(exercise, world))
    is_answered(exercise, world, report, wire)
    first, last = sent_to(world, wire, "llm")[0], sent_to(world, wire, "llm")[-1]
    asked = [told(first, 0), told(first, 1)]
    assert asked == [exercise.SYSTEM, question], "Your first request does not have SYSTEM and the guest's question:"
    orders = sent_to(world, wire, "auth")[-1].response.json()
    lines = [f"{order['id']}: {order['status']}" for order in orders if order["table"] == world.table]
    assert told(last).splitlines() == lines, "What the model is told of the orders is not a line for each of the table:"
    has_calls(report, ("bistro", "orders_of", True))
    went_well(report)


@check(
    points=2,
    says="``call_tool`` with ``look_up`` at the pantry_url",
    hint=(
        "The arguments of the call are JSON text, and those of `call_tool` are a dict.",
        'call_tool(send, config.pantry_url, "look_up", {"ingredient": ingredient}, call["id"]).content',
    ),
    free=TEXTS,
)
def test_uses_the_pantry(exercise, world, wire):
    """Uses the pantry: what lies there is told to the model, which answers with it."""
    there = config(exercise, world, pantry_url=world.url("/stream/mcp", server="pantry"))
    report = exercise.concierge(f"How much {world.ingredient} is left?", there)
    is_answered(exercise, world, report, wire)
    went_well(report)
    has_calls(report, ("pantry", "stock", True))
    (line,) = [
        line for line in sent_to(world, wire, "pantry")[0].response.text.splitlines() if line.startswith("data: ")
    ]
    text = json.loads(line.removeprefix("data: "))["result"]["content"][0]["text"]
    assert told(wire[-1]) == text, "What the model is told is not the content of the pantry's result:"


@check(
    points=1,
    says="``ask_agent`` at the sommelier_origin, with ``on_input``",
    hint=(
        "`ask_agent` finds the door on the agent's card. It wants the origin, the question and the id of the call.",
        'ask_agent(send, config.sommelier_origin, question, call["id"], config.on_input)',
    ),
    free=TEXTS,
)
def test_asks_the_sommelier(exercise, world, wire):
    """Asks the sommelier: what he recommends is told to the model, which answers with it."""
    report = exercise.concierge(f"Which wine goes with {world.dish}?", config(exercise, world))
    is_answered(exercise, world, report, wire)
    went_well(report)
    has_calls(report, ("sommelier", "ask_sommelier", True))
    task = sent_to(world, wire, "sommelier")[-1].response.json()["result"]["task"]
    texts = [part["text"] for artifact in task["artifacts"] for part in artifact["parts"] if "text" in part]
    assert told(wire[-1]) == "\n".join(texts), "What the model is told is not the text that the sommelier brought:"


@check(
    points=1,
    says="``ask_agent`` at the sommelier_origin, with ``on_input``",
    hint=(
        "This time the sommelier wants to know something first. Who can answer him?",
        "The last argument of `ask_agent` is `config.on_input`.",
    ),
    mistakes=("M119",),
    free=TEXTS_AND_TOOLS,
    cassette="asks_back.synthetic",
)
def test_lets_the_guest_answer(exercise, world, wire):
    """Asks the sommelier: his question goes to the guest, and the answer back to him."""
    asked = []

    def on_input(question):
        asked.append(question)
        return "Red, please."

    report = exercise.concierge("What do I drink?", practice(exercise, world, on_input=on_input))
    assert asked, "The sommelier had a question, and your concierge never called `on_input`."
    assert asked == ["Red or white?"], "Your concierge did not call `on_input` once, with the sommelier's question:"
    is_answered(exercise, world, report, wire)
    went_well(report)
    has_calls(report, ("sommelier", "ask_sommelier", True))


@check(
    points=2,
    says="wait as ``seconds_to_wait`` says, and send it again: three requests in all",
    hint=(
        "All that is sent goes through one function. What would it do with a 429?",
        "A loop in `send`: while the status is 429, and it was not the third request, sleep and send again.",
        "time.sleep(seconds_to_wait(response))",
    ),
    mistakes=("M38",),
    free=TEXTS_AND_TOOLS,
    cassette="everybody_is_busy.synthetic",
)
def test_waits_out_a_429(exercise, world, wire, clock):
    """Waits out a 429, whoever says it: some seconds, until a date, or a second."""
    report = exercise.concierge("How much cream is left?", practice(exercise, world))
    refused = [exchange for exchange in wire if exchange.response.status == 429]
    assert len(refused) == 3, (
        f"Your concierge gave up after a 429: of three that are waited out it met {len(refused)}.\n"
        f"errors: {getattr(report, 'errors', None)}"
    )
    is_answered(exercise, world, report, wire)
    waited = [
        round(again.moment - exchange.moment) for exchange, again in itertools.pairwise(wire) if exchange in refused
    ]
    wanted = [round(exchange.response.seconds_until_retry(exchange.moment) or 1) for exchange in refused]
    assert waited == wanted, (
        "Your concierge did not wait as Retry-After says (RFC 9110 §10.2.3), or a second where it is missing:"
    )
    has_calls(report, ("pantry", "stock", True))


@check(
    points=0,
    says="send it again: three requests in all",
    hint="Whoever is still busy after three requests stays busy: for a call of the model this is an error status.",
    mistakes=("M38",),
    free=TEXTS_AND_TOOLS,
    cassette="stays_busy.synthetic",
    waits=True,
)
def test_does_not_wait_for_ever(exercise, world, wire):
    """Sends no more than three requests to a server that stays busy, and tells the model."""
    report = exercise.concierge("How much cream is left?", practice(exercise, world))
    asked = len(sent_to(world, wire, "pantry"))
    assert asked == 3, (
        f"The pantry says 429 again and again. Your concierge asked {asked} times, and not 3 times in all."
    )
    is_answered(exercise, world, report, wire)
    has_calls(report, ("pantry", "stock", False))


@check(
    points=2,
    says="``forget`` the token and ask once more with a new one",
    hint=(
        "A 401 for the orders: the token that you have is worth nothing. How do you get another one?",
        "tokens.forget(), and the same request again; tokens.token() then asks for a new one.",
    ),
    mistakes=("M67",),
    match=("authorization",),
    free=TEXTS_AND_TOOLS,
    cassette="forgets_its_tokens.synthetic",
)
def test_renews_an_expired_token(exercise, world, wire):
    """Renews an expired token: a 401 gets a new one, which is kept for the next call."""
    report = exercise.concierge("Where are the orders of tables 9 and 4?", practice(exercise, world))
    asked = [exchange for exchange in sent_to(world, wire, "auth") if exchange.request.method == "POST"]
    assert len(asked) > 1, "The bistro said 401, and your concierge did not ask for a new token."
    assert len(asked) == 2, (
        f"One token was over, and your concierge asked for {len(asked)} tokens in all, and not for 2."
    )
    is_answered(exercise, world, report, wire)
    has_calls(report, ("bistro", "orders_of", True), ("bistro", "orders_of", True))


@check(
    points=0,
    says="the second 401 counts as an error. A 403 never makes a new token: it is good, but not for this",
    hint="After the second request there is nothing left to do: `raise_for_status()`, where calls that fail are told.",
    mistakes=("M67",),
    match=("authorization",),
    free=TEXTS_AND_TOOLS,
    cassette="takes_no_token.synthetic",
    waits=True,
)
def test_does_not_renew_for_ever(exercise, world, wire):
    """Renews once after a 401 and never after a 403, and tells the model."""
    for door, wanted in (("closed", 2), ("staff", 1)):
        desk = {"bistro_url": f"/{door}", "token_url": f"/{door}/token/"}
        desk = {name: world.url(path, server="auth") for name, path in desk.items()}
        there = practice(exercise, world, f"/{door}", **desk)
        before = len(wire)
        report = exercise.concierge("Where is the order of table 9?", there)
        asked = [exchange for exchange in wire[before:] if exchange.request.url.endswith(f"/{door}/orders")]
        status = "401 to the new token, too" if wanted == 2 else "403"
        assert len(asked) == wanted, (
            f"The bistro says {status}, and your concierge asked {times(len(asked))}; it should be {times(wanted)}."
        )
        is_report(exercise, report)
        has_calls(report, ("bistro", "orders_of", False))
        assert report.text == text_of(wire[-1]), "The `text` of your Report is not what the model said last:"


@check(
    points=1,
    says="a ToolResult that is not ok",
    hint=(
        "The pantry answers with a 200, and in it that it failed. What does the model read, and what do you report?",
        "Call(server, name, result.ok), and the content of the result also goes into the errors if it is not ok.",
    ),
    mistakes=("M115",),
    free=TEXTS,
)
def test_reports_that_there_is_none(exercise, world, wire):
    """Reports a tool error to the model: the pantry's own words, which are an error of the report, too."""
    report = exercise.concierge(f"How many {world.missing} do we have?", config(exercise, world))
    is_answered(exercise, world, report, wire)
    assert not any(call.ok for call in report.calls), (
        "The pantry said that it failed (its ToolResult is not ok), and the `ok` of your Call says that it worked."
    )
    has_calls(report, ("pantry", "stock", False))
    text = sent_to(world, wire, "pantry")[0].response.json()["result"]["content"][0]["text"]
    assert text in told(wire[-1]), "What the model is told does not have what the pantry said of its failure:"
    assert len(report.errors) == 1, "One call failed, and the `errors` of your Report should have one text:"


@check(
    points=1,
    says="the model is told so, in a short text, and may go on: an unknown tool, broken or wrong arguments",
    hint=(
        "Six calls in one turn, and five of them fail in another way each. Which one ends your concierge?",
        "`try:` around all that belongs to one call, json.loads included; what is caught is told to the model.",
        "Each call gets its message, with its own id, whether it worked or not.",
    ),
    mistakes=("M99", "M100", "M105", "M112"),
    free=TEXTS_AND_TOOLS,
    cassette="everything_fails.synthetic",
    waits=True,
)
def test_reports_a_tool_error(exercise, world, wire):
    """Reports a tool error to the model, whatever went wrong, and goes on with the other calls."""
    try:
        report = exercise.concierge("What is there?", practice(exercise, world))
    except Exception as error:
        if type(error).__name__ in ("JSONDecodeError", "KeyError", "TypeError", "HTTPError", "Failed"):
            pytest.fail(
                f"A call of the model failed, and your concierge ended with {type(error).__name__}; the model should"
                f" be told, and go on:\n{error}"
            )
        raise
    is_answered(exercise, world, report, wire)
    brought = [
        part["result"]["content"][0]["text"] for part in parts(sent_to(world, wire, "pantry")[-1]) if "result" in part
    ]
    assert told(wire[-1]) in brought, (
        "The last of the six calls works: the pantry answers it with a stream, a log first and then the result."
        f" What the model is told is not that result: {told(wire[-1])!r}"
    )
    stock = ("pantry", "stock", False)
    nobody, sommelier = ("nobody", "serve_soup", False), ("sommelier", "ask_sommelier", False)
    has_calls(report, nobody, stock, stock, stock, sommelier, ("pantry", "stock", True))
    assert len(report.errors) == 5, "Five calls failed, and the `errors` of your Report should have a text for each:"
    for place in range(3, 8):
        text = told(wire[-1], place)
        assert text.strip(), "The model is told nothing about a call that failed."
        assert "Traceback" not in text, (
            "The model is told a traceback; a short text helps it more, and hides your code."
        )
        assert len(text) < LONGEST, f"The model is told {len(text)} characters about a call that failed:\n{text}"


@check(
    points=1,
    says="nothing of it is used; the same is asked once more",
    hint=(
        "The stream breaks twice this evening: in the middle of a call, and of an answer. Each time only once.",
        "except StreamBroken: note the error, and `ask_model` again with the same messages.",
    ),
    mistakes=("M86",),
    free=TEXTS_AND_TOOLS,
    cassette="breaks_once.synthetic",
)
def test_survives_a_broken_stream(exercise, world, wire):
    """Survives a broken stream: asks the same once more, and runs no tool twice."""
    try:
        report = exercise.concierge("How much cream is left?", practice(exercise, world))
    except exercise.StreamBroken as error:
        pytest.fail(f"The model's stream broke once, and your concierge gave up with StreamBroken:\n{error}")
    is_report(exercise, report)
    turns = sent_to(world, wire, "llm")
    if len(turns) == 1 and report.text != exercise.SORRY:
        pytest.fail("The stream broke in the middle of a call, and your concierge took what had come for all.")
    half = [text_of(exchange) for exchange in turns[:-1]]
    assert report.text not in [text for text in half if text], (
        f"Your concierge returned half an answer as if it were whole: {report.text!r}"
    )
    is_answered(exercise, world, report, wire)
    has_calls(report, ("pantry", "stock", True))
    assert len(report.errors) == 2, "The stream broke twice, and the `errors` of your Report should have two texts:"


@check(
    points=0,
    says="the second time stop",
    hint="The second StreamBroken of the same step ends the run: SORRY, and the errors say why.",
    mistakes=("M86",),
    free=TEXTS_AND_TOOLS,
    cassette="breaks_each_time.synthetic",
    waits=True,
)
def test_gives_up_on_a_stream(exercise, world, wire):
    """Stops when the stream breaks a second time."""
    try:
        report = exercise.concierge("Good evening!", practice(exercise, world))
    except exercise.StreamBroken as error:
        pytest.fail(f"Your concierge let StreamBroken out, and should return a Report:\n{error}")
    assert len(wire) == 2, f"The stream broke each time, and your concierge asked {len(wire)} times, and not twice."
    has_stopped(exercise, report, "The stream broke twice.")


@check(
    points=1,
    says="Look at each turn in this order",
    hint=(
        "Count the turns, and add up their tokens. When do you look at both: before the calls are run, or after?",
        "finish_reason first, then whether there are calls, then the budgets; only then run anything.",
        "if step >= config.max_steps or used >= config.max_tokens: stop",
    ),
    mistakes=("M99", "M102"),
    free=TEXTS_AND_TOOLS,
    cassette="never_ends.synthetic",
    waits=True,
)
def test_keeps_the_budgets(exercise, world, wire):
    """Keeps budgets: stops after so many turns or tokens, and runs no call of a turn that was cut off."""
    for door, budget, turns, looks, why in (
        ("steps", {"max_steps": 3}, 3, 2, "`max_steps` is 3."),
        ("tokens", {"max_tokens": 700}, 1, 0, "`max_tokens` is 700, and the first turn used 700."),
        ("length", {}, 1, 0, "The turn was cut off (`length`), and what it calls may be half of what was meant."),
    ):
        before = len(wire)
        report = exercise.concierge("How much cream is left?", practice(exercise, world, f"/{door}", **budget))
        mine = wire[before:]
        asked, looked = sent_to(world, mine, "llm"), sent_to(world, mine, "pantry")
        assert len(asked) == turns, f"{why} Your concierge asked the model {times(len(asked))}, not {times(turns)}."
        assert len(looked) == looks, f"{why} Your concierge ran {len(looked)} of its calls, and not {looks}."
        has_stopped(exercise, report, why)
        assert report.tokens == tokens_of(asked), f"{why} The `tokens` of your Report are not those of all turns:"


@check(
    points=1,
    says="Keys, tokens and the client's secret go to their own server only",
    hint=(
        "The bistro answers with a page that shows your request again, the token in it. Where does your code put it?",
        "The text of an HTTPError has the status and the address: that will do. `response.text` is by strangers.",
        "Headers that stand at a session go to every server.",
    ),
    mistakes=("M57", "M59"),
    free=TEXTS_AND_TOOLS,
    cassette="shows_the_token.synthetic",
    waits=True,
)
def test_keeps_the_secrets(exercise, world, wire, secrets):
    """Keeps secrets: none is told to another server, reported, printed or logged."""
    key, secret = secrets.put("PRACTICE_LLM_KEY"), secrets.put("PRACTICE_CLIENT_SECRET")
    token = secrets.put("PRACTICE_TOKEN", "sk-test-access-of-the-till")
    there = practice(exercise, world, api_key=key, client_secret=secret)
    report = exercise.concierge("Where is my order, and what is there to drink?", there)
    for exchange in wire:
        server = exchange.request.url.split("/")[2].partition(".")[0]
        foreign = {"llm": (secret, token), "auth": (key,)}.get(server, (key, secret, token))
        sent = exchange.request.body.decode()
        assert not any(value in sent for value in foreign), (
            f"Your concierge sent a secret to a server that it is not for ({server}), in the body of a request."
        )
        header = exchange.request.headers.get("Authorization")
        assert header is None or server in ("llm", "auth"), (
            f"Your concierge sent an `Authorization` to a server that it is not for ({server})."
        )
        assert not any(value in (header or "") for value in foreign), (
            f"Your concierge sent somebody else's key to a server that it is not for ({server})."
        )
    is_answered(exercise, world, report, wire)
    sommelier, stock = ("sommelier", "ask_sommelier", True), ("pantry", "stock", True)
    has_calls(report, ("bistro", "orders_of", False), stock, sommelier)
    leaks = list(secrets.leaks(report))
    assert not leaks, f"A secret shows in {leaks[0]}."


@check(
    points=0,
    says="it waits at most ``timeout`` seconds, and uses ``session`` when one is passed in",
    hint=("Look at `send` as it was given to you: it passes both on.", "Give `send` to all the helpers."),
    mistakes=("M01",),
    free=TEXTS,
    cassette="answers",
    waits=True,
)
def test_passes_timeout_and_session_on(exercise, world, wire, client):
    """Passes timeout and session on with each request, and changes nothing about the session."""
    session = client.session()
    session.headers.update({"User-Agent": "a guest who comes often"})
    question = f"Is the order of table {world.table} served yet?"
    exercise.concierge(question, config(exercise, world), timeout=0.25, session=session)
    assert all(exchange.waits_at_most(0.25) for exchange in wire), (
        "Your concierge() does not pass `timeout` on to requests each time."
    )
    assert all(exchange.request.headers.get("User-Agent") == "a guest who comes often" for exchange in wire), (
        "Your concierge() did not send each request with the session that it was given."
    )
