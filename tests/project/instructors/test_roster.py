"""What an instructor knows of the class: the roster and the times of submissions."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from grader.batch import roster, sheets
from grader.batch.roster import Person, recognised
from grader.batch.submissions import Handed
from grader.course import CourseError

NOW = datetime.datetime(2027, 2, 5, 17, 3, tzinfo=datetime.UTC)
JANE = Person("jdoe", "Jane Doe", "jane@uni.example", "20123456", "A")


def table(path: Path, text: str | bytes) -> Path:
    path = path / "table.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


def handed(learner: str, **more: str) -> Handed:
    return Handed(learner, Path("class", f"{learner}.zip"), NOW, "its name", **more)


def test_reads_a_roster(tmp_path: Path) -> None:
    text = "learner,name,email,id,section\njdoe,Jane Doe,jane@uni.example,20123456,A\n\nalice,,,,\n"
    assert roster.read(table(tmp_path, text)) == {"jdoe": JANE, "alice": Person("alice")}


@pytest.mark.parametrize(
    "text",
    [
        "Section , ID,E-Mail,NAME,Learner,Remarks\nA,20123456,jane@uni.example,Jane Doe,jdoe,nice\n",
        "learner;name;email;id;section\r\njdoe;Jane Doe;jane@uni.example;20123456;A\r\n",
        "learner\tname\temail\tid\tsection\njdoe\tJane Doe\tjane@uni.example\t20123456\tA\n",
        '\ufefflearner,name,email,id,section\n jdoe ,"Jane  Doe",jane@uni.example,20123456,A',
        "First name,Last name,ID number,Email address,Username,Groups\nJane,Doe,20123456,jane@uni.example,jdoe,A\n",
    ],
)
def test_reads_it_in_any_order_case_and_separation(tmp_path: Path, text: str) -> None:
    assert roster.read(table(tmp_path, text)) == {"jdoe": JANE}


def test_reads_what_excel_writes(tmp_path: Path) -> None:
    text = "learner,name\njdoe,Jänę Dœ\n"
    assert roster.read(table(tmp_path, text.encode("utf-16")))["jdoe"].name == "Jänę Dœ"
    assert roster.read(table(tmp_path, "learner;name\njdoe;Jän D\n".encode("cp1252")))["jdoe"].name == "Jän D"


def test_reads_what_canvas_exports(tmp_path: Path) -> None:
    text = (
        "Student,ID,SIS User ID,SIS Login ID,Section,Week 3 (208548)\n"
        "    Points Possible,,,,,10.00\n"
        '"Doe, Jane",12345,20123456,jdoe,CS 326-01,8.50\n'
        '"Student, Test",99999,,abcdef,CS 326-01,\n'
    )
    assert roster.read(table(tmp_path, text)) == {"jdoe": Person("jdoe", "Doe, Jane", "", "12345", "CS 326-01")}


def test_who_has_no_account_goes_by_the_address(tmp_path: Path) -> None:
    text = "First Name,Last Name,SID,Email,Role,Section\nJane,Doe,20123456,jane@uni.example,Student,A\n"
    found = roster.read(table(tmp_path, text))
    assert found == {"jane@uni.example": Person("jane@uni.example", "Jane Doe", "jane@uni.example", "20123456", "A")}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "its first line must name the columns, for example learner,name,email,id,section."),
        ("jdoe,Jane\n", "its first line must name the columns"),
        ("learner,name\n", "there is nobody on it."),
        ("learner,name,section\njdoe,Jane,A\n,,B\n", "line 3: nothing there tells who that is. Fill in the learner."),
        ("learner\njdoe\nalice\nJDoe\n", "line 4: JDoe stands there already, in line 2."),
        ('learner,name\njdoe,"Jane\nDoe"\n,\njdoe,\n', "line 5: jdoe stands there already, in line 3."),
        ("learner\n" + "x" * 200_000, "it is not CSV (field larger than field limit (131072))."),
        (b"\xff\xfea", "is not text. Save it as CSV in UTF-8."),
    ],
)
def test_says_what_is_wrong_with_a_roster_and_where(tmp_path: Path, text: str | bytes, words: str) -> None:
    with pytest.raises(CourseError) as caught:
        roster.read(table(tmp_path, text))
    assert words in str(caught.value)
    assert str(caught.value).startswith(f"The roster {tmp_path / 'table.csv'}")


def test_says_why_a_table_cant_be_read(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"^There is no roster .*nix\.csv\.$"):
        roster.read(tmp_path / "nix.csv")
    with pytest.raises(CourseError, match=r"^The times file .* can’t be read: is a directory\.$"):
        roster.times(tmp_path)


def test_names_on_a_roster_are_harmless(tmp_path: Path) -> None:
    text = "learner,name\n../../etc/cron,\x1b[31mJane\x07 Doe\n"
    (person,) = roster.read(table(tmp_path, text)).values()
    assert "/" not in person.learner
    assert person.name.isprintable()
    assert person.name.endswith("Doe")


@pytest.mark.parametrize(
    "who",
    [
        handed("JDoe"),
        handed("jane@uni.example"),
        handed("jane", email="Jane@uni.example"),
        handed("20123456"),
        handed("doejane_12345", identifier="20123456"),
        handed("Jane Doe_12345", person="Jane Doe"),
        handed("jane doe"),
    ],
)
def test_people_are_recognised_by_what_is_known_of_them(who: Handed) -> None:
    (found,) = recognised({"jdoe": JANE, "x": Person("x", "John Roe", "john@uni.example", "2", "A")}, [who])
    assert (found.learner, found.path) == ("jdoe", who.path)
    assert found.notes == (f"{who.attempt} is by jdoe on the roster.",)


def test_nobody_is_recognised_by_what_two_people_share() -> None:
    people = {"a": Person("a", "Jane Doe", "", "", "1"), "b": Person("b", "Jane Doe", "", "", "1")}
    who = handed("Jane Doe_12345", person="Jane Doe")
    assert recognised(people, [who]) == [who]
    assert recognised({}, [who]) == [who]


def test_who_is_on_the_roster_comes_before_whose_name_that_is() -> None:
    people = {"a": Person("a", "b"), "b": Person("b", "a")}
    assert recognised(people, [handed("b"), handed("a")]) == [handed("a"), handed("b")]


def test_reads_times(tmp_path: Path) -> None:
    rows = "2027-02-05T18:03:00+01:00,alice\n2027-02-05 17:03:00Z,bob.zip\n2027-02-05T12:03-05:00,carol\n"
    text = f"\nSubmitted,Learner\n{rows}"
    assert roster.times(table(tmp_path, text)) == {"alice": NOW, "bob.zip": NOW, "carol": NOW}


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("alice,yesterday", "line 3: “yesterday” is no moment. Write for example 2027-02-05T18:03:00+01:00."),
        ("alice,2027-02-31T18:03:00+01:00", "line 3: “2027-02-31T18:03:00+01:00” is no moment."),
        (
            "alice,2027-02-05T18:03:00",
            "line 3: “2027-02-05T18:03:00” doesn’t say which clock it goes by. Add the offset, for example "
            "2027-02-05T18:03:00+01:00.",
        ),
        ("alice,", "line 3: there is no moment. Write for example alice,2027-02-05T18:03:00+01:00."),
        ("alice", "line 3: there is no moment."),
        (",2027-02-05T18:03:00Z", "line 3: there is no learner."),
        ("bob,2027-02-05T18:03:00Z", "line 3: bob stands there already, in line 2. Keep one;"),
    ],
)
def test_says_what_is_wrong_with_a_times_file_and_where(tmp_path: Path, lines: str, words: str) -> None:
    with pytest.raises(CourseError) as caught:
        roster.times(table(tmp_path, f"learner,submitted\nbob,2027-02-05T18:03:00Z\n{lines}\n"))
    assert str(caught.value).startswith(f"The times file {tmp_path / 'table.csv'}, {words}")


def test_a_times_file_without_a_column_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"its first line must name the columns, for example learner,submitted\.$"):
        roster.times(table(tmp_path, "learner,when\nalice,2027-02-05T18:03:00Z\n"))


def test_a_table_without_end_is_not_read_to_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "ROWS", 10)
    with pytest.raises(CourseError, match="has more than 10 rows"):
        roster.read(table(tmp_path, "learner\n" + "".join(f"l{number}\n" for number in range(20))))
