"""Checks for e38.

The streams are those of servers that really ran: a language model's in two dialects, and an MCP server's, whose lines
end in CRLF. The check asks for them, and hands over what came, cut in many ways.
"""

import itertools

import pytest

from grader.check import check, kind

DIFFICULTY = 4
CORE = False

FIELDS = ("event", "data", "id", "retry")


def draw(kitchen):
    """The model's key and name, a shelf of the pantry, and dishes to make small streams of."""
    return {
        "api_key": "sk-practice-llm",
        "model": "qwen2.5-coder-1.5b-instruct",
        "shelf": kitchen.random.choice(sorted({thing["shelf"] for thing in kitchen.pantry["ingredients"]})),
        "dishes": [dish["name"] for dish in kitchen.random.sample(kitchen.dishes, 4)],
        "number": kitchen.random.randint(100, 999),
    }


# Streams


def ask_the_model(client, world, wire, path, text, **more):
    """The bytes of the model's stream, as they came."""
    body = {"model": world.model, "messages": [{"role": "user", "content": text}], "stream": True, **more}
    headers = {"Authorization": f"Bearer {world.api_key}"}
    client.post(world.url(f"/v1/{path}", server="llm"), json=body, headers=headers).raise_for_status()
    return wire[-1].response.body


def chat(client, world, wire):
    """A stream in OpenAI's dialect: only ``data``."""
    text = "Translate into French: a white coffee, please"
    return ask_the_model(client, world, wire, "chat/completions", text, max_completion_tokens=30)


def messages(client, world, wire):
    """A stream in Anthropic's dialect: each event has a name."""
    text = "Translate into French, two words only: coffee cream"
    return ask_the_model(client, world, wire, "messages", text, max_tokens=20)


def count_the_shelf(client, world, wire, *, progress):
    """A stream of the pantry. It begins with a comment, or tells the progress if it is asked to."""
    meta = {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
        **({"progressToken": "t-1"} if progress else {}),
    }
    parameters = {"name": "count_shelf", "arguments": {"shelf": world.shelf}, "_meta": meta}
    headers = {
        "Accept": "application/json, text/event-stream",
        "MCP-Protocol-Version": "2026-07-28",
        "Mcp-Method": "tools/call",
        "Mcp-Name": "count_shelf",
    }
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": parameters}
    client.post(world.url("/stream/mcp", server="pantry"), json=body, headers=headers).raise_for_status()
    return wire[-1].response.body


def blocks(stream):
    """The chunks of a stream, each with all the lines of one event."""
    end = b"\r\n\r\n" if b"\r\n\r\n" in stream else b"\n\n"
    return [block + end for block in stream.split(end) if block]


def values(stream, field):
    """Of each event the value of a field that stands in one line; for streams in which that is so."""
    start = f"{field}: "
    lines = stream.decode("utf-8").replace("\r\n", "\n").split("\n")
    return [line.removeprefix(start) for line in lines if line.startswith(start)]


# Events


def read(events):
    """All events, as records."""
    assert events is not None, "Your function returned None, and should yield events."
    drain = getattr(events, "drain", None)
    events = list(events) if drain is None else drain()
    for event in events:
        assert all(hasattr(event, name) for name in FIELDS), (
            f"Your iterator yields {kind(event)}, and should yield an Event for each event."
        )
    return events


def has_data(events, wanted):
    got = [event.data for event in events]
    assert len(got) == len(wanted), (
        f"Your iterator yields {len(got)} events, and the stream has {len(wanted)}.{few(got)}"
    )
    assert got == wanted, "Your events do not have the data of the stream:"


def few(got):
    return f"\nThe data of those you yield: {got[:4]!r}" if got else ""


def fields(event):
    return tuple(getattr(event, name) for name in FIELDS)


def is_one_event(exercise, lines, **wanted):
    """Whether a block of lines is read as one event with these fields."""
    block = "".join(f"{line}\n" for line in lines)
    events = read(exercise.iter_sse([f"{block}\n".encode()]))
    given = f"For the lines {', '.join(map(repr, lines))}"
    assert len(events) == 1, f"{given} and a blank line your iterator yields {len(events)} events instead of one."
    for name, value in wanted.items():
        got = getattr(events[0], name)
        assert got == value, f"{given} the field `{name}` of your event is not right:"


@check(
    points=2,
    says="Iterate over the events of a stream",
    hint=(
        "Print the chunks: each is a block of lines, and ends with a blank one. Here a block is a line `data: …`.",
        "Bytes become text by `.decode('utf-8')`. What is in the data is not your business yet: it stays a text.",
        "`line.partition(':')` gives what stands before the first colon and what stands after it.",
    ),
    mistakes=("M80",),
)
def test_reads_a_models_answer(exercise, world, wire, client):
    """Yields what a language model says, event by event."""
    stream = chat(client, world, wire)
    has_data(read(exercise.iter_sse(blocks(stream))), values(stream, "data"))


