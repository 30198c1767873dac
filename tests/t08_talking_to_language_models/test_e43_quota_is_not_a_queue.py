"""Checks for e43.

The model's own server knows a good key from a bad one, and that is real. It limits nobody and costs nothing: what
OpenAI and others say to those who ask too often, or have not paid, was written by hand.
"""

from itertools import pairwise

import pytest

from grader.check import check, kind

DIFFICULTY = 4
CORE = False

SOUP = [{"role": "user", "content": "Is there soup tonight?"}]
LONGER = 1.0
"""How much longer than told a wait may be."""

QUESTIONS = [
    "Is a lemon sweet or sour? Answer with one word.",
    "Is a tomato red or blue? Answer with one word.",
    "Is ice hot or cold? Answer with one word.",
]


def draw(kitchen):
    """A question, the key and the name of the model that runs here, and keys that it does not know."""
    return {
        "api_key": "sk-practice-llm",
        "wrong_key": f"sk-practice-{kitchen.random.randint(100, 999)}",
        "model": "qwen2.5-coder-1.5b-instruct",
        "messages": [{"role": "user", "content": kitchen.random.choice(QUESTIONS)}],
    }


def real(exercise, world, name, api_key=None, path="/v1"):
    """The model that runs here."""
    return exercise.Provider(
        name=name, base_url=world.url(path, server="llm"), api_key=api_key or world.api_key, model=world.model
    )


def others(exercise, *names):
    """Providers whose answers were written by hand."""
    return [
        exercise.Provider(name=name, base_url=f"https://{name}.test/v1", api_key=f"sk-{name}", model=f"{name}-model")
        for name in names
    ]


def ask_again(client, world, provider):
    """What a provider says when it is asked twice more, for code that does: it gets a real answer."""
    for _ in range(2):
        client.post(
            f"{provider.base_url}/chat/completions",
            json={"model": provider.model, "messages": world.messages},
            headers={"Authorization": f"Bearer {provider.api_key}"},
        )


def hosts(wire):
    """The first word of each host, in the order in which they were asked."""
    return [exchange.request.url.split("/")[2].split(".")[0] for exchange in wire]


def times(number):
    return {0: "not once", 1: "once", 2: "twice"}.get(number, f"{number} times")


def is_the_reply(reply, exchange):
    """Whether it says what this answer says."""
    assert reply is not None, "Your function returned None, and should return a Reply."
    assert hasattr(reply, "finish_reason"), f"Your function returned {kind(reply)}, and should return a Reply."
    answer = exchange.response.json()
    text = answer["choices"][0]["message"]["content"]
    assert reply.text == text, "Your function did not return the reply of the provider that answered:"
    usage = answer.get("usage") or {}
    for name in ("prompt_tokens", "completion_tokens"):
        got, expected = getattr(reply, name), usage.get(name) or 0
        assert got == expected, f"The `{name}` of your Reply is {got!r}, and should be {expected}."


def waited(wire, *told, by):
    """Whether the requests came as long after one another as told, in seconds, or a little later."""
    moments = [exchange.moment for exchange in wire]
    gaps = [round(later - earlier, 3) for earlier, later in pairwise(moments)]
    for place, (gap, seconds) in enumerate(zip(gaps, told, strict=False)):
        status = wire[place].response.status
        assert gap > 0 or not seconds, f"After the {status} your code asked again at once, and {by} {seconds:g} s."
        assert gap >= seconds - 0.002, (
            f"After the {status} your code waited {gap:g} s, and {by} {seconds:g} s: it came too soon."
        )
        assert gap <= seconds + LONGER, f"After the {status} your code waited {gap:g} s, and {by} {seconds:g} s."


def asked_only(wire, *expected):
    """Whether these were asked, in this order."""
    got = hosts(wire)
    for place, (one, other) in enumerate(zip(got, expected, strict=False)):
        if one == other:
            continue
        if place and got[place - 1] in (one, other):
            status = wire[place - 1].response.status
            # The recording of a request that failed on its way has a 200 that never came.
            after = f"After the {status}" if status != 200 else "Where there was no answer"
            if one == got[place - 1]:
                pytest.fail(f"{after} your code asked “{one}” again, and the next provider should be asked.")
            pytest.fail(f"{after} your code went on to “{one}”, and “{other}” should be asked again.")
        pytest.fail(f"Your code asked “{one}”, where “{other}” should be asked: providers have an order.")
    last = got[-1] if got else "nobody"
    assert len(got) >= len(expected), f"Your code gave up after “{last}”, and “{expected[len(got)]}” was to be asked."
    assert len(got) == len(expected), f"Your code asked “{got[len(expected)]}” although “{expected[-1]}” had answered."


