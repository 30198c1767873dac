"""Checks for e53."""

import itertools

import pytest

from grader.check import check, kind

DIFFICULTY = 5
CORE = False

LONGEST = 8.0
OVER = [f"TASK_STATE_{name}" for name in ("COMPLETED", "FAILED", "REJECTED", "CANCELED", "AUTH_REQUIRED")]
"""States after which there is nothing to wait for."""


def draw(kitchen):
    """A dish, an id for the message, a first wait that is not the default, and a guest's answers."""
    choose = kitchen.random
    short = [dish["name"] for dish in kitchen.dishes if len(dish["name"]) <= 40]
    return {
        "dish": choose.choice(short),
        "message_id": f"msg-{choose.randint(100, 999)}",
        "poll": choose.choice([0.5, 1.5, 3.0]),
        "colour": choose.choice(["Red, please.", "White, please."]),
        "price": f"At most {choose.randint(5, 9)} euros.",
    }


def sommelier(exercise, world, tenant=None):
    """The door at which the agent is asked."""
    return exercise.Interface(
        url=world.url("/rpc", server="sommelier"), binding="JSONRPC", version="1.0", tenant=tenant
    )


def said(exchange):
    """The task or the message in an answer of the sommelier's."""
    result = exchange.response.json().get("result", {})
    return result.get("task") or result.get("message") or result


def texts(task):
    """All texts of what a task has brought."""
    return [part["text"] for artifact in task["artifacts"] for part in artifact["parts"] if "text" in part]


def status_text(task):
    """What the agent says of the state of a task."""
    return "\n".join(part["text"] for part in task["status"]["message"]["parts"])


def is_answer(text, task):
    """Whether this is the text of all that the task has brought."""
    assert task.get("artifacts"), f"Your ask_agent() looked no further while the task was {task['status']['state']}."
    wanted = texts(task)
    assert text is not None, "Your ask_agent() returned None, and should return the text of the artifacts."
    assert isinstance(text, str), f"Your ask_agent() returned {kind(text)}, and should return a text (str)."
    assert text != status_text(task), (
        "Your ask_agent() returned what the agent says of the state. What came of the task is in its `artifacts`."
    )
    first = task["artifacts"][0]
    assert text != first["parts"][0]["text"], (
        f"Your ask_agent() returned the first part only. The task has {len(task['artifacts'])} artifacts of "
        "several parts."
    )
    own = [part["text"] for part in first["parts"] if "text" in part]
    assert text != "\n".join(own), "Your ask_agent() returned the text of the first artifact, and there are more."
    assert "{" not in text, f"Your ask_agent() put parts into the text that have no `text`, but data:\n{text}"
    assert not (text != "\n".join(wanted) and text.split() == " ".join(wanted).split()), (
        "Your ask_agent() has all the words, but the parts are not joined by line feeds."
    )
    assert text == "\n".join(wanted), "Your ask_agent() did not return the text of the artifacts:"


def methods(wire):
    """What was asked for, in order."""
    return [exchange.request.json().get("method") for exchange in wire]


def waited(wire, waits):
    """Whether the time between requests was this long, from the first to the last."""
    moments = [exchange.moment for exchange in wire]
    gaps = [round(later - earlier, 3) for earlier, later in itertools.pairwise(moments)]
    for number, (gap, wait) in enumerate(zip(gaps, waits, strict=False), 1):
        took = f"waited {gap:g} s" if gap else "did not wait"
        after = "the first wait is `poll`" if number == 1 else "each wait is twice the one before"
        if number > 1 and wait == LONGEST:
            after = "no wait is longer than LONGEST"
        assert abs(gap - wait) < 0.01, f"Your code {took} before GetTask {number}, and should wait {wait:g} s: {after}."


def growing(poll, count):
    """The first waits."""
    return [min(poll * 2**number, LONGEST) for number in range(count)]


def failure(exercise, wire, *arguments, **options):
    """The TaskFailed that ask_agent() raises, as soon as there is a reason."""
    before = len(wire)
    try:
        text = exercise.ask_agent(*arguments, **options)
    except exercise.TaskFailed as error:
        return error
    finally:
        for exchange, _ in itertools.pairwise(wire[before:]):
            state = said(exchange).get("status", {}).get("state")
            assert state not in OVER, f"Your code went on after {state}. Nothing more comes of such a task."
    pytest.fail(f"Your ask_agent() returned {text!r}, and should raise TaskFailed: the task came to nothing.")


def go_on(client, world, task, *methods):
    """Ask what nobody has to ask any more: code that does so gets an answer, and is told what is wrong with it."""
    for method in methods:
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": {"id": task["id"]}}
        client.post(world.url("/rpc", server="sommelier"), json=body, headers={"A2A-Version": "1.0"})


