"""Checks for e27.

Nothing is sent: the judged headers are those of other houses. Their values are drawn, but for those that are marked as
real: servers have sent them so.
"""

import datetime

import pytest

from grader.check import check, kind

DIFFICULTY = 3
CORE = False

REAL_DURATIONS = {
    "6m0s": 360.0,
    "1m13.588s": 73.588,
    "17.399999999s": 17.399999999,
    "20m52.666s": 1252.666,
    "8.64s": 8.64,
    "7": 7.0,
}
"""As OpenAI sends them in `x-ratelimit-reset-…`; the last one comes from houses that took over its API."""
REAL_MILLISECONDS = {"20ms": 0.02, "6ms": 0.006}


def draw(kitchen):
    """A moment some days from now, and four different waits, the second one the longest but for the first."""
    some = kitchen.random.randint
    clock = int(datetime.datetime.fromisoformat(kitchen.now).timestamp())
    hours, minutes, seconds = some(1, 9), some(1, 59), some(1, 59)
    return {
        "moment": clock + some(200_000, 900_000) + 0.5,
        "longest": some(4_000, 9_000),
        "long": some(700, 3_000),
        "short": some(40, 600),
        "left": str(some(2, 900)),
        "duration": [f"{hours}h{minutes}m{seconds}.25s", hours * 3600 + minutes * 60 + seconds + 0.25],
    }


# ----------------------------------------------------------------------------------------------------- dialects


def github(now, left, wait):
    """Headers of GitHub whose limit is reset in `wait` seconds, or a little sooner: it has whole seconds."""
    return {"x-ratelimit-limit": "60", "x-ratelimit-remaining": left, "x-ratelimit-reset": str(int(now + wait))}


def openai(*limits):
    """Headers of OpenAI: (what is left, reset) for requests, and for tokens."""
    headers = {}
    for name, (left, reset) in zip(("requests", "tokens"), limits, strict=False):
        headers |= {f"x-ratelimit-limit-{name}": "10000", f"x-ratelimit-remaining-{name}": left}
        headers |= {f"x-ratelimit-reset-{name}": reset}
    return headers


