"""Which known mistakes a report tells of, and which are the commonest in a class."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader.batch import mistakes
from grader.course import Course, Exercise
from grader.report import CheckResult, ExerciseResult, Problem, Verdict

COURSE = Course(Path(__file__).resolve().parents[3])
BY_CODE = {exercise.code: exercise for exercise in COURSE.exercises}


def check(
    name: str, told: str = "", verdict: Verdict = Verdict.WRONG_RESULT, numbers: tuple[str, ...] = ()
) -> CheckResult:
    problem = Problem(told) if told else None
    return CheckResult(name, f"{name}.", verdict, 1, 0, "", mistakes=numbers, problem=problem)


def result(exercise: Exercise, *checks: CheckResult) -> ExerciseResult:
    return ExerciseResult(exercise.stem, exercise.topic.name, "", "", Verdict.WRONG_RESULT, 4, 0, False, checks)


class TestWords:
    def test_each_number_in_use_has_words_and_no_other(self) -> None:
        used: set[str] = set()
        for exercise in COURSE.exercises:
            used |= {one.number for one in mistakes.known(exercise) if one.number}
            # Those that only a check lists.
            used |= set(re.findall(r'"(M\d{1,3})"', exercise.checks.read_text(encoding="utf-8")))
        assert len(used) > 100
        assert set(mistakes.words()) == used

    @pytest.mark.parametrize("number", mistakes.words())
    def test_they_follow_so_many_of_so_many(self, number: str) -> None:
        words = mistakes.words()[number]
        assert 10 < len(words) < 90
        assert words[0].islower()
        assert not words.endswith(".")
        assert not re.match(r"\w+(?<!s)s\s|is\s|has\s", words), "it follows a number of people: “send”, not “sends”"

    def test_no_two_say_the_same(self) -> None:
        assert len(set(mistakes.words().values())) == len(mistakes.words())


def test_every_variant_is_known() -> None:
    for exercise in COURSE.exercises:
        assert len(mistakes.known(exercise)) == len(exercise.mistakes) >= 4


def test_the_words_that_each_variant_leads_to_name_it_or_nothing() -> None:
    named = 0
    for exercise in COURSE.exercises:
        for one in mistakes.known(exercise):
            made = mistakes.made(exercise, result(exercise, check(one.check, one.message)))
            assert made in ((one.key,), ()), f"{exercise.code}: “{one.message}” is taken for {made}"
            named += bool(made)
    total = sum(len(exercise.mistakes) for exercise in COURSE.exercises)
    assert named > 0.9 * total


class TestMade:
    def test_the_longest_words_win(self) -> None:
        found = {
            one.message: one for one in mistakes.known(BY_CODE["e42"]) if one.check == "asks_and_returns_the_reply"
        }
        longer = found["/v1/v1/messages"]
        assert found["messages"].message in longer.message
        assert mistakes.made(BY_CODE["e42"], result(BY_CODE["e42"], check(longer.check, longer.message))) == ("M12",)

    def test_words_of_another_check_say_nothing(self) -> None:
        one = mistakes.known(BY_CODE["e20"])[0]
        other = next(known.check for known in mistakes.known(BY_CODE["e20"]) if known.check != one.check)
        assert mistakes.made(BY_CODE["e20"], result(BY_CODE["e20"], check(other, one.message))) == ()

    def test_details_count_as_told(self) -> None:
        one = mistakes.known(BY_CODE["e20"])[0]
        told = CheckResult(
            one.check, "", Verdict.WRONG_RESULT, 1, 0, "", problem=Problem("Not so.", ("sent   GET", one.message))
        )
        assert mistakes.made(BY_CODE["e20"], result(BY_CODE["e20"], told)) == (one.key,)

    @pytest.mark.parametrize("verdict", sorted(mistakes.SAYS_NOTHING))
    def test_some_verdicts_tell_nothing(self, verdict: Verdict) -> None:
        one = mistakes.known(BY_CODE["e20"])[0]
        failed = check(one.check, one.message, verdict, ("M17",))
        assert mistakes.made(BY_CODE["e20"], result(BY_CODE["e20"], failed)) == ()

    def test_without_words_the_only_number_is_meant(self) -> None:
        exercise = BY_CODE["e20"]
        assert mistakes.made(exercise, result(exercise, check("x", "What?", numbers=("M17",)))) == ("M17",)
        assert mistakes.made(exercise, result(exercise, check("x", "What?", numbers=("M17", "M19")))) == ()
        assert mistakes.made(exercise, result(exercise, check("x"))) == ()

    def test_one_mistake_is_not_put_down_to_others_that_fail_with_it(self) -> None:
        exercise, one = BY_CODE["e20"], mistakes.known(BY_CODE["e20"])[0]
        failed = (
            check("x", "What?", numbers=("M17",)),
            check(one.check, one.message),
            check("y", "", numbers=("M19",)),
        )
        assert mistakes.made(exercise, result(exercise, *failed)) == (one.key,)

    def test_numbers_are_those_with_a_number(self) -> None:
        assert mistakes.numbers(("M01", "`about:blank` is taken for a code.", "M17")) == ("M01", "M17")


class TestCommonest:
    def test_the_commonest_come_first_each_learner_once(self) -> None:
        count = mistakes.Commonest(COURSE)
        count.add("ada", BY_CODE["e20"].stem, ("M17",))
        count.add("ben", BY_CODE["e20"].stem, ("M17",))
        for learner in ("ada", "ben", "cem"):
            count.add(learner, BY_CODE["e23"].stem, ("M01",))
        count.add("ada", BY_CODE["e24"].stem, ("M01",))
        count.add("dia", BY_CODE["e24"].stem, ("M02",))
        first, second = count.found()
        assert (first.number, first.words) == ("M01", mistakes.words()["M01"])
        assert first.learners == ("ada", "ben", "cem")
        assert first.stem == BY_CODE["e23"].stem
        assert (COURSE.root / first.lesson).is_file()
        assert second.number == "M17"
        assert [one.number for one in count.found(least=1)] == ["M01", "M17", "M02"]

    def test_one_without_a_number_has_its_sentence(self) -> None:
        count = mistakes.Commonest(COURSE)
        sentence = "`about:blank` is taken for a code."
        for learner in ("ada", "ben"):
            count.add(learner, BY_CODE["e20"].stem, (sentence,))
        (one,) = count.found()
        assert (one.number, one.words) == ("", sentence)
