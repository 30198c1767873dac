"""Assignments: the ready ones, what can be wrong in one, what late means, and what test and list make of one."""

from __future__ import annotations

import datetime
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from grader import assignment as assignments
from grader.assignment import Assignment, earned, everything, read, rounded, scaled, score, whole
from grader.course import Course, CourseError
from grader.faces import assigned
from grader.report import CheckResult, ExerciseResult, Report, Verdict
from grader.setup import ROOT

COURSE = Course(Path(ROOT))
READY = Path(ROOT) / "assignments"
PLANS = {"4_weeks": 4, "8_weeks": 8, "12_weeks": 12}
TABLE = (READY / "README.md").read_text(encoding="utf-8")


def written(path: Path, text: str) -> Assignment:
    (path / "week3.toml").write_text(text, encoding="utf-8")
    return read(path / "week3.toml", COURSE)


def at(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


# The ready ones


def plan(name: str) -> dict[str, Assignment]:
    paths = sorted((READY / name).iterdir(), key=lambda path: int(path.stem.removeprefix("week")))
    return {path.name: read(path, COURSE) for path in paths}


@pytest.mark.parametrize(("name", "weeks"), PLANS.items())
def test_each_plan_covers_the_core_path_once_and_in_its_order(name: str, weeks: int) -> None:
    found = plan(name)
    assert list(found) == [f"week{week}.toml" for week in range(1, weeks + 1)]
    stems = [stem for one in found.values() for stem in one.stems]
    core = [exercise.stem for exercise in COURSE.exercises if exercise.core]
    assert [stem for stem in stems if stem in core] == core
    assert set(stems) - set(core) <= {"e54_the_concierge"}
    assert len(stems) == len(set(stems))


@pytest.mark.parametrize("name", PLANS)
def test_each_ready_one_has_points_a_late_rule_and_a_due_line_to_fill_in(name: str, tmp_path: Path) -> None:
    for week, one in plan(name).items():
        text = (READY / name / week).read_text(encoding="utf-8")
        assert one.points == 10
        assert one.due is None
        assert (one.grace, one.late_percent_a_day, one.keep) == (datetime.timedelta(minutes=15), 10, "best")
        assert one.title.startswith(f"Week {week.removeprefix('week').removesuffix('.toml')}: ")
        assert text.count("\n# due = ") == 1
        assert written(tmp_path, text.replace("\n# due", "\ndue")).due == at("2027-02-05T23:59:59+01:00")


@pytest.mark.parametrize("name", PLANS)
def test_the_readme_says_of_each_week_what_it_is_worth(name: str) -> None:
    for week, one in plan(name).items():
        own = sum(exercise.points for exercise in one.exercises(COURSE))
        (row,) = re.findall(rf"^\| \[{week[:-5]}\]\({name}/{week}\) \| (.*) \| (\d+) \|$", TABLE, re.MULTILINE)
        assert int(row[1]) == own
        topics = {exercise.topic.name[:3] for exercise in one.exercises(COURSE)}
        assert set(re.findall(r"\bt\d\d\b", row[0].replace("the capstone", "t11"))) == topics


def test_the_table_names_each_topic_with_its_core_exercises() -> None:
    rows = dict(re.findall(r"^\|[^|]*\| `(t\d\d_\w+)` \| (.*) \|$", TABLE, re.MULTILINE))
    assert list(rows) == [topic.name for topic in COURSE.topics]
    for topic in COURSE.topics:
        core = [exercise.code for exercise in COURSE.exercises if exercise.core and exercise.topic == topic]
        assert core == [code for code in re.findall(r"\be\d\d\b", rows[topic.name]) if code != "e54"]


# What can stand in one


def test_reads_all_that_can_stand_in_one(tmp_path: Path) -> None:
    found = written(
        tmp_path,
        """\
        title = "Week 3: when things go wrong"
        exercises = ["t06", "e22", "try_again", "e22"]
        points = 20.5
        extra = true
        due = 2027-02-05T23:59:59+01:00
        grace = 7.5
        late_percent_a_day = 12.5
        keep = "last"
        """,
    )
    codes = [exercise.code for exercise in found.exercises(COURSE)]
    assert codes == ["e22", "e23", "e25", "e26", "e27", "e28"]
    assert found == Assignment(
        "Week 3: when things go wrong",
        found.stems,
        Fraction("20.5"),
        True,
        at("2027-02-05T23:59:59+01:00"),
        datetime.timedelta(seconds=450),
        Fraction("12.5"),
        "last",
    )


@pytest.mark.parametrize(
    "text",
    [
        str(assignments.__doc__).split("\n\n", 1)[1],
        (Path(ROOT) / "docs" / "instructors.md").read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0],
    ],
)
def test_the_examples_are_right_and_show_all_there_is(tmp_path: Path, text: str) -> None:
    found = written(tmp_path, text)
    assert re.findall(r"^\w+", text, re.MULTILINE) == list(assignments.KEYS)
    assert (found.points, found.extra, found.keep, found.late_percent_a_day) == (20, True, "best", 10)
    assert found.due == at("2027-02-05T23:59:59+01:00")