@check(
    points=2,
    says="Ask the providers in their order until one of them answers, and return its reply",
    hint=(
        "Begin with one provider: send the request, and return what `reply_from` makes of the answer.",
        "`provider.base_url`, `provider.api_key` and `provider.model` are what you need of it.",
        'json={"model": provider.model, "messages": messages}',
    ),
    mistakes=("M07", "M12", "M63"),
    match=("authorization",),
)
def test_asks_the_first(exercise, world, wire, client):
    """Asks the first provider, and returns its reply."""
    spare = real(exercise, world, "spare", path="/v9")
    reply = exercise.ask_any([real(exercise, world, "ours"), spare], world.messages)
    assert len(wire) == 1, "Your code asked the second provider although the first had answered."
    is_the_reply(reply, wire[0])
    ask_again(client, world, spare)


@check(
    points=1,
    says="A provider's key is for that provider alone",
    hint=(
        "The first provider says 401: it does not know the key. What does your code do then?",
        "Go on with the next one, with its own key and its own model.",
    ),
    mistakes=("M17", "M35", "M60"),
    match=("authorization",),
    waits=True,
)
def test_goes_on_after_a_bad_key(exercise, world, wire, clock, client):
    """Goes on to the next provider when a key is refused."""
    providers = [real(exercise, world, "old key", world.wrong_key), real(exercise, world, "new key")]
    try:
        reply = exercise.ask_any(providers, world.messages)
    except exercise.AllFailed:
        assert len(wire) > 1, "Your code raised AllFailed after the first provider, and there is another."
        keys = {exchange.request.headers.get("Authorization") for exchange in wire}
        assert len(keys) > 1, "Your code shows the first provider's key again, and never the second's."
        raise
    assert len(wire) == 2, "Your code showed a key that was refused with a 401 again: it gets no better by that."
    assert not clock.slept, "Your code waited after a 401: a bad key is no better a second later."
    is_the_reply(reply, wire[1])
    ask_again(client, world, providers[0])


@check(
    points=1,
    says="Before you ask the same provider again, wait what ``Retry-After`` says",
    hint=(
        "This 429 is a rate limit, and passes. Look at its Retry-After, wait, and ask the same provider again.",
        '`parse_retry_after(response.headers.get("Retry-After"), time.time())` is what to give to `time.sleep`.',
    ),
    mistakes=("M38", "M41"),
    cassette="rate_limits.synthetic",
    waits=True,
)
def test_waits_as_it_is_told(exercise, wire):
    """Waits out a rate limit as it is told, and asks the same provider again."""
    reply = exercise.ask_any(others(exercise, "first", "second"), SOUP)
    asked_only(wire, "first", "first", "first")
    waited(wire, 7.0, 20.0, by="Retry-After said")
    is_the_reply(reply, wire[-1])


@check(
    points=1,
    says="When it says nothing usable, wait 1 second before the second request to it, 2 before the third",
    hint=(
        "These answers have no Retry-After, so `parse_retry_after` is None.",
        "1 second before the second request, then 2, then 4: `2 ** (attempt - 1)` when the first attempt is 1.",
    ),
    mistakes=("M38", "M42"),
    cassette="busy.synthetic",
    waits=True,
)
def test_waits_longer_each_time(exercise, wire):
    """Waits 1 and then 2 seconds when it is told nothing."""
    reply = exercise.ask_any(others(exercise, "first", "second"), SOUP)
    asked_only(wire, "first", "first", "first")
    waited(wire, 1.0, 2.0, by="the task says")
    is_the_reply(reply, wire[-1])


@check(
    points=1,
    says="402; or 429 with ``insufficient_quota`` as the ``type``",
    hint=(
        "Four providers want money, the fifth answers. Which of the first four does your code ask twice?",
        "Not every 429 is a rate limit: look at `error` in the body, at its `type` and at its `code`.",
        '"insufficient_quota" in (error.get("type"), error.get("code"))',
    ),
    mistakes=("M35", "M48"),
    cassette="quotas.synthetic",
    waits=True,
)
def test_does_not_queue_with_a_spent_quota(exercise, wire, clock):
    """Goes on at once where the quota is spent."""
    names = ("first", "second", "third", "fourth", "fifth")
    spent = {429: "insufficient_quota", 402: "Payment Required"}
    try:
        reply = exercise.ask_any(others(exercise, *names), SOUP)
    finally:
        asked = hosts(wire)
        again = next((place for place, host in enumerate(asked) if host in asked[:place]), None)
        if again is not None:
            response = wire[again].response
            pytest.fail(
                f"Your code asked “{asked[again]}” again after a {response.status} that says {spent[response.status]}: "
                f"a spent quota is no queue.\n{response.text}"
            )
    asked_only(wire, *names)
    assert not clock.slept, "Your code waited after a spent quota: the next provider can be asked at once."
    is_the_reply(reply, wire[-1])


