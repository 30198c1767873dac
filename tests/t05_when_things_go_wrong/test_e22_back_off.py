"""Checks for e22."""

import pytest

from grader.check import check, kind

DIFFICULTY = 2
CORE = True


def draw(kitchen):
    """How many attempts, base and cap in seconds, and what the dice say."""
    base = kitchen.random.choice([0.25, 0.4, 0.75, 1.5])
    return {
        "attempts": kitchen.random.randint(5, 7),
        "base": base,
        "cap": base * kitchen.random.choice([3, 5, 6]),
        "dice": [round(kitchen.random.uniform(0.05, 0.95), 3) for _ in range(8)],
    }


def limits(attempts, base, cap=float("inf")):
    return [min(cap, base * 2**number) for number in range(attempts - 1)]


def rounded(waits):
    """The last digits of a float depend on which multiplication comes first."""
    return [round(wait, 9) for wait in waits]


def require_waits(waits, attempts):
    """A list with one wait less than there are attempts."""
    assert isinstance(waits, list), f"Your function returned {kind(waits)}, not a list."
    one_too_many = len(waits) == attempts
    assert not one_too_many, (
        f"Your list has {len(waits)} waits for {attempts} attempts, one too many: "
        "nobody waits before the first attempt or after the last one."
    )
    right = len(waits) == attempts - 1
    assert right, f"Your list has {len(waits)} waits, but between {attempts} attempts there are {attempts - 1}."


@check(
    points=2,
    says="The limit of each wait is twice the one before it. It begins with ``base``",
    hint=(
        "How many waits lie between four attempts? And what do you multiply the first one by?",
        "`for n in range(attempts - 1)` counts 0, 1, 2, …, and 2**0 is 1.",
        "[rng() * min(cap, base * 2**n) for n in range(attempts - 1)]",
    ),
    mistakes=("M37", "M42"),
    offline=True,
)
def test_doubles_each_time(exercise, world):
    """Waits twice as long each time, and not after the last attempt."""
    thrown = []
    waits = exercise.delays(world.attempts, base=world.base, cap=1000.0, rng=lambda: thrown.append(1.0) or 1.0)
    require_waits(waits, world.attempts)
    expected = limits(world.attempts, world.base)
    assert len(set(waits)) > 1, f"Your waits are all {waits[0]:g} s long, but each should be twice the one before it."
    other_dice = not thrown and rounded(waits) != rounded(expected)
    assert not other_dice, "Your code does not call `rng`, the dice that it is given."
    early = rounded(waits[1:]) == rounded(expected[:-1])
    assert not early, f"Your first two waits are {waits[0]:g} s and {waits[1]:g} s: the doubling begins one wait late."
    late = rounded(waits[:-1]) == rounded(expected[1:])
    assert not late, f"Your first wait is {waits[0]:g} s, which is twice the base of {world.base:g} s already."
    assert rounded(waits) == rounded(expected), (
        f"With base={world.base:g} and dice that always say 1.0, your waits should double from {world.base:g} s on:"
    )


@check(
    points=1,
    says="It begins with ``base``, and is never more than ``cap``",
    hint=(
        "Without a limit the tenth wait would last for minutes. What does `min` do with two numbers?",
        "min(cap, base * 2**n) is the smaller one of the two.",
    ),
    mistakes=("M42",),
    offline=True,
    waits=True,
)
def test_stops_growing_at_the_cap(exercise, world):
    """Waits no longer than the cap."""
    highest = exercise.delays(8, base=world.base, cap=world.cap, rng=lambda: 1.0)
    require_waits(highest, 8)
    assert max(highest) <= world.cap + 1e-9, f"Your longest wait is {max(highest):g} s, above the cap of {world.cap:g}."
    assert rounded(highest) == rounded(limits(8, world.base, world.cap)), (
        f"With base={world.base:g} and cap={world.cap:g} your waits should grow to the cap and stay there:"
    )
    assert rounded(exercise.delays(3, base=world.cap * 2, cap=world.cap, rng=lambda: 1.0)) == [world.cap] * 2, (
        "With a base above the cap, the cap should be the limit from the first wait on:"
    )


@check(
    points=1,
    says="``rng()``, a number from 0 up to 1, and a new one for each wait",
    hint=(
        "Where in your code is the number drawn: once, or once for each wait?",
        "`rng` is a function that is passed in. Each `rng()` gives another number.",
        "First the limit, then the dice: min(cap, base * 2**n) is the limit, and rng() times that is the wait.",
    ),
    mistakes=("M42",),
    offline=True,
    waits=True,
)
def test_throws_the_dice_for_each_wait(exercise, world):
    """Throws the dice that it is given, anew for each wait."""
    thrown = []

    def rng():
        thrown.append(world.dice[len(thrown) % len(world.dice)])
        return thrown[-1]

    waits = exercise.delays(world.attempts, base=world.base, cap=1000.0, rng=rng)
    top = limits(world.attempts, world.base)
    assert thrown, "Your code never calls `rng`: all guests would wait equally long, and come back together."
    once = rounded(waits) == rounded(world.dice[0] * limit for limit in top)
    assert not once, "Your code throws the dice once and uses that number for all waits."
    require_waits(waits, world.attempts)
    assert rounded(waits) == rounded(one * limit for one, limit in zip(world.dice, top, strict=False)), (
        "Each of your waits should be a number of its own from `rng()`, times its limit:"
    )
    low = exercise.delays(8, base=world.base, cap=world.cap, rng=lambda: 0.5)
    half = rounded(limit / 2 for limit in limits(8, world.base, world.cap))
    backwards = rounded(low) != half and low[-1] == pytest.approx(world.cap)
    assert not backwards, (
        "Your code caps what the dice made of the limit, not the limit: late waits are then all as long as the cap."
    )
    assert rounded(low) == half, "With dice that always say 0.5, each of your waits should be half its limit:"


@check(
    points=0,
    says="One attempt needs no wait at all",
    hint="What does your code return when there is nothing between the attempts, because there is only one?",
    mistakes=("M37",),
    offline=True,
    waits=True,
)
def test_needs_no_wait_for_one_attempt(exercise):
    """Returns an empty list for a single attempt."""
    waits = exercise.delays(1)
    assert waits == [], "For a single attempt your function should return an empty list:"


@check(
    points=0,
    says="there may be thousands",
    hint=(
        "2**n is an int of any size, but a float ends at about 2**1024.",
        "Double the limit step by step, and cap it at each step; or stop doubling when it is above the cap.",
    ),
    offline=True,
    extra=True,
    waits=True,
)
def test_knows_no_overflow(exercise):
    """Finds the waits of thousands of attempts, too."""
    try:
        waits = exercise.delays(3000)
    except OverflowError:
        pytest.fail("Your code raises OverflowError for 3000 attempts: base * 2**1024 is too large for a float.")
    require_waits(waits, 3000)
    assert max(waits) <= 8.0, f"Your longest wait is {max(waits):g} s, above the cap of 8."