def tells(error, task):
    """Whether a TaskFailed says what became of the task."""
    got = getattr(error, "state", None)
    assert got == task["status"]["state"], "The `state` of your TaskFailed is not that of the task:"
    got = getattr(error, "message", None)
    assert got == status_text(task), "The `message` of your TaskFailed is not what the agent says of it:"


@check(
    points=2,
    says="return the text of its ``artifacts``; ``history`` and ``status`` are talk",
    hint=(
        'Print the result. It has one key, "task"; where in the task is the name of a wine?',
        "There are several artifacts, each with several parts, and not every part has a text.",
        '[part["text"] for artifact in task["artifacts"] for part in artifact["parts"] if "text" in part]',
    ),
    mistakes=("M118", "M119", "M120"),
)
def test_returns_what_came_of_it(exercise, world, wire):
    """Sends the message and returns the text of a completed task."""
    text = exercise.ask_agent(
        sommelier(exercise, world), f"Which wine goes with {world.dish}?", message_id=world.message_id
    )
    is_answer(text, said(wire[0]))
    assert len(wire) == 1, f"Your code asked {len(wire)} times, though the task was completed at once."


@check(
    points=1,
    says='``{"message": {…}}`` is an answer without a task: return its text',
    hint=(
        'Here the result has no "task", but a "message". There is nothing to wait for.',
        'if "message" in result: return the text of result["message"]["parts"]',
    ),
    mistakes=("M118",),
    waits=True,
)
def test_takes_a_message_for_an_answer(exercise, world, wire):
    """Returns the text of a message that comes without a task."""
    try:
        text = exercise.ask_agent(sommelier(exercise, world), "Good evening!", message_id=world.message_id)
    except KeyError as error:
        pytest.fail(f"Your ask_agent() looked for {error}, but the result is a message: an agent need not make a task.")
    assert text == said(wire[0])["parts"][0]["text"], "Your ask_agent() did not return the text of the message:"
    assert len(wire) == 1, f"Your code asked {len(wire)} times, and the first answer was all there is."


@check(
    points=3,
    says="The first wait is ``poll`` seconds, each further one twice as long, but never longer than ``LONGEST``",
    hint=(
        "The task is SUBMITTED, then WORKING. Wait, ask `GetTask`, and look at the state again.",
        'Only the result of SendMessage is wrapped: `GetTask` returns the task itself, without a "task" around it.',
        "time.sleep(wait); wait = min(2 * wait, LONGEST)",
    ),
    mistakes=("M76", "M118"),
)
def test_looks_in_until_it_is_done(exercise, world, wire):
    """Waits longer and longer, until the task is completed."""
    wish = f"A bottle from the cellar for {world.dish}, please."
    interface = sommelier(exercise, world)
    try:
        text = exercise.ask_agent(interface, wish, message_id=world.message_id, poll=world.poll)
    except KeyError as error:
        if wire and wire[-1].request.json().get("method") == "GetTask" and error.args == ("task",):
            pytest.fail('Your code looked for "task" in the result of GetTask, which is the task itself.')
        raise
    finally:
        waited(wire, growing(world.poll, len(wire) - 1))
    assert said(wire[-1])["status"]["state"] == "TASK_STATE_COMPLETED", (
        f"Your code gave up after {len(wire)} requests. The task was {said(wire[-1])['status']['state']}."
    )
    is_answer(text, said(wire[-1]))


@check(
    points=1,
    says="TaskFailed: as above",
    hint=(
        "This time the task ends in TASK_STATE_FAILED. Nothing comes of it, however long you wait.",
        "Raise TaskFailed with the state, and with the text of the message in the task's status.",
    ),
    mistakes=("M76", "M119"),
    waits=True,
)
def test_raises_when_the_task_fails(exercise, world, wire, client):
    """Raises TaskFailed for a task that fails, with what the agent says of it."""
    wish = f"Your oldest bottle for {world.dish}!"
    options = {"message_id": world.message_id, "poll": 8.0, "deadline": 10.0}
    error = failure(exercise, wire, sommelier(exercise, world), wish, **options)
    task = said(wire[-1])
    tells(error, task)
    go_on(client, world, task, "CancelTask")