@check(
    points=1,
    says="AllFailed: when no provider answered, with the reason for the last request to each",
    hint=(
        "Keep a dict: the name of each provider, and the word in the right column of the table.",
        'reasons[provider.name] = "quota", and at the very end raise AllFailed(reasons)',
    ),
    mistakes=("M32", "M33"),
    cassette="nobody_answers.synthetic",
    waits=True,
)
def test_says_why_each_failed(exercise):
    """Raises AllFailed with a reason for each provider."""
    expected = {
        "first": "quota",
        "second": "rate limit",
        "third": "overloaded",
        "fourth": "key",
        "fifth": "key",
        "sixth": "status 404",
        "seventh": "unreachable",
    }
    with pytest.raises(exercise.AllFailed) as raised:
        exercise.ask_any(others(exercise, *expected), SOUP)
    reasons = raised.value.reasons
    assert isinstance(reasons, dict), f"The `reasons` of your AllFailed are {kind(reasons)}, and should be a dict."
    for name, reason in expected.items():
        got = reasons.get(name)
        assert got == reason, f"Your reason for “{name}” should be {reason!r}, and is {got!r}."
    assert list(reasons) == list(expected), "Your reasons are not those of the providers, in their order:"


@check(
    points=1,
    says="may leave out ``usage``, or have null there or in it: that counts as 0 tokens",
    hint=(
        "Not every server that resembles OpenAI's counts tokens. Look at `reply_from`: what does it rely on?",
        '`answer.get("usage") or {}` is a dict even where there is null.',
    ),
    mistakes=("M96",),
    cassette="usage.synthetic",
    waits=True,
)
def test_bears_a_missing_usage(exercise, wire):
    """Takes a reply whose tokens nobody has counted."""
    for name in ("first", "second", "third", "fourth"):
        try:
            reply = exercise.ask_any(others(exercise, name), SOUP)
        except (KeyError, TypeError, AttributeError) as error:
            if not wire:
                raise
            answer = wire[-1].response.json()
            usage = f"has `usage: {answer['usage']}`" if "usage" in answer else "has no `usage`"
            pytest.fail(
                f"Your code raised {type(error).__name__} for a reply that {usage}: it should count as 0 tokens."
            )
        except exercise.AllFailed:
            pytest.fail("Your code raised AllFailed for a provider that had answered, only without a full `usage`.")
        is_the_reply(reply, wire[-1])


@check(
    points=0,
    says="500 and above, such as 503 and 529",
    hint=(
        "Anthropic says 529 when it has too much to do, and 529 is no status of RFC 9110.",
        "Any status from 500 up is worth another request here.",
        "1 second, then 2, then 4.",
    ),
    mistakes=("M42", "M51"),
    cassette="overloaded.synthetic",
    waits=True,
)
def test_asks_again_when_overloaded(exercise, wire):
    """Asks again after a 529 and other statuses from 500 up."""
    reply = exercise.ask_any(others(exercise, "first", "second"), SOUP, attempts=4)
    asked_only(wire, "first", "first", "first", "first")
    waited(wire, 1.0, 2.0, 4.0, by="the task says")
    is_the_reply(reply, wire[-1])


@check(
    points=0,
    says="``attempts`` counts the requests to each provider, the first included",
    hint=(
        "With `attempts=2` the first provider is asked twice, and there is one wait between the two.",
        "After the last attempt there is nothing to wait for: go on to the next provider.",
    ),
    mistakes=("M36", "M37"),
    cassette="overloaded.synthetic",
    waits=True,
)
def test_counts_the_attempts(exercise, wire):
    """Asks each provider `attempts` times at most, and goes on at once after the last."""
    try:
        reply = exercise.ask_any(others(exercise, "first", "second"), SOUP, attempts=2)
    except exercise.AllFailed:
        assert "second" in hosts(wire), (
            "Your code raised AllFailed and did not ask the second provider: attempts count for each of them."
        )
        raise
    first = hosts(wire).count("first")
    assert first == 2, f"With attempts=2 your code asked the first provider {times(first)}."
    asked_only(wire, "first", "first", "second")
    gap = wire[2].moment - wire[1].moment
    assert gap == 0, f"Your code waited {gap:g} s before it asked the next provider, which has said nothing of waiting."
    is_the_reply(reply, wire[-1])