def anthropic(now, **limits):
    """Headers of Anthropic: what is left, and for how many seconds, by the name of a limit."""
    headers = {}
    for name, (left, wait) in limits.items():
        reset = datetime.datetime.fromtimestamp(int(now + wait), datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        prefix = f"anthropic-ratelimit-{name.replace('_', '-')}"
        headers |= {f"{prefix}-limit": "50", f"{prefix}-remaining": left, f"{prefix}-reset": reset}
    return headers


def draft(*limits):
    """The header of the draft: (what is left, seconds) for each of its limits."""
    names = ("minute", "day", "month")
    return {
        "RateLimit": ", ".join(f'"{name}";r={left};t={wait}' for name, (left, wait) in zip(names, limits, strict=False))
    }


# ------------------------------------------------------------------------------------------------------ judging


def judge(exercise, headers, now, expected, *slips, why="for these headers"):
    """Compare what the learner's function says of some headers. Slips are (result, what it shows)."""
    lines = "".join(f"\n{'header':<9}{name}: {value}" for name, value in list(headers.items())[:6])
    try:
        answer = exercise.seconds_to_wait(headers, now)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        if not error.frames:
            raise  # it could not even be called
        pytest.fail(f"Your code raised {type(error).__name__} {why}, and should return {expected:g}.{lines}")
    number = isinstance(answer, (int, float)) and not isinstance(answer, bool)
    assert number, f"Your function returned {kind(answer)} {why}, and should return {expected:g}.{lines}"
    for result, sentence in slips:
        assert answer == pytest.approx(expected, abs=0.001) or answer != pytest.approx(result, abs=0.001), (
            f"{sentence}{lines}"
        )
    assert answer == pytest.approx(expected, abs=0.001), (
        f"Your function returned {answer:.10g} {why}, and should return {expected:.10g}.{lines}"
    )


def by_the_clock(world, clock, expected):
    """The slip of counting from the computer's clock."""
    return expected + world.moment - clock.start, "Your function counts from the computer's clock, not from `now`."


# ------------------------------------------------------------------------------------------------------- checks


@check(
    points=1,
    says="x-ratelimit-reset | 1770771778 | seconds since 1970 (UTC)",
    hint=(
        "Two headers: one says how many requests are left, the other when there are more. Headers are text.",
        "GitHub's reset is a moment, in seconds since 1970, just as `now` is.",
        'if int(headers["x-ratelimit-remaining"]) == 0: return float(headers["x-ratelimit-reset"]) - now',
    ),
    mistakes=("M41",),
    offline=True,
)
def test_reads_github(exercise, world, clock):
    """Waits until the moment that GitHub names."""
    for wait in (world.short, world.longest):
        headers, expected = github(world.moment, "0", wait), wait - 0.5
        taken_as_seconds = "Your function takes GitHub's x-ratelimit-reset for seconds from now, and it is a moment."
        slips = [(float(headers["x-ratelimit-reset"]), taken_as_seconds), by_the_clock(world, clock, expected)]
        slips += [(0.0, "Your function does not see that GitHub's limit is exhausted: 0 are left, which is a text.")]
        judge(exercise, headers, world.moment, expected, *slips)


@check(
    points=1,
    says="Durations are Go's: 1h2m3s, 1m13.588s, 17.399999999s, 20ms (milliseconds); a bare 7 is 7 seconds",
    hint=(
        "A duration is a row of numbers, each with its unit. Add them up in seconds.",
        "A regular expression takes it apart: `re.findall` gives the pairs of number and unit.",
        're.findall(r"([0-9.]+)(ms|h|m|s)", text): "ms" has to stand before "m", or milliseconds become minutes',
    ),
    mistakes=("M41",),
    offline=True,
)
def test_reads_durations(exercise, world):
    """Reads the durations of OpenAI."""
    durations = {**REAL_DURATIONS, world.duration[0]: world.duration[1], **REAL_MILLISECONDS}
    for text, seconds in durations.items():
        slips = []
        if text.endswith("ms"):
            number = float(text.removesuffix("ms"))
            slips = [
                (number * 60, f"Your function takes {text} for minutes, and it is milliseconds."),
                (number, f"Your function takes {text} for seconds, and it is milliseconds."),
            ]
        now, left = world.moment, (world.left, "0s")
        judge(exercise, openai(("0", text), left), now, seconds, *slips, why="for an exhausted limit of requests")
        judge(exercise, openai(left, ("0", text)), now, seconds, *slips, why="for an exhausted limit of tokens")


@check(
    points=1,
    says="anthropic-ratelimit-requests-reset | 2025-12-08T23:16:54Z | a moment (RFC 3339)",
    hint=(
        "Anthropic's reset is a moment as well, written as RFC 3339 has it.",
        "`datetime.fromisoformat` reads it, the Z for UTC too, and `timestamp()` makes seconds since 1970 of it.",
        'datetime.fromisoformat(headers["anthropic-ratelimit-requests-reset"]).timestamp() - now',
    ),
    mistakes=("M29", "M41"),
    offline=True,
)
def test_reads_anthropic(exercise, world, clock):
    """Waits until the moment that Anthropic names."""
    for name in ("requests", "tokens", "input_tokens", "output_tokens"):
        headers, expected = anthropic(world.moment, **{name: ("0", world.longest)}), world.longest - 0.5
        local = (expected - 3600, "Your function reads the moment in the local time zone: the Z at its end means UTC.")
        judge(exercise, headers, world.moment, expected, local, by_the_clock(world, clock, expected))


@check(
    points=1,
    says='"default";r=0;t=30 | 0 are left, for 30 s',
    hint=(
        "One header has it all: a name in quotes, then `r` (what is left) and `t` (for how many seconds).",
        'Cut several limits apart at ",", and the parts of each at ";".',
        'dict(part.strip().split("=", 1) for part in limit.split(";")[1:])',
    ),
    mistakes=("M41",),
    offline=True,
)
def test_reads_the_draft(exercise, world):
    """Reads the header of the IETF's draft."""
    now = world.moment
    judge(exercise, {"RateLimit": f'"default";r=0;t={world.short}'}, now, world.short)
    two = draft((world.left, world.short), ("0", world.long))
    judge(exercise, two, now, world.long, why="for the second of two limits")


@check(
    points=1,
    says="the longest such wait when several limits are exhausted",
    hint=(
        "Here two limits are exhausted, and a third one, which is not, is reset even later.",
        "Keep the waits of all limits of which 0 are left in a list, and take the longest at the end.",
        "max(waits, default=0.0)",
    ),
    offline=True,
)
def test_takes_the_longest_of_the_exhausted(exercise, world):
    """Returns the longest wait of the exhausted limits."""
    now, short, long, longest = world.moment, world.short, world.long, world.longest
    not_exhausted = "Your function waits for a limit of which {} are left: only the exhausted ones count.".format
    first = "Your function waits for the first exhausted limit only, and another one takes longer."
    both = "Your function adds the waits up. They pass at the same time: the longest is enough."
    slips = [(longest, not_exhausted(world.left)), (short, first), (short + long, both)]
    judge(exercise, openai(("0", f"{short}s"), ("0", f"{long}s")), now, long, *slips)
    judge(exercise, openai(("0", f"{long}s"), (world.left, f"{longest}s")), now, long, *slips)
    judge(exercise, draft(("0", short), (world.left, longest), ("0", long)), now, long, *slips)
    headers = anthropic(now, requests=(world.left, longest), tokens=("0", short), input_tokens=("0", long))
    headers |= anthropic(now, output_tokens=("0", short))
    slips = [(longest - 0.5, not_exhausted(world.left)), (short - 0.5, first), (2 * short + long - 1.5, both)]
    judge(exercise, headers, now, long - 0.5, *slips)


@check(
    points=1,
    says="What is missing or can't be read limits nothing: leave it out, and don't raise",
    hint=(
        "Headers are from outside: half of a pair may be missing, and a number may be a word.",
        "What does your code do when `int`, `float` or `fromisoformat` raises? The other limits still hold.",
        "try: … except (KeyError, TypeError, ValueError): continue, around one limit, not around all of them",
    ),
    offline=True,
    waits=True,
)
def test_leaves_out_what_cannot_be_read(exercise, world):
    """Leaves out what is missing or can't be read."""
    now, seconds = world.moment, f"{world.short}s"
    halves = [
        {"x-ratelimit-remaining": "0"},
        {"x-ratelimit-reset": str(int(now) + 100)},
        {"x-ratelimit-remaining-tokens": "0"},
        {"RateLimit": '"default";r=0'},
        {"anthropic-ratelimit-tokens-remaining": "0"},
    ]
    for headers in halves:
        judge(exercise, headers, now, 0.0, why="though half of the limit is missing")
    nonsense = [
        github(now, "0", 100) | {"x-ratelimit-reset": "soon"},
        github(now, "none", 100),
        openai(("0", "a while")),
        anthropic(now, requests=("0", 100)) | {"anthropic-ratelimit-requests-reset": "tomorrow"},
        {"RateLimit": "full"},
    ]
    for headers in nonsense:
        judge(exercise, headers, now, 0.0, why="though the limit can't be read")
    why = "though one of two limits can be read"
    judge(exercise, openai(("0", "a while"), ("0", seconds)), now, world.short, why=why)
    judge(exercise, openai(("0", seconds), ("?", "1h0m0s")), now, world.short, why=why)


@check(
    points=0,
    says="Names of headers come in capital or small letters (RFC 9110 §5.1)",
    hint=(
        "The headers of a response mind no capital letters; a plain dict does, and this function gets one.",
        "Make one dict with all names in small letters at the beginning.",
        "{name.lower(): value for name, value in headers.items()}",
    ),
    mistakes=("M24",),
    offline=True,
)
def test_takes_names_in_any_letters(exercise, world):
    """Finds the headers in whatever letters."""
    now, long = world.moment, world.long
    dialects = [
        (github(now, "0", long), long - 0.5),
        (openai(("0", f"{long}s")), long),
        (anthropic(now, requests=("0", long)), long - 0.5),
        (draft(("0", long)), long),
    ]
    for headers, expected in dialects:
        for written in (str.lower, str.title, str.upper):
            named = {written(name): value for name, value in headers.items()}
            slip = (0.0, "Your function does not find a header whose name is in other letters, RFC 9110 §5.1.")
            judge(exercise, named, now, expected, slip, why="for names in other letters, RFC 9110 §5.1")


@check(
    points=0,
    says="and 0.0 when none is",
    hint=(
        "Something is left of every limit here, so nothing has to be waited for, whenever the reset is.",
        'Compare numbers: the text "0" is true in an `if`, and so is every other text but "".',
    ),
    offline=True,
    waits=True,
)
def test_returns_zero_when_nothing_is_exhausted(exercise, world):
    """Returns 0.0 when nothing is exhausted."""
    now, left, long = world.moment, world.left, world.long
    for headers in (
        github(now, left, long),
        openai((left, f"{long}s"), (left, "6m0s")),
        anthropic(now, requests=(left, long), tokens=("1", long)),
        draft((left, long), ("10", 60)),
        {"Content-Type": "application/json", "Content-Length": "0"},
        {},
    ):
        judge(exercise, headers, now, 0.0, why="though no limit is exhausted")


@check(
    points=0,
    says="or when the reset is over",
    hint=("Here the moment of the reset is before `now`. Nobody can wait for a negative time.", "max(0.0, …)"),
    mistakes=("M40",),
    offline=True,
    waits=True,
)
def test_returns_zero_when_the_reset_is_over(exercise, world):
    """Returns 0.0 when the reset is over."""
    now, over = world.moment, -world.short
    for headers in (github(now, "0", over), anthropic(now, requests=("0", over), tokens=("0", 2 * over))):
        judge(exercise, headers, now, 0.0, why="though the reset is over")


@check(
    points=0,
    says="IETF stands for a draft, draft-ietf-httpapi-ratelimit-headers-11",
    hint=(
        "The header is a structured field (RFC 9651): parameters come in any order, with spaces after a semicolon.",
        "A name in quotes may have commas and semicolons in it: take the quoted texts away first.",
        """re.sub(r'"[^"]*"', "", header)""",
    ),
    offline=True,
    extra=True,
)
def test_reads_structured_fields(exercise, world):
    """Reads all that a structured field may be."""
    now, short, long = world.moment, world.short, world.long
    judge(exercise, {"RateLimit": f'"default"; t={short}; r=0'}, now, short)
    judge(exercise, {"RateLimit": f'"day";pk=:bWU=:;r=0;t={short},"hour";r=0;t={long}'}, now, long)
    judge(exercise, {"RateLimit": f'"a,b;r=0;t={long}";r={world.left};t={long}, "c";r=0;t={short}'}, now, short)