@check(
    points=1,
    says="any other, known to you or not",
    hint=(
        "A task can be rejected, or cancelled by the agent, or wait for a login that you can't give.",
        "Ask for what you know how to go on with, and raise TaskFailed for all the rest.",
    ),
    mistakes=("M119",),
    waits=True,
)
def test_raises_for_any_other_end(exercise, world, wire, client):
    """Raises TaskFailed when a task is rejected, cancelled, or wants a login."""
    interface = sommelier(exercise, world)
    for wish in (
        f"A beer with {world.dish}!",
        f"A bottle from next door for {world.dish}.",
        f"What is in the locked cabinet for {world.dish}?",
    ):
        options = {"message_id": world.message_id, "poll": 8.0, "deadline": 10.0}
        error = failure(exercise, wire, interface, wish, **options)
        task = said(wire[-1])
        tells(error, task)
        go_on(client, world, task, "GetTask", "CancelTask")


@check(
    points=3,
    says="``on_input`` is called with the text of the status message, a question",
    hint=(
        "INPUT_REQUIRED is no failure: somebody asks you something. Give the question to `on_input`.",
        "The answer is a message as the first one was, but it has to say which task it belongs to.",
        '{"messageId": f"{message_id}-2", "taskId": task["id"], "contextId": task["contextId"], "role": …, "parts": …}',
    ),
    mistakes=("M119", "M76"),
)
def test_answers_questions(exercise, world, wire):
    """Passes questions on, sends the answers to the same task, and waits on."""
    asked, answers = [], [world.colour, world.price]

    def on_input(question):
        asked.append(question)
        return answers[len(asked) - 1] if len(asked) <= len(answers) else "I have said all that I know."

    try:
        text = exercise.ask_agent(
            sommelier(exercise, world),
            f"Choose a wine for me: I eat {world.dish}.",
            message_id=world.message_id,
            on_input=on_input,
        )
    except exercise.TaskFailed as error:
        if getattr(error, "state", None) == "TASK_STATE_INPUT_REQUIRED":
            pytest.fail("Your code raised TaskFailed, and should answer: INPUT_REQUIRED is a question, no failure.")
        raise
    assert asked, "Your code never called `on_input`, though the agent asked something."
    assert len(asked) == 2, f"Your code called `on_input` {len(asked)} times, and the agent had two questions."
    for question, exchange in zip(asked, wire, strict=False):
        assert question == status_text(said(exchange)), "Your code did not call `on_input` with the agent's question:"
    assert methods(wire)[:3] == ["SendMessage"] * 3, "Your code did something else before it answered the questions:"
    waited(wire[2:], growing(1.0, len(wire) - 3))
    is_answer(text, said(wire[-1]))


@check(
    points=1,
    says="not begun: instead ``CancelTask``",
    hint=(
        "Before each wait, look whether it would end too late. Which clock tells how much time has passed?",
        "With deadline=10 there are waits of 1, 2 and 4 s. The next one would end at 15 s.",
        "if time.monotonic() - began + wait > deadline: call(…, 'CancelTask', {'id': task['id']}, …)",
    ),
    mistakes=("M76",),
    waits=True,
)
def test_calls_it_off(exercise, world, wire, clock, client):
    """Cancels the task when the deadline is too near to wait any more."""
    wish = f"A bottle from the cellar for {world.dish}, please."
    options = {"message_id": world.message_id, "deadline": 10.0}
    try:
        error = failure(exercise, wire, sommelier(exercise, world), wish, **options)
    finally:
        late = clock.now - clock.start
        assert late <= 10.0, f"With deadline=10 your code was still waiting after {late:g} s."
    assert methods(wire)[-1] == "CancelTask", (
        "Your code gave up without a CancelTask: the agent goes on working for nobody."
    )
    waited(wire[:-1], growing(1.0, 3))
    assert late < 7.5, f"Your code cancelled after {late:g} s: a wait that would end too late is not begun."
    task = said(wire[-1])
    tells(error, task)
    go_on(client, world, task, "GetTask")


@check(
    points=0,
    says="more than ``deadline`` seconds after the call of this function",
    hint=(
        "Here the guest thinks for a while before he answers, and that counts.",
        "Take the time when your function is called, and look at the clock before each wait; don't add up the waits.",
    ),
    mistakes=("M02",),
    waits=True,
)
def test_counts_from_the_call(exercise, world, wire, clock, client):
    """Counts the deadline from the call, and not the waits only."""
    answers = iter([world.colour, world.price])

    def on_input(question):
        clock.advance(25.0)
        return next(answers)

    interface = sommelier(exercise, world)
    wish = f"Choose a wine for me: I eat {world.dish}."
    options = {"message_id": world.message_id, "deadline": 55.0, "on_input": on_input}
    try:
        error = failure(exercise, wire, interface, wish, **options)
    finally:
        late = clock.now - clock.start
        assert late <= 55.0, (
            f"With deadline=55 your code was still waiting after {late:g} s. The guest took 50 s of them to answer."
        )
    assert methods(wire)[-1] == "CancelTask", "Your code gave up without a CancelTask."
    task = said(wire[-1])
    tells(error, task)
    go_on(client, world, task, "GetTask")