@check(
    points=1,
    says="what the event is called: ``message`` if nothing says otherwise",
    hint=(
        "Here each event has a line `event: …` before its data.",
        "A name is for one event. The next one starts again without.",
    ),
)
def test_reads_the_names(exercise, world, wire, client):
    """Yields each event with its name."""
    stream = messages(client, world, wire)
    # An event without a name behind one with a name.
    events = read(exercise.iter_sse([*blocks(stream), b"data: [DONE]\n\n"]))
    has_data(events, [*values(stream, "data"), "[DONE]"])
    *names, last = (event.event for event in events)
    assert names == values(stream, "event"), "Your events do not have the names that stand in the stream:"
    assert last == "message", f"An event without a field `event` is called “message”; yours is {last!r}."


@check(
    points=1,
    says="A line ends in LF, in CR or in CRLF, in the same stream too, and nowhere else",
    hint=(
        "Print a chunk: this server's lines end in \\r\\n.",
        "`bytes.splitlines` knows all three ends.",
    ),
    mistakes=("M81", "M87"),
)
def test_reads_every_end_of_a_line(exercise, world, wire, client):
    """Reads lines that end in CRLF, in CR, or in LF."""
    stream = count_the_shelf(client, world, wire, progress=True)
    wanted = values(stream, "data")
    for name, end in (("CRLF", b"\r\n"), ("CR", b"\r"), ("LF", b"\n")):
        chunks = [block.replace(b"\r\n", end) for block in blocks(stream)]
        events = read(exercise.iter_sse(chunks))
        assert len(events) == len(wanted), (
            f"Where lines end in {name}, your iterator yields {len(events)} events, and the stream has {len(wanted)}."
        )
        got = [event.data for event in events]
        assert got == wanted, f"Where lines end in {name}, your events do not have the data of the stream:"
    mixed = b"event: dish\rdata: one\r\n\ndata: two\n\rdata: three\r\r\n"
    events = [(event.event, event.data) for event in read(exercise.iter_sse([mixed]))]
    assert events == [("dish", "one"), ("message", "two"), ("message", "three")], (
        f"Where the lines of one stream end in several ways, your events are not right:\nThe stream: {mixed!r}"
    )


@check(
    points=0,
    says="a comment, to be ignored, as are fields with other names than the following four",
    hint=(
        "Servers send a comment, `: ping`, so that the line does not look dead.",
        "Before the colon of a comment stands nothing: a field whose name you don't know.",
        "A name counts as it is written: `Data` and ` data` are not `data`.",
    ),
    mistakes=("M82",),
    waits=True,
)
def test_ignores_comments(exercise, world, wire, client):
    """Ignores comments, and fields that it does not know."""
    stream = count_the_shelf(client, world, wire, progress=False)
    events = read(exercise.iter_sse(blocks(stream)))
    assert len(events) == len(values(stream, "data")), (
        f"The stream has a comment and {len(values(stream, 'data'))} event, and your iterator yields {len(events)}."
        f"\nIt begins with {stream[:40]!r}"
    )
    has_data(events, values(stream, "data"))
    dish, other = world.dishes[:2]
    lines = [":", ": ping", f":data: {other}", f"Data: {other}", f" data: {other}", "dish", f"data: {dish}", ": ping"]
    is_one_event(exercise, lines, data=dish, event="message")


@check(
    points=1,
    says="a line of the event's data; if there are several, they are joined with ``\\n``",
    hint=(
        "One event may have several lines `data`. Keep them in a list until the blank line.",
        "One space after the colon goes, and only one: what follows belongs to the value.",
        "`field, _, value = line.partition(':')`, then `value.removeprefix(' ')`; also right without a colon",
    ),
    mistakes=("M83",),
    offline=True,
)
def test_reads_every_form_of_a_field(exercise, world):
    """Joins lines of data, takes one space away and no more, and reads a field without a colon."""
    one, two, three, four = world.dishes
    is_one_event(exercise, [f"data: {one}", f"data: {two}", f"data: {three}"], data=f"{one}\n{two}\n{three}")
    is_one_event(exercise, [f"data:{one}"], data=one)
    is_one_event(exercise, [f"data:  {one} ", f"data:\t{two}: {three}"], data=f" {one} \n\t{two}: {three}")
    is_one_event(exercise, [f"data: {four}", "data", "data:", f"data: {one}"], data=f"{four}\n\n\n{one}")
    is_one_event(exercise, ["data"], data="")
    is_one_event(exercise, [f"event: {two}", "data:"], data="", event=two)