def test_what_is_left_out_costs_nothing(tmp_path: Path) -> None:
    found = written(tmp_path, 'exercises = ["e22"]')
    assert (found.title, found.points, found.extra, found.due, found.keep) == ("week3", None, False, None, "best")
    assert found.out_of(COURSE) == 4
    assert found.days_late(at("2999-01-01T00:00:00+00:00")) == 0


def test_a_mark_at_the_front_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    assert written(tmp_path, '\ufefftitle = "Café\\u001b[31m"\r\nexercises = ["e22"]\r\n').title == "Café"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 'exercises must be a list of names, for example exercises = ["t05", "e26"].'),
        ("exercises = []", "exercises must be a list of names"),
        ('exercises = "e22"', "exercises must be a list of names"),
        ("exercises = [22]", "exercises must be a list of names"),
        ('exercises = ["e99"]', "exercises: There is no exercise “e99”. They are called e01 to e54"),
        ('exercises = ["a"]', "exercises: “a” fits several exercises"),
        ('exercises = ["e22"]\ndeadline = 1', "“deadline” means nothing here. There are: title, exercises, points,"),
        ('exercises = ["e22"]\ntitle = ""', "title must be a text"),
        ('exercises = ["e22"]\ntitle = 3', "title must be a text"),
        ('exercises = ["e22"]\npoints = 0', "points must be above 0."),
        ('exercises = ["e22"]\npoints = -1', "points must be above 0."),
        ('exercises = ["e22"]\npoints = "20"', "points must be a number."),
        ('exercises = ["e22"]\npoints = true', "points must be a number."),
        ('exercises = ["e22"]\npoints = nan', "points must be a number."),
        ('exercises = ["e22"]\npoints = inf', "points must be at most 100,000."),
        ('exercises = ["e22"]\npoints = 1' + "0" * 400, "points must be at most 100,000."),
        ('exercises = ["e01"]\npoints = 10', "none of its exercises is worth points"),
        ('exercises = ["e22"]\nextra = 1', "extra must be true or false."),
        ('exercises = ["e22"]\ngrace = -1', "grace must be at least 0."),
        ('exercises = ["e22"]\ngrace = 20000', "grace must be at most 10,080."),
        ('exercises = ["e22"]\nlate_percent_a_day = 101', "late_percent_a_day must be at most 100."),
        ('exercises = ["e22"]\nkeep = "first"', 'keep must be "best" or "last".'),
        ('exercises = ["e22"]\nkeep = []', 'keep must be "best" or "last".'),
        ('exercises = ["e22"]\ndue = 2027-02-05', "due must be a moment that says which clock it goes by"),
        ('exercises = ["e22"]\ndue = 2027-02-05T23:59:59', "due must be a moment that says which clock it goes by"),
        ('exercises = ["e22"]\ndue = "2027-02-05T23:59:59+01:00"', "without quotes."),
        ('exercises = ["e22"]\ndue = 9999-12-31T23:59:59Z', "due is in the year 9999"),
        ("exercises = [", "is not TOML: "),
        ('exercises = ["e22"]\nexercises = ["e23"]', "is not TOML: "),
    ],
)
def test_says_what_is_wrong_where_and_what_to_write(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(CourseError) as caught:
        written(tmp_path, text)
    said = str(caught.value)
    assert words in said
    assert said.startswith(f"The assignment {tmp_path / 'week3.toml'}")
    assert said.endswith(".")
    assert "\n" not in said


def test_says_why_a_file_cant_be_read(tmp_path: Path) -> None:
    with pytest.raises(
        CourseError, match=r"^There is no assignment .*nix\.toml\. Ready ones are in the folder assignm"
    ):
        read(tmp_path / "nix.toml", COURSE)
    with pytest.raises(CourseError, match="can't be read: is a directory"):
        read(tmp_path, COURSE)
    (tmp_path / "latin.toml").write_bytes('title = "Café"'.encode("latin-1"))
    with pytest.raises(CourseError, match="is not text in UTF-8"):
        read(tmp_path / "latin.toml", COURSE)


# Late, to the second


DUE = "2027-02-05T23:59:59+01:00"


@pytest.mark.parametrize(
    ("moment", "grace", "days"),
    [
        ("2027-02-01T00:00:00+01:00", 0, 0),
        (DUE, 0, 0),
        ("2027-02-05T23:59:59.999999+01:00", 0, 0),
        ("2027-02-06T00:00:00+01:00", 0, 1),
        ("2027-02-06T23:59:59+01:00", 0, 1),
        ("2027-02-07T00:00:00+01:00", 0, 2),
        ("2027-02-06T00:14:59+01:00", 15, 0),
        ("2027-02-06T00:15:00+01:00", 15, 1),
        ("2027-02-07T00:10:00+01:00", 15, 2),  # the grace forgives all or nothing
        ("2027-02-05T22:59:59+00:00", 0, 0),  # the same moment by another clock
        ("2027-02-05T23:00:00+00:00", 0, 1),
        ("2027-02-05T17:59:59-05:00", 0, 0),
        ("2027-02-06T12:59:59+14:00", 0, 0),
        ("2027-02-06T13:00:00+14:00", 0, 1),
        ("2028-02-05T23:59:59+01:00", 0, 365),
    ],
)
def test_days_late(moment: str, grace: int, days: int) -> None:
    one = Assignment("", (), due=at(DUE), grace=datetime.timedelta(minutes=grace))
    assert one.days_late(at(moment)) == days


def test_a_day_is_24_hours_when_clocks_are_put_forward() -> None:
    one = Assignment("", (), due=at("2027-03-27T23:59:59+01:00"))
    assert one.days_late(at("2027-03-28T23:59:59+02:00")) == 1  # 23 hours later
    assert one.days_late(at("2027-03-29T00:59:59+02:00")) == 1
    assert one.days_late(at("2027-03-29T01:00:00+02:00")) == 2


@pytest.mark.parametrize(
    ("percent", "days", "kept"),
    [("10", 0, "1"), ("10", 1, "0.9"), ("12.5", 3, "0.625"), ("0", 400, "1"), ("100", 1, "0"), ("30", 4, "0")],
)
def test_what_is_kept(percent: str, days: int, kept: str) -> None:
    assert Assignment("", (), late_percent_a_day=Fraction(percent)).kept(days) == Fraction(kept)


# Points


def result(stem: str, points: int, got: int, extra: tuple[Verdict, ...] = ()) -> ExerciseResult:
    checks = tuple(CheckResult(f"c{n}", "", verdict, 0, 0, "", extra=True) for n, verdict in enumerate(extra))
    return ExerciseResult(stem, "t05", "", "", Verdict.PASSED, points, got, True, checks)


def test_extra_checks_make_up_for_lost_points_and_for_no_more() -> None:
    extra = (Verdict.PASSED, Verdict.PASSED, Verdict.CRASHED)
    with_extra, without = Assignment("", (), extra=True), Assignment("", ())
    assert earned(result("e", 6, 3, extra), with_extra) == 5
    assert earned(result("e", 6, 5, extra), with_extra) == 6
    assert earned(result("e", 6, 3, extra), without) == 3


def test_points_are_rescaled_and_then_cost_for_being_late(tmp_path: Path) -> None:
    one = written(tmp_path, 'exercises = ["e22", "e23"]\npoints = 20\nlate_percent_a_day = 10')  # 4 and 6 points
    report = Report((result("e22_back_off", 4, 4), result("e23_try_again", 6, 3), result("e24_order_only_once", 8, 8)))
    assert one.out_of(COURSE) == 20
    assert score(report, one, COURSE) == 14
    assert score(report, one, COURSE, days_late=2) == Fraction("11.2")
    assert score(report, one, COURSE, days_late=11) == 0
    assert scaled(Fraction(10), one, COURSE) == 20


def test_the_whole_course_is_worth_its_own_points() -> None:
    one = everything(COURSE)
    assert one.out_of(COURSE) == 300
    assert len(one.exercises(COURSE)) == 54


@pytest.mark.parametrize(
    ("points", "out_of", "shown", "in_whole"),
    [
        ("0", "10", 0, 0),
        ("7.125", "10", 7.13, 7),
        ("7.5", "10", 7.5, 8),
        ("0.005", "10", 0.01, 0),
        ("9.999", "10", 9.99, 9),
        ("9.5", "10", 9.5, 9),
        ("10", "10", 10, 10),
        ("7.4", "7.5", 7.4, 7),
        ("0.4", "0.4", 0.4, 0),
    ],
)
def test_nothing_is_rounded_up_to_full_marks(points: str, out_of: str, shown: float, in_whole: int) -> None:
    assert rounded(Fraction(points), Fraction(out_of)) == shown
    assert whole(Fraction(points), Fraction(out_of)) == in_whole


# What learners see


@pytest.mark.usefixtures("berlin")
@pytest.mark.parametrize(
    ("due", "now", "words"),
    [
        (DUE, "2027-02-02T12:00:00+01:00", "Friday 5 February 2027, 23:59 (UTC+01:00), in 3 days"),
        (DUE, "2027-02-05T00:00:00+01:00", "Friday 5 February 2027, 23:59 (UTC+01:00), in 23 hours"),
        (DUE, "2027-02-05T23:58:00+01:00", "Friday 5 February 2027, 23:59 (UTC+01:00), in 1 minute"),
        (DUE, "2027-02-08T12:00:00+01:00", "Friday 5 February 2027, 23:59 (UTC+01:00), 2 days ago"),
        ("2027-07-01T08:30:30Z", "2027-06-29T12:00:00Z", "Thursday 1 July 2027, 10:30:30 (UTC+02:00), in 44 hours"),
    ],
)
def test_says_when_it_is_due_by_the_clock_here(due: str, now: str, words: str) -> None:
    assert assigned.due_in_words(at(due), at(now)) == words


@pytest.mark.parametrize(
    ("grace", "percent", "words"),
    [
        (15, "10", "More than 15 minutes after that, each day begun costs 10 percent of what was earned."),
        (0, "12.5", "After that, each day begun costs 12.5 percent of what was earned."),
        (15, "0", ""),
    ],
)
def test_says_what_being_late_costs(grace: int, percent: str, words: str) -> None:
    one = Assignment("", (), grace=datetime.timedelta(minutes=grace), late_percent_a_day=Fraction(percent))
    assert assigned.late_in_words(one) == words


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "COLUMNS": "80", "TZ": "Europe/Berlin"}
    environment.pop("MAKELEVEL", None)
    command = [sys.executable, "-m", "grader", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", timeout=120)


@pytest.fixture
def week(tmp_path: Path) -> str:
    path = tmp_path / "week.toml"
    lines = ['title = "Week 5: back off"', 'exercises = ["e22", "e25"]', "points = 20", f"due = {DUE}"]
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def test_grades_just_the_assignment_and_rescales(week: str) -> None:
    done = run("test", "--room", "solutions", "--assignment", week)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "Week 5: back off"
    assert lines[1].startswith("Due Friday 5 February 2027, 23:59 (UTC+01:00), ")
    assert lines[2] == "Worth 20 of 20 points."
    assert [line[:3] for line in lines if re.match(r"t\d\d ", line)] == ["t05", "t06"]
    assert lines[-1] == "All done. 2 of 2 exercises done, 8 of 8 points."


def test_a_part_of_an_assignment_has_no_sum(week: str) -> None:
    done = run("test", "--room", "solutions", "--assignment", week, "e25")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Week 5: back off\nDue ")
    assert "Worth" not in done.stdout
    assert "e25 · Read Retry-After" in done.stdout


def test_lists_just_the_assignment(week: str) -> None:
    done = run("list", "--assignment", week)
    assert done.returncode == 0, done.stderr
    assert re.findall(r"^     (e\d\d)  ", done.stdout, re.MULTILINE) == ["e22", "e25"]
    assert done.stdout.startswith("Week 5: back off\nDue ")
    assert re.search(r"^\d of 2 exercises done\. Worth \d+ of 20 points\.$", done.stdout, re.MULTILINE)


def test_what_was_not_assigned_is_said(week: str) -> None:
    done = run("test", "--assignment", week, "e26")
    assert done.returncode == 2
    assert done.stderr == "“e26” is not in the assignment “Week 5: back off”, which has e22, e25.\n"
    missing = run("list", "--assignment", "nix.toml")
    assert missing.returncode == 2
    assert missing.stderr == "There is no assignment nix.toml. Ready ones are in the folder assignments.\n"


def test_learners_wait_for_nothing_that_they_dont_ask_for() -> None:
    code = "import sys, grader.commands.test, grader.commands.listing as l; print('grader.assignment' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "False\n"
    assert assignments.KEYS[0] == "title"
