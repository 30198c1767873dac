"""Checks for e25."""

import datetime
import email.utils

import pytest

from grader.check import check, kind

DIFFICULTY = 2
CORE = True

DATE = "Retry-After may be a date, RFC 9110 §10.2.3."


def draw(kitchen):
    """Numbers of seconds; a moment some days from now, and dates before and after it in all the forms of HTTP."""
    some = kitchen.random.randint
    clock = int(datetime.datetime.fromisoformat(kitchen.now).timestamp())
    moment, ahead, over = clock + some(200_000, 900_000), some(40, 5_000), some(40, 5_000)
    then = datetime.datetime.fromtimestamp(moment + ahead, datetime.UTC)
    return {
        "seconds": str(some(2, 900)),
        "decimals": f"{some(2, 90)}.{some(1, 9)}",
        "many": str(some(10**10, 10**12)),
        "moment": moment + 0.25,
        "ahead": ahead - 0.25,
        "date": email.utils.format_datetime(then, usegmt=True),
        "old_dates": [then.strftime("%A, %d-%b-%y %H:%M:%S GMT"), then.strftime("%a %b %e %H:%M:%S %Y")],
        "date_that_is_over": email.utils.formatdate(moment - over, usegmt=True),
    }


def read(exercise, value, now, should):
    """What the learner's function makes of a value."""
    try:
        return exercise.parse_retry_after(value, now)
    except (ArithmeticError, AttributeError, TypeError, ValueError) as error:
        if not error.frames:
            raise  # it could not even be called
        pytest.fail(f"Your code raised {type(error).__name__} for {value!r}. {should}")


def seconds(answer, value, should):
    """The answer, if it is a number at all."""
    number = isinstance(answer, (int, float)) and not isinstance(answer, bool)
    assert number, f"Your function returned {kind(answer)} for {value!r}. {should}"
    return answer


@check(
    points=1,
    says='"7", "0" | seconds | 7.0, 0.0',
    hint=(
        "Forget about dates at first: a text of digits becomes a number.",
        "`float(value)` makes a number of a text.",
        "Mind 0, which is a number of seconds: in an `if` it counts as false, just as None does.",
    ),
    mistakes=("M41",),
    offline=True,
)
def test_reads_seconds(exercise, world):
    """Reads a number of seconds."""
    for value in (world.seconds, "0"):
        should = f"It is a number of seconds, so the result is {float(value)}."
        should += " In an `if` 0 counts as false." if value == "0" else ""
        answer = seconds(read(exercise, value, world.moment, should), value, should)
        assert answer == float(value), f"Your function returned {answer!r} for {value!r}. {should}"


@check(
    points=1,
    says='"Thu, 05 Nov 2026 14:33:00 GMT" | a date (RFC 9110 §5.6.7), always in UTC | seconds from now until then',
    hint=(
        "Not every Retry-After is a number of seconds: this one is a date.",
        "`email.utils.parsedate_to_datetime` makes a datetime of it, and `timestamp()` of that seconds since 1970.",
        "parsedate_to_datetime(value).timestamp() - now",
    ),
    mistakes=("M29", "M39"),
    offline=True,
)
def test_reads_a_date(exercise, world, clock):
    """Reads a date, and counts from `now`."""
    answer = seconds(read(exercise, world.date, world.moment, DATE), world.date, DATE)
    compare_with_now(answer, world.ahead, clock.start - world.moment)


def compare_with_now(answer, expected, clock_is_late):
    """The seconds until a date, or the mistake that they show."""
    off = answer - expected
    assert abs(off + clock_is_late) > 5, (
        "Your function counts from the time of the computer's clock, and should count from `now`."
    )
    hours = round(off / 900) / 4
    assert abs(off - 3600 * hours) > 1 or not 0 < abs(hours) <= 14, (
        f"Your result for a date is wrong by {hours:+g} h: your code reads the date in the local time zone.\n"
        "A date of HTTP is in UTC, RFC 9110 §5.6.7."
    )
    assert abs(off) <= 0.001, f"Your function returned {answer!r} for a date that is {expected!r} s after `now`."