@check(
    points=0,
    says="the event's id, and that of the events after it, until another one comes",
    hint=(
        "The id says where to go on if the stream breaks: it stays what it is while no other comes.",
        "A name, data and a number of milliseconds are for one event, and gone after its blank line.",
        "An event without data is not yielded, but an id in it counts for those that follow.",
    ),
    offline=True,
)
def test_keeps_the_id_and_nothing_else(exercise, world):
    """Keeps the id for the events that follow, and yields no event without data."""
    one, two, three, four = world.dishes
    number = world.number
    stream = (
        f"data: {one}\n\n"
        f"id: {number}\nevent: dish\nretry: {number * 10}\ndata: {two}\n\n"
        f"retry: soon\ndata: {three}\n\n"
        f"\n\nevent: nothing\nretry: 7\nid: {number}-b\n\n"
        f"data: {four}\n\n"
    )
    events = read(exercise.iter_sse([stream.encode()]))
    has_data(events, [one, two, three, four])
    wanted = {
        "event": ["message", "dish", "message", "message"],
        "id": [None, f"{number}", f"{number}", f"{number}-b"],
        "retry": [None, number * 10, None, None],
    }
    for name, expected in wanted.items():
        got = [getattr(event, name) for event in events]
        assert got == expected, f"The field `{name}` of your four events is not right:"


def torn(stream, place):
    """Where a stream was cut in two, in words."""
    return f"{stream[max(0, place - 12) : place]!r} | {stream[place : place + 12]!r}"


def is_read_the_same(exercise, props, stream):
    """Whether a stream is read rightly wherever it is cut in two, and cut into single bytes."""
    whole = [fields(event) for event in read(exercise.iter_sse([stream]))]
    assert whole, "Your iterator yields no event of a stream that comes in one chunk."
    try:
        found = props.cut_everywhere(exercise.iter_sse, stream)
    except UnicodeDecodeError as error:
        pytest.fail(f"Your code decodes each chunk by itself, and a letter of two bytes was in two chunks.\n{error}")
    place, events = next(((place, events) for place, events in found if events != whole), (0, whole))
    damaged = any("\ufffd" in event[1] for event in events)
    assert not damaged, (
        "Your code decodes each chunk by itself, and a letter of several bytes was in two chunks: it became “\ufffd”."
        f"\nThe chunks: {torn(stream, place)}"
    )
    assert len(events) == len(whole), (
        f"Your events depend on where a chunk ends: here {len(events)} instead of {len(whole)}."
        f"\nThe first cut that changes them: {torn(stream, place)}"
    )
    assert events == whole, (
        f"Your events depend on where a chunk ends:\nThe first cut that changes them: {torn(stream, place)}"
    )
    bytewise = [fields(event) for event in read(exercise.iter_sse([bytes([byte]) for byte in stream]))]
    assert bytewise == whole, "Your events are others when each byte comes by itself:"
    return whole


@check(
    points=2,
    says="A chunk may end anywhere: within a line, within a letter",
    hint=(
        "What is after the last end of a line in a chunk is no line yet: keep it, and put the next chunk behind it.",
        "An é is two bytes. Decode whole lines, not chunks; no byte of a letter looks like the end of a line.",
        "rest += chunk, then cut off whole lines; `splitlines(keepends=True)` shows whether the last one is whole",
    ),
    mistakes=("M78", "M79"),
    cassette="reads_the_names",
)
def test_reads_chunks_that_end_anywhere(exercise, world, wire, client, props):
    """Yields the same events wherever the stream is cut, in the middle of an é too."""
    stream = messages(client, world, wire)
    whole = is_read_the_same(exercise, props, stream)
    assert [event[1] for event in whole] == values(stream, "data"), "Your events do not have the data of the stream:"


@check(
    points=0,
    says="between CR and LF",
    hint=(
        "A chunk that ends in CR may be followed by one that begins with LF: together they are one end, not two.",
        "Either wait for what follows a CR, or remember that it was one and drop an LF that comes first.",
    ),
    mistakes=("M81",),
    cassette="reads_every_end_of_a_line",
)
def test_reads_a_crlf_in_two_chunks(exercise, world, wire, client, props):
    """Takes a CR and an LF for one end of a line, although they are in two chunks."""
    stream = count_the_shelf(client, world, wire, progress=True)
    whole = is_read_the_same(exercise, props, stream)
    assert [event[1] for event in whole] == values(stream, "data"), "Your events do not have the data of the stream:"
    dish, other = (name[:2] for name in world.dishes[:2])  # short, for there are many ways to cut
    ends = (b"\n", b"\r", b"\r\n")
    for first, second, third in itertools.product(ends, repeat=3):
        if (second, third) == (b"\r", b"\n"):
            continue  # the two are one end
        small = b"".join([b"data: ", dish.encode(), first, b"data: ", other.encode(), second, third, b"data: x\n\n"])
        assert is_read_the_same(exercise, props, small) == [
            ("message", f"{dish}\n{other}", None, None),
            ("message", "x", None, None),
        ], f"From the chunk {small!r} your iterator does not yield the two events:"