@check(
    points=0,
    says="requests.ConnectionError, requests.Timeout",
    hint=(
        "The first host is not there, the second says nothing. `requests` raises for both.",
        "except (requests.ConnectionError, requests.Timeout): the reason is “unreachable”, and on to the next",
    ),
    mistakes=("M02", "M32", "M36"),
    cassette="unreachable.synthetic",
    waits=True,
)
def test_goes_on_where_nobody_is(exercise, wire, clock):
    """Goes on to the next provider when there is no answer."""
    reply = exercise.ask_any(others(exercise, "first", "second", "third"), SOUP, timeout=5.0)
    asked_only(wire, "first", "second", "third")
    is_the_reply(reply, wire[-1])


@check(
    points=0,
    says="A body may be anything: one that is not JSON, or has no such ``error``, says no more than the status",
    hint=(
        "A proxy answers 429 with a web page, and some servers have only a text as `error`. What does your code do?",
        "`response.json()` raises a ValueError for what is not JSON, and `.get` is there for dicts only.",
    ),
    mistakes=("M21", "M34"),
    cassette="odd_bodies.synthetic",
    waits=True,
)
def test_bears_any_body(exercise, wire):
    """Takes a 429 with any body for a rate limit."""
    try:
        reply = exercise.ask_any(others(exercise, "first"), SOUP, attempts=4)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        if not wire:
            raise
        body = wire[-1].response.text[:60]
        pytest.fail(f"Your code raised {type(error).__name__} for a {wire[-1].response.status} with the body\n{body}")
    except exercise.AllFailed as error:
        pytest.fail(f"Your code raised AllFailed ({error}) for 429s that are no spent quota: ask again.")
    asked_only(wire, "first", "first", "first", "first")
    is_the_reply(reply, wire[-1])


@check(
    points=0,
    says="any other error status, such as 404",
    hint=(
        "The model's own server refuses one key, and does not know the other address. Neither gets better by waiting.",
        'reasons[provider.name] = f"status {response.status_code}"',
    ),
    mistakes=("M35",),
    waits=True,
)
def test_names_a_key_and_an_address(exercise, world, wire, clock, client):
    """Names a key that is refused, and an address that does not exist."""
    providers = [real(exercise, world, "old key", world.wrong_key), real(exercise, world, "old address", path="/v9")]
    with pytest.raises(exercise.AllFailed) as raised:
        exercise.ask_any(providers, world.messages)
    assert len(wire) == 2, f"Your code sent {len(wire)} requests, though neither a 401 nor a 404 gets better by asking."
    assert not clock.slept, "Your code waited, though neither a 401 nor a 404 gets better by waiting."
    assert raised.value.reasons == {"old key": "key", "old address": "status 404"}, "Your reasons are not the table's:"
    for provider in providers:
        ask_again(client, world, provider)


@check(
    points=0,
    says="A provider's key is for that provider alone, and shows in no text",
    hint="Don't print a provider's key, and don't put it into an exception. The table's words are enough.",
    mistakes=("M57", "M58"),
    cassette="names_a_key_and_an_address",
    waits=True,
)
def test_keeps_the_keys_to_itself(exercise, world, secrets):
    """Shows no key in a text or in the output."""
    key = secrets.put("LLM_API_KEY")
    providers = [real(exercise, world, "old key", key), real(exercise, world, "old address", key, path="/v9")]
    with pytest.raises(exercise.AllFailed) as raised:
        exercise.ask_any(providers, world.messages)
    places = list(secrets.leaks(raised.value))
    assert not places, f"A provider's key shows in {' and in '.join(places)}."


@check(
    points=0,
    says="Each request waits at most ``timeout`` seconds for an answer",
    hint="`requests` waits for ever unless it is told otherwise: pass `timeout=timeout` on, each time.",
    mistakes=("M01",),
    cassette="rate_limits.synthetic",
    waits=True,
)
def test_passes_the_timeout_on(exercise, wire):
    """Passes `timeout` on with each request."""
    exercise.ask_any(others(exercise, "first", "second"), SOUP, timeout=0.25)
    for exchange in wire:
        assert exchange.waits_at_most(0.25), "Your code does not pass `timeout` on to requests with each request."


@check(
    points=0,
    says="goes over ``session`` when one is passed in",
    hint="`session.post` takes what `requests.post` takes.",
    mistakes=("M13",),
    cassette="rate_limits.synthetic",
    waits=True,
)
def test_uses_the_session(exercise, wire, client):
    """Sends each request with the session it is given."""
    session = client.session()
    session.headers.update({"X-Waiter": "Ludo"})
    exercise.ask_any(others(exercise, "first", "second"), SOUP, session=session)
    used = all(exchange.request.headers.get("X-Waiter") == "Ludo" for exchange in wire)
    assert used, "Your code does not send its requests with the `session` that it is given."