@check(
    points=1,
    says="a date that is over | come back at once | 0.0",
    hint=(
        "Here the date is before `now`. What does your code return then, and could anybody wait for that long?",
        "`max` takes the larger of two numbers.",
        "max(0.0, …)",
    ),
    mistakes=("M40",),
    offline=True,
    waits=True,
)
def test_returns_zero_for_a_date_that_is_over(exercise, world):
    """Returns 0.0 for a date that is over."""
    should = "A date that is over means: come back at once, which is 0.0."
    answer = seconds(read(exercise, world.date_that_is_over, world.moment, DATE), world.date_that_is_over, should)
    assert answer == 0, f"Your function returned {answer!r} for a date that is over, and should return 0.0."


@check(
    points=1,
    says='"-1", "inf", "nan" | no wait that anybody could mean | None',
    hint=(
        "Servers send nonsense. What is neither a number of seconds nor a date is None. Does anything raise there?",
        '`float` takes more than one thinks: "-1", "inf" and "nan", too. `parsedate_to_datetime` raises ValueError.',
        're.fullmatch(r"[0-9]+(\\.[0-9]+)?", text) tells a number of seconds from everything else',
    ),
    mistakes=("M39", "M40"),
    offline=True,
    waits=True,
)
def test_returns_none_for_what_nobody_knows(exercise, world):
    """Returns None for what nobody knows, and raises nothing."""
    nonsense = (None, "soon", "", "-1", f"-{world.decimals}", "inf", "nan", f"{world.seconds} minutes", "Thursday")
    for value in nonsense:
        should = "It should return None." if value is not None else "None means no such header, and the result is None."
        answer = read(exercise, value, world.moment, should)
        assert answer is None, f"Your function returned {answer!r} for {value!r}, and should return None."


@check(
    points=0,
    says='"1.5" | not in the RFC, but some servers say so | 1.5',
    hint=(
        "`str.isdigit` is false for a text with a point or a space in it, and `int` raises for the point.",
        "Take the spaces away with `strip()`, and read the number with `float`.",
    ),
    offline=True,
)
def test_reads_fractions_and_spaces(exercise, world):
    """Reads fractions, and takes no notice of spaces."""
    for value in (world.decimals, f" {world.seconds} ", f" {world.decimals}\t"):
        should = f"It is a number of seconds, so the result is {float(value)}."
        answer = seconds(read(exercise, value, world.moment, should), value, should)
        assert answer == float(value), f"Your function returned {answer!r} for {value!r}. {should}"
    answer = seconds(read(exercise, f" {world.date} ", world.moment, DATE), f" {world.date} ", DATE)
    assert abs(answer - world.ahead) <= 0.001, "Spaces around a date make your result another one."


@check(
    points=0,
    says='"31536000000" | seconds, however many | 31536000000.0, as it is',
    hint=(
        "How long is too long, somebody else decides. This function only reads.",
        "Don't turn a large number of seconds into a date: a year has its end at 9999.",
    ),
    mistakes=("M40",),
    offline=True,
)
def test_leaves_a_long_wait_as_it_is(exercise, world):
    """Returns a long wait as it is."""
    should = "How long is too long, the caller decides: a long wait is returned as it is."
    answer = seconds(read(exercise, world.many, world.moment, should), world.many, should)
    assert answer == float(world.many), f"Your function returned {answer!r} for {world.many!r}. {should}"


@check(
    points=0,
    says="a date (RFC 9110 §5.6.7), always in UTC",
    hint=(
        "RFC 9110 §5.6.7 has two older forms of the date, which nobody should send and everybody must read.",
        "The oldest names no time zone, so the datetime has none either, and `timestamp()` takes it for local time.",
        "if moment.tzinfo is None: moment = moment.replace(tzinfo=datetime.UTC)",
    ),
    mistakes=("M29",),
    offline=True,
    extra=True,
)
def test_reads_dates_of_old(exercise, world, clock):
    """Reads the two older forms of a date as well."""
    for value in world.old_dates:
        should = "RFC 9110 §5.6.7 has two older forms of a date, which are to be read as well."
        answer = seconds(read(exercise, value, world.moment, should), value, should)
        compare_with_now(answer, world.ahead, clock.start - world.moment)