@check(
    points=0,
    says="Each request is a ``call`` to the interface's url, with ``HEADERS``",
    hint=(
        "An agent that is not told the version takes you for a client of 0.3.",
        "Pass `headers=HEADERS` on, with each request.",
    ),
    mistakes=("M118", "M16"),
    match=("a2a-version",),
    waits=True,
)
def test_says_its_version(exercise, world, wire):
    """Says its version with each request."""
    wish = f"A bottle from the cellar for {world.dish}, please."
    failure(exercise, wire, sommelier(exercise, world), wish, message_id=world.message_id, deadline=2.5)
    assert methods(wire) == ["SendMessage", "GetTask", "CancelTask"], "Your code did something else:"


@check(
    points=0,
    says='and ``"tenant"`` in its params if there is one',
    hint=(
        "Some doors serve several houses. Which house is meant stands in the params of each request.",
        'params = {**params, "tenant": interface.tenant} if interface.tenant is not None else params',
    ),
    mistakes=("M120",),
    waits=True,
)
def test_names_the_tenant(exercise, world, wire):
    """Names the tenant in each request."""
    wish = f"A bottle from the cellar for {world.dish}, please."
    interface = sommelier(exercise, world, tenant="terrace")
    failure(exercise, wire, interface, wish, message_id=world.message_id, deadline=2.5)
    assert methods(wire) == ["SendMessage", "GetTask", "CancelTask"], "Your code did something else:"


@check(
    points=0,
    says="… and there is no ``on_input``",
    hint=(
        "Without `on_input` nobody can answer. What does your code do then?",
        "Raise TaskFailed: its state is TASK_STATE_INPUT_REQUIRED, its message the question.",
    ),
    mistakes=("M119",),
    waits=True,
)
def test_has_nobody_to_ask(exercise, world, wire):
    """Raises TaskFailed for a question when there is no on_input."""
    wish = f"Choose a wine for me: I eat {world.dish}."
    try:
        error = failure(exercise, wire, sommelier(exercise, world), wish, message_id=world.message_id)
    except TypeError as error:
        pytest.fail(f"Your code called `on_input`, which is None here: raise TaskFailed.\n{error}")
    tells(error, said(wire[-1]))


@check(
    points=0,
    says="RpcError, requests.HTTPError: as ``call`` raises them",
    hint=(
        "The sommelier does not listen to long stories. His answer is a 200, and there is an error in it.",
        "`call` raises RpcError for that. Let it pass.",
    ),
    mistakes=("M108",),
    waits=True,
)
def test_raises_the_error_in_a_200(exercise, world, wire):
    """Raises RpcError for an error in a 200."""
    story = f"I had {world.dish}, and a wine with it. " * 10
    try:
        text = exercise.ask_agent(sommelier(exercise, world), story, message_id=world.message_id)
    except exercise.RpcError as error:
        caught = error
    except KeyError as error:
        pytest.fail(f"Your code looked for {error} in an answer that has an `error`: a 200 need not be a success.")
    else:
        pytest.fail(f"Your ask_agent() returned {text!r}, though the answer has an error in it: raise RpcError.")
    assert caught.code == wire[0].response.json()["error"]["code"], "The code of your RpcError is another one:"


@check(
    points=0,
    says="Each request waits at most ``timeout`` seconds, and goes over ``session`` when one is passed in",
    hint=(
        "`call` takes `timeout` and `session`. Pass them on each time.",
        "call(interface.url, method, params, headers=HEADERS, timeout=timeout, session=session)",
    ),
    mistakes=("M01", "M13"),
    cassette="says_its_version",
    match=("a2a-version",),
    waits=True,
)
def test_passes_timeout_and_session_on(exercise, world, wire, client):
    """Passes timeout and session on with each request."""
    session = client.session()
    session.headers.update({"User-Agent": "a guest who comes often", "A2A-Version": "1.0"})
    wish = f"A bottle from the cellar for {world.dish}, please."
    options = {"message_id": world.message_id, "deadline": 2.5, "timeout": 0.25, "session": session}
    failure(exercise, wire, sommelier(exercise, world), wish, **options)
    for method, exchange in zip(methods(wire), wire, strict=True):
        assert exchange.waits_at_most(0.25), f"Your {method} does not pass `timeout` on."
        used = exchange.request.headers.get("User-Agent") == "a guest who comes often"
        assert used, f"Your {method} does not use the session that it was given."