@check(
    points=1,
    says="It is yielded at once, before another chunk is taken",
    hint=(
        "Whoever reads along wants each word when it comes. How many chunks does your code take for the first event?",
        "`b''.join(chunks)` waits for the last one. Go through them with `for chunk in chunks:`.",
        "With `yield` an event is out as soon as its blank line is read; a list is out when all is over.",
    ),
    mistakes=("M87",),
    cassette="reads_a_models_answer",
    waits=True,
)
def test_yields_at_once(exercise, world, wire, client, props):
    """Yields an event as soon as its blank line has come."""
    stream = chat(client, world, wire)
    wanted = values(stream, "data")
    for chunks in (blocks(stream), [block.replace(b"\n", b"\r\n") for block in blocks(stream)]):
        feed = props.Feed(chunks)
        events = exercise.iter_sse(feed)
        assert not isinstance(events, (list, tuple)), (
            f"Your function returned {kind(events)}: it took all {feed.taken} chunks before anybody saw an event."
        )
        events = iter(events)
        for number, data in enumerate(wanted, 1):
            event = next(events, None)
            assert event is not None, f"Your iterator ended after {number - 1} of {len(wanted)} events."
            assert feed.taken == number, (
                f"Event {number} was whole with chunk {number}, and your code took {feed.taken} chunks to yield it."
            )
            assert event.data == data, f"Your event {number} does not have the data of the stream:"


@check(
    points=0,
    says="What no blank line has ended when the stream ends is not yielded",
    hint=(
        "The stream broke in the middle of an event: nobody knows what else would have come.",
        "Yield at a blank line, and nowhere else.",
    ),
    mistakes=("M87",),
    cassette="reads_a_models_answer",
    extra=True,
    waits=True,
)
def test_discards_an_unfinished_event(exercise, world, wire, client):
    """Does not yield an event that no blank line has ended."""
    stream = chat(client, world, wire)
    wanted = values(stream, "data")
    *before, last = blocks(stream)
    for missing in (1, 2, 5):
        got = [event.data for event in read(exercise.iter_sse([*before, last[:-missing]]))]
        assert len(got) < len(wanted), (
            f"The stream ended in {last[:-missing]!r}, without a blank line, and you yield that."
        )
        assert got == wanted[:-1], "Your events before an unfinished one do not have the data of the stream:"


@check(
    points=0,
    says="and nowhere else",
    hint=(
        "`str.splitlines` also cuts at U+0085, U+2028 and some others, which are no ends of a line here.",
        "`bytes.splitlines` cuts at LF, CR and CRLF only.",
    ),
    mistakes=("M80",),
    offline=True,
    extra=True,
    waits=True,
)
def test_cuts_lines_nowhere_else(exercise, world):
    """Leaves characters in the data that only look like ends of lines."""
    for name, letter in (("U+0085", "\x85"), ("U+2028", "\u2028"), ("U+000B", "\x0b"), ("U+001C", "\x1c")):
        data = f"{world.dishes[0]}{letter}{world.dishes[1]}"
        events = read(exercise.iter_sse([f"data: {data}\n\n".encode()]))
        got = [event.data for event in events]
        assert got == [data], f"Your code ends a line at {name}, which is a character like others here:"


@check(
    points=0,
    says="At the very beginning there may be a byte order mark (U+FEFF), which is no part of the first line",
    hint="Its bytes are EF BB BF (`codecs.BOM_UTF8`), and `utf-8-sig` drops it. Only the first line can have one.",
    offline=True,
    extra=True,
    waits=True,
)
def test_drops_a_byte_order_mark(exercise, world):
    """Drops a byte order mark at the beginning of the stream, and only there."""
    dish, other = world.dishes[:2]
    stream = f"\ufeffdata: {dish}\n\ndata: \ufeff{other}\n\n\ufeffdata: no field\n\n".encode()
    for chunks in ([stream], [stream[:1], stream[1:2], stream[2:]]):
        events = read(exercise.iter_sse(chunks))
        got = [event.data for event in events]
        assert got[:1] == [dish], "Your code takes the byte order mark for a part of the first line:"
        assert got == [dish, f"\ufeff{other}"], "Only at the very beginning U+FEFF is dropped:"
