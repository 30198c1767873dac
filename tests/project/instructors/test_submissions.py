"""What was handed in is found, and read without following or believing anything in it."""

from __future__ import annotations

import datetime
import io
import os
import shutil
import socket
import stat
import struct
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from grader.batch import contents, submissions
from grader.batch.contents import FILE
from grader.batch.submissions import Submission, find
from grader.course import Course, CourseError
from grader.setup import ROOT

COURSE = Course(Path(ROOT))
FIRST, SECOND = COURSE.exercises[1], COURSE.exercises[2]
PLACE = FIRST.stub.relative_to(ROOT).as_posix()
PLACES = {exercise.stub.relative_to(ROOT).as_posix(): b"# " + exercise.code.encode() for exercise in COURSE.exercises}
CODE = b"answer = 42\n"
NOW = datetime.datetime(2027, 2, 5, 17, 3, tzinfo=datetime.UTC)


def read(path: Path) -> Submission:
    return submissions.read(path, COURSE)


def folder(path: Path, files: Mapping[str, bytes]) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(content)
    return path


def zipped(path: Path, files: Mapping[str, bytes]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def entry(path: Path, name: str, mode: int = 0, content: bytes = CODE) -> Path:
    """A zip with an entry of which Unix' mode is this."""
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, mode << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(info, content)
    return path


def said(submission: Submission) -> str:
    return "\n".join(submission.notes)


# Layouts: the same answers, packed in every way that is unmistakable


@pytest.mark.parametrize("pack", [folder, zipped])
@pytest.mark.parametrize(
    ("wrap", "note"),
    [
        ("{path}", ""),
        ("order-up-main/{path}", ""),
        ("order-up\\{path}", ""),
        ("a/b/{path}", "54 exercises were found in a/b/exercises/ and taken from there"),
        ("{topic}/{file}", "54 exercises were found at the top"),
        ("week 3/{topic}/{file}", "54 exercises were found in week 3/"),
        ("{file}", "54 exercises were found at the top"),
        ("mine/{file}", "54 exercises were found in mine/"),
    ],
)
def test_reads_every_exercise_however_it_was_packed(
    tmp_path: Path, pack: Callable[[Path, Mapping[str, bytes]], Path], wrap: str, note: str
) -> None:
    if pack is folder and "\\" in wrap:
        wrap = wrap.replace("\\", "/")
    files = {}
    for path, content in PLACES.items():
        _, topic, file = path.split("/")
        name = wrap.format(path=path, topic=topic, file=file)
        files[name.replace("/", "\\") if "\\" in wrap else name] = content
    submission = read(pack(tmp_path / "alice", files))
    assert submission.usable
    assert list(submission.files.items()) == [
        (exercise.stem, b"# " + exercise.code.encode()) for exercise in COURSE.exercises
    ]
    assert len(submission.notes) == (1 if note else 0)
    assert note in said(submission)


def test_a_whole_clone_gives_the_answers_and_not_the_solutions(tmp_path: Path) -> None:
    other = {f"{room}/{path.split('/', 1)[1]}": b"stolen" for path in PLACES for room in ("solutions", "tests")}
    hidden = {f".git/{PLACE}": b"hidden", f".venv/{PLACE}": b"hidden", f"__MACOSX/{PLACE}": b"mac", ".DS_Store": b"mac"}
    clone = {PLACE: CODE, **other, **hidden, "README.md": b"#", "grader/run.py": b"cheat", "conftest.py": b"cheat"}
    for path in (folder(tmp_path / "alice", clone), zipped(tmp_path / "bob.zip", clone)):
        assert read(path) == Submission({FIRST.stem: CODE})


def test_only_solutions_is_nothing_handed_in(tmp_path: Path) -> None:
    submission = read(folder(tmp_path / "alice", {PLACE.replace("exercises", "solutions"): CODE}))
    assert not submission.usable
    assert not submission.files
    assert "but in solutions/" in said(submission)


def test_the_right_place_comes_before_a_copy_elsewhere(tmp_path: Path) -> None:
    files = {f"backup/{PLACE}": b"old", PLACE: CODE, f"backup/{FIRST.stem}.py": b"older"}
    submission = read(zipped(tmp_path / "alice.zip", files))
    assert submission.files == {FIRST.stem: CODE}
    assert submission.notes == (f"2 further copies of answers were left out: backup/{PLACE} and others.",)


def test_two_answers_that_nothing_tells_apart_are_not_guessed_at(tmp_path: Path) -> None:
    submission = read(
        folder(tmp_path / "alice", {f"one/{PLACE}": b"1", f"two/{PLACE}": b"2", "one/" + list(PLACES)[2]: CODE})
    )
    assert list(submission.files) == [SECOND.stem]
    assert submission.notes == (
        f"one/{PLACE} was not taken, since two/{PLACE} is another answer. Ask which one counts.",
    )
    same = read(folder(tmp_path / "bob", {f"one/{PLACE}": CODE, f"two/{PLACE}": CODE}))
    assert same == Submission({FIRST.stem: CODE})


def test_a_name_in_capitals_is_taken_and_the_right_one_before_it(tmp_path: Path) -> None:
    loud = PLACE.replace(FIRST.stem, FIRST.stem.upper())
    submission = read(zipped(tmp_path / "alice.zip", {loud: b"loud"}))
    assert submission.files == {FIRST.stem: b"loud"}
    assert submission.notes == (f"{loud} was taken for {FIRST.stem}.py, although it is written differently.",)
    both = read(zipped(tmp_path / "bob.zip", {loud: b"loud", PLACE: CODE}))
    assert both.files == {FIRST.stem: CODE}


@pytest.mark.parametrize("name", ["e02.py", "e02_order_a_dish (1).py", "e02_order_a_dish.py.txt", "e02_mine.ipynb"])
def test_what_is_nearly_called_like_a_missing_exercise_is_named(tmp_path: Path, name: str) -> None:
    files = {PLACE.replace(f"{FIRST.stem}.py", name): CODE, list(PLACES)[2]: CODE}
    submission = read(folder(tmp_path / "alice", files))
    assert list(submission.files) == [SECOND.stem]
    (note,) = submission.notes
    assert name in note
    assert note.endswith(f"must be called {FIRST.stem}.py.")


def test_code_is_kept_as_it_is(tmp_path: Path) -> None:
    odd = b"\xff\xfe\x00caf\xe9\x00\r\n"
    for path in (folder(tmp_path / "alice", {PLACE: odd}), zipped(tmp_path / "bob.zip", {PLACE: odd})):
        assert read(path) == Submission({FIRST.stem: odd})


# What is refused


def test_links_are_not_followed(tmp_path: Path) -> None:
    secret = folder(tmp_path / "secret", {"key.py": b"secret", f"{FIRST.stem}.py": b"secret"})
    alice = folder(tmp_path / "alice", {list(PLACES)[2]: CODE})
    (alice / PLACE).symlink_to(secret / "key.py")
    submission = read(alice)
    assert list(submission.files) == [SECOND.stem]
    assert submission.notes == (f"{PLACE} is a link, and links are not followed. Ask for the file itself.",)

    bob = tmp_path / "bob"
    (bob / "exercises").mkdir(parents=True)
    (bob / "exercises" / FIRST.topic.name).symlink_to(secret)
    assert (
        f"exercises/{FIRST.topic.name} is a link, and links are not followed. Ask for the file itself."
        in read(bob).notes
    )
    assert not read(bob).files
    (tmp_path / "carol").symlink_to(alice)
    assert read(tmp_path / "carol").notes == ("carol is a link, and links are not followed. Ask for the file itself.",)
    (tmp_path / "dave.zip").symlink_to(zipped(tmp_path / "there.zip", {PLACE: CODE}))
    assert not read(tmp_path / "dave.zip").usable


def test_pipes_sockets_devices_and_folders_are_not_opened(tmp_path: Path) -> None:
    alice = folder(tmp_path / "a", {})
    places = [alice / place for place in list(PLACES)[1:5]]
    for place in places:
        place.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(places[0])
    places[1].mkdir()
    here = Path.cwd()
    os.chdir(places[2].parent)  # a socket's address has to be short
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(places[2].name)
    finally:
        os.chdir(here)
    wanted = 3
    if os.geteuid() == 0:
        try:
            os.mknod(places[3], stat.S_IFCHR | 0o600, os.makedev(1, 5))  # /dev/zero
            wanted = 4
        except OSError:
            pass  # not in this container
    submission = read(alice)
    assert not submission.files
    assert len(submission.notes) == wanted + 1
    assert said(submission).count("a pipe, a socket or a device") == wanted - 1
    assert f"{list(PLACES)[2]} is a folder. It should be a file." in submission.notes


def test_a_pipe_instead_of_a_zip_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "alice.zip")
    assert "a pipe" in said(read(tmp_path / "alice.zip"))


@pytest.mark.parametrize("pack", [folder, zipped])
def test_ten_megabytes_are_a_clear_line(tmp_path: Path, pack: Callable[[Path, Mapping[str, bytes]], Path]) -> None:
    large = os.urandom(10 * 1024 * 1024)
    submission = read(pack(tmp_path / "alice", {PLACE: large, list(PLACES)[2]: CODE}))
    assert list(submission.files) == [SECOND.stem]
    assert submission.notes == (
        f"{PLACE} is too large: 10.0 MB, and up to 256 KB are read. Take out what is not code.",
    )


@pytest.mark.parametrize("pack", [folder, zipped])
def test_the_cap_is_to_the_byte(tmp_path: Path, pack: Callable[[Path, Mapping[str, bytes]], Path]) -> None:
    whole = os.urandom(FILE)
    assert read(pack(tmp_path / "alice", {PLACE: whole})).files == {FIRST.stem: whole}
    submission = read(pack(tmp_path / "bob", {PLACE: whole + b"."}))
    assert not submission.files
    assert "257 KB, and up to 256 KB" in said(submission)


def test_a_file_that_grows_while_it_is_read_is_too_large() -> None:
    with pytest.raises(contents.Refused, match="257 KB"):
        contents.bounded(io.BytesIO(bytes(FILE + 1)), size=10)


def test_a_copy_is_taken_where_the_right_place_has_nothing_to_read(tmp_path: Path) -> None:
    alice = folder(tmp_path / "alice", {f"backup/{PLACE}": CODE})
    (alice / PLACE).mkdir(parents=True)
    assert read(alice).files == {FIRST.stem: CODE}


def test_all_files_together_have_a_cap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(submissions, "SUBMISSION", 2 * 1024 * 1024)
    large = os.urandom(FILE)
    submission = read(folder(tmp_path / "alice", dict.fromkeys(list(PLACES)[:10], large)))
    assert len(submission.files) == 8
    assert said(submission).count("together the files are larger than 2 MB") == 2


@pytest.mark.parametrize("pack", [folder, zipped])
def test_too_many_files_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack: Callable[[Path, Mapping[str, bytes]], Path]
) -> None:
    files = {f"junk/{number}.txt": b"" for number in range(60)} | {PLACE: CODE}
    path = pack(tmp_path / "alice", files)
    assert read(path).usable
    monkeypatch.setattr(contents, "ENTRIES", 50)
    submission = read(path)
    assert not submission.usable
    assert "Only the folder exercises is needed" in said(submission)


def test_an_environment_that_was_handed_in_too_is_not_even_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    junk = {f"{name}/{number}": b"" for name in (".venv", "node_modules", "venv") for number in range(60)}
    monkeypatch.setattr(contents, "ENTRIES", 50)
    assert read(folder(tmp_path / "alice", {**junk, PLACE: CODE})) == Submission({FIRST.stem: CODE})


def test_folders_without_end_end(tmp_path: Path) -> None:
    deep = tmp_path / "alice" / "/".join("d" * 100)
    deep.mkdir(parents=True)
    (deep / f"{FIRST.stem}.py").write_bytes(CODE)
    assert not read(tmp_path / "alice").usable
    assert not read(zipped(tmp_path / "bob.zip", {"d/" * 5000 + PLACE: CODE})).usable


def test_a_folder_that_may_not_be_opened_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alice = folder(tmp_path / "alice", {PLACE: CODE, "exercises/closed/x": b""})
    opened = os.scandir

    def closed(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return opened(path)

    monkeypatch.setattr(os, "scandir", closed)
    assert read(alice) == Submission(
        {FIRST.stem: CODE},
        ("The folder exercises/closed can’t be opened: permission denied. What is in it counts as missing.",),
    )
    monkeypatch.setattr(os, "scandir", lambda path: closed("closed"))
    assert read(alice) == Submission({}, ("alice can’t be opened: permission denied.",), usable=False)


def test_what_vanishes_while_it_is_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alice = folder(tmp_path / "alice", {PLACE: CODE, list(PLACES)[2]: CODE})
    listed = contents.Folder.__init__

    def and_gone(self: contents.Folder, path: Path) -> None:
        listed(self, path)
        (alice / PLACE).unlink()

    monkeypatch.setattr(contents.Folder, "__init__", and_gone)
    assert read(alice) == Submission({SECOND.stem: CODE}, (f"{PLACE} can’t be read: no such file or directory.",))
    assert read(tmp_path / "nobody") == Submission(
        {}, ("nobody can’t be read: no such file or directory.",), usable=False
    )


def test_a_file_that_becomes_a_link_while_it_is_read_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = folder(tmp_path / "alice", {PLACE: CODE})
    (tmp_path / "secret").write_bytes(b"secret")
    looked = os.lstat

    def and_exchanged(path: Path) -> os.stat_result:
        result = looked(path)
        (alice / PLACE).unlink()
        (alice / PLACE).symlink_to(tmp_path / "secret")
        return result

    monkeypatch.setattr(os, "lstat", and_exchanged)
    assert not read(alice).files


def test_names_that_no_terminal_survives_are_shown_harmless(tmp_path: Path) -> None:
    name = os.fsdecode(b"exercises/\x1b[31m\xff\n\xe2\x80\xae/" + f"{FIRST.stem}.py".encode())
    files = folder(tmp_path / "alice", {name: CODE})
    submission = read(files)
    assert submission.files == {FIRST.stem: CODE}
    assert len(submission.notes) == 1
    assert submission.notes[0].isprintable()


def test_so_many_oddities_are_counted(tmp_path: Path) -> None:
    submission = read(zipped(tmp_path / "alice.zip", {f"a{i}/e02_{i}.py": CODE for i in range(500)}))
    assert len(submission.notes) == submissions.NOTES + 1
    assert submission.notes[-1] == f"And {501 - submissions.NOTES} more such lines."


# Zips


@pytest.mark.parametrize(
    "name", [f"../../{PLACE}", f"/{PLACE}", f"C:\\{PLACE}", f"\\\\host\\{PLACE}", f"exercises/../{PLACE}"]
)
def test_names_that_point_out_of_a_zip_are_left_out(tmp_path: Path, name: str) -> None:
    submission = read(zipped(tmp_path / "alice.zip", {name: b"slip", list(PLACES)[2]: CODE}))
    assert submission.files == {SECOND.stem: CODE}
    assert submission.notes == (
        "1 name in the zip points outside of it (with .. or from the root); such files are left out.",
    )
    assert os.listdir(tmp_path) == ["alice.zip"]


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        (stat.S_IFLNK | 0o777, "is a link"),
        (stat.S_IFIFO | 0o644, "a pipe"),
        (stat.S_IFCHR | 0o644, "a device"),
        (stat.S_IFDIR | 0o755, "is a folder"),
    ],
)
def test_what_is_no_ordinary_file_in_a_zip_is_refused(tmp_path: Path, mode: int, words: str) -> None:
    submission = read(entry(tmp_path / "alice.zip", PLACE, mode, b"/etc/passwd"))
    assert not submission.files
    assert submission.notes[0].startswith(PLACE)
    assert words in submission.notes[0]


def test_an_encrypted_zip_is_named(tmp_path: Path) -> None:
    path = entry(tmp_path / "alice.zip", PLACE)
    content = bytearray(path.read_bytes())
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    assert f"{PLACE} is encrypted. Ask for a zip without a password." in read(path).notes


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_unusual_packing_is_refused(tmp_path: Path, method: int) -> None:
    with zipfile.ZipFile(tmp_path / "alice.zip", "w", method) as archive:
        archive.writestr(PLACE, CODE)
    assert f"{PLACE} is packed in an unusual way. Ask for an ordinary zip." in read(tmp_path / "alice.zip").notes


def test_a_bomb_is_not_set_off(tmp_path: Path) -> None:
    started = time.process_time()
    bomb = zipped(
        tmp_path / "alice.zip", {PLACE: bytes(200 * 1024), "data.bin": bytes(50_000_000), list(PLACES)[2]: CODE}
    )
    prepared = time.process_time()
    submission = read(bomb)
    assert time.process_time() - prepared < max(0.1, prepared - started)
    assert submission.files == {SECOND.stem: CODE}
    assert "times larger when unpacked; no code does" in said(submission)


def test_a_file_that_is_larger_than_the_zip_says_is_not_read(tmp_path: Path) -> None:
    path = zipped(tmp_path / "alice.zip", {PLACE: os.urandom(FILE * 4), list(PLACES)[2]: CODE})
    content = bytearray(path.read_bytes())
    struct.pack_into("<L", content, content.index(b"PK\x01\x02") + 24, 1000)
    path.write_bytes(content)
    submission = read(path)
    assert submission.files == {SECOND.stem: CODE}
    assert f"{PLACE} is damaged in the zip" in said(submission)


def test_a_list_of_names_without_end_is_not_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = zipped(tmp_path / "alice.zip", {PLACE: CODE, **{f"{'x' * 200}/{number}": b"" for number in range(50)}})
    assert read(path).usable
    monkeypatch.setattr(contents, "DIRECTORY", 8000)
    submission = read(path)
    assert not submission.usable
    assert "its list of names is too long" in said(submission)


def test_two_entries_of_one_name_are_not_guessed_at(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "alice.zip", "w") as archive:
        archive.writestr(PLACE, b"1")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr(PLACE, b"2")
    submission = read(tmp_path / "alice.zip")
    assert not submission.files
    assert "Ask which one counts" in said(submission)


def test_a_zip_in_a_folder_is_read_and_a_zip_in_a_zip_is_not(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", {PLACE: CODE}).read_bytes()
    alice = folder(tmp_path / "alice", {"week3.zip": inner, "readme.txt": b"please"})
    assert read(alice) == Submission({FIRST.stem: CODE}, ("It was read from week3.zip in the folder.",))
    folder(alice, {"week4.zip": inner})
    assert not read(alice).usable
    submission = read(zipped(tmp_path / "bob.zip", {"week3.zip": inner}))
    assert submission == Submission(
        {},
        ("It holds no exercise but week3.zip, and no zip in a zip is opened. Unpack it, and grade again.",),
        usable=False,
    )


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("alice.zip", b"", "is empty, 0 bytes; probably the upload broke off. Ask for it again."),
        (
            "alice.zip",
            b"<html>404</html>",
            "is not a zip, or a damaged one (File is not a zip file). Ask for it again.",
        ),
        (
            "alice.tar.gz",
            b"\x1f\x8b",
            "is a file .tar.gz, and only folders and zips are read. Put what is in it into a folder",
        ),
        ("alice.py", CODE, "is a file .py, and only folders and zips are read."),
    ],
)
def test_what_is_no_zip_is_named(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(content)
    submission = read(tmp_path / name)
    assert not submission.usable
    assert submission.notes[0].startswith(f"{name} {words}")


def test_no_damage_to_a_zip_raises(tmp_path: Path) -> None:
    whole = zipped(
        tmp_path / "whole.zip", {PLACE: CODE * 50, "ü/" + list(PLACES)[2]: CODE, "x" * 300: b""}
    ).read_bytes()
    path = tmp_path / "alice.zip"
    damaged = [whole[:length] for length in range(1, len(whole), 7)]
    for place in range(len(whole)):
        for byte in (0, 0xFF, whole[place] ^ 0x20):
            damaged.append(whole[:place] + bytes([byte]) + whole[place + 1 :])
    unusable = 0
    for content in damaged:
        path.write_bytes(content)
        submission = read(path)
        assert all(answer in (CODE * 50, CODE) for answer in submission.files.values())
        assert all(note.isprintable() for note in submission.notes)
        unusable += not submission.usable
    assert unusable > 100


def test_a_zip_is_closed_and_nothing_is_left_on_disk(tmp_path: Path) -> None:
    path = zipped(tmp_path / "alice.zip", PLACES)
    before = len(os.listdir("/dev/fd"))
    assert len(read(path).files) == len(COURSE.exercises)
    assert len(os.listdir("/dev/fd")) == before
    assert os.listdir(tmp_path) == ["alice.zip"]


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    submission = read(tmp_path / "empty")
    assert submission == Submission(
        {}, ("It is empty: there is not a file in it. Ask for the folder exercises.",), usable=False
    )


# Finding: whose, and when


def test_finds_folders_and_zips_by_learner_and_moment(tmp_path: Path) -> None:
    folder(tmp_path / "bob", {PLACE: CODE})
    zipped(tmp_path / "alice@2027-02-05T18-03Z.zip", {PLACE: CODE})
    zipped(tmp_path / "alice@2027-02-05T18-03+01-00.zip", {PLACE: CODE})
    folder(tmp_path, {".DS_Store": b"", "roster.csv": b"", "week3.toml": b"", "Thumbs.db": b""})
    (tmp_path / "__MACOSX").mkdir()
    found = find(tmp_path)
    assert [(one.learner, one.attempt) for one in found] == [
        ("alice", "alice@2027-02-05T18-03+01-00.zip"),
        ("alice", "alice@2027-02-05T18-03Z.zip"),
        ("bob", "bob"),
    ]
    assert found[0].moment == NOW
    assert found[0].moment.utcoffset() == datetime.timedelta(hours=1)
    assert [one.moment_from for one in found] == ["its name", "its name", "the file's own time"]


def test_a_folder_and_a_zip_of_one_learner_are_two_attempts(tmp_path: Path) -> None:
    folder(tmp_path / "alice", {PLACE: CODE})
    zipped(tmp_path / "alice.zip", {PLACE: CODE})
    zipped(tmp_path / "ALICE@2027-02-05T18-03.zip", {PLACE: CODE})
    found = find(tmp_path)
    assert len({one.attempt for one in found}) == 3
    assert len({one.learner for one in found}) == 1
    assert sum("small and capital letters" in note for one in found for note in one.notes) == 2


@pytest.mark.parametrize(
    ("name", "learner", "moment"),
    [
        ("alice@2027-02-05T18-03-27+01-00.zip", "alice", "2027-02-05T18:03:27+01:00"),
        ("alice@2027-02-05T18-03-05-00.zip", "alice", "2027-02-05T18:03:00-05:00"),
        ("alice@2027-02-05T18-03-05Z", "alice", "2027-02-05T18:03:05+00:00"),
        ("jane@uni.example@2027-02-05T18-03+0530.zip", "jane@uni.example", "2027-02-05T18:03:00+05:30"),
    ],
)
def test_reads_the_moment_in_a_name(tmp_path: Path, name: str, learner: str, moment: str) -> None:
    zipped(tmp_path / name, {PLACE: CODE})
    (found,) = find(tmp_path)
    assert (found.learner, found.moment.isoformat(), found.moment_from) == (learner, moment, "its name")


def test_a_moment_without_offset_goes_by_the_clock_of_this_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    try:
        zipped(tmp_path / "alice@2027-02-05T18-03.zip", {PLACE: CODE})
        zipped(tmp_path / "bob@2027-07-05T18-03.zip", {PLACE: CODE})
        alice, bob = find(tmp_path)
    finally:
        monkeypatch.undo()
        time.tzset()
    assert alice.moment.isoformat() == "2027-02-05T18:03:00+01:00"
    assert bob.moment.isoformat() == "2027-07-05T18:03:00+02:00"


@pytest.mark.parametrize("when", ["2027-02-31T18-03", "2027-02-05T24-61", "2027-02-05", "0001-01-01T00-00-00-99-99"])
def test_what_is_no_moment_is_said(tmp_path: Path, when: str) -> None:
    zipped(tmp_path / f"alice@{when}.zip", {PLACE: CODE})
    (found,) = find(tmp_path)
    assert (found.learner, found.moment_from) == ("alice", "the file's own time")
    assert found.notes == (f"“{when}” behind the @ is no moment such as 2027-02-05T18-03; it was passed over.",)


def test_the_times_file_comes_after_the_name_and_before_the_files_own_time(tmp_path: Path) -> None:
    for name in ("alice.zip", "bob.zip", "bob", "carol@2027-02-05T18-03Z.zip", "dave.zip"):
        zipped(tmp_path / name, {PLACE: CODE})
    later = NOW + datetime.timedelta(days=1)
    found = find(tmp_path, {"Alice": NOW, "bob": NOW, "bob.zip": later, "carol": NOW})
    assert [(one.attempt, one.moment_from) for one in found] == [
        ("alice.zip", "the times file"),
        ("bob", "the times file"),
        ("bob.zip", "the times file"),
        ("carol@2027-02-05T18-03Z.zip", "its name"),
        ("dave.zip", "the file's own time"),
    ]
    assert [one.moment for one in found[:3]] == [NOW, NOW, later]
    assert found[4].notes == ("The times file has no line for dave, so the file’s own time counts.",)
    assert not any(one.notes for one in found[:4])


def test_a_zips_own_time_is_when_it_was_written(tmp_path: Path) -> None:
    os.utime(zipped(tmp_path / "alice.zip", {PLACE: CODE}), (0, NOW.timestamp()))
    (found,) = find(tmp_path)
    assert found.moment == NOW
    assert found.moment.tzinfo is not None


def test_a_folders_own_time_is_that_of_the_newest_answer(tmp_path: Path) -> None:
    alice = folder(tmp_path / "alice", {PLACE: CODE, "later.txt": b"", list(PLACES)[2]: SECOND.stub.read_bytes()})
    os.utime(alice / PLACE, (0, NOW.timestamp()))
    os.utime(alice / list(PLACES)[2], (0, NOW.timestamp() + 3600))
    assert find(tmp_path, course=COURSE)[0].moment == NOW
    assert find(tmp_path)[0].moment == NOW + datetime.timedelta(hours=1)


def test_the_time_of_a_folder_with_a_zip_is_the_zips(tmp_path: Path) -> None:
    os.utime(zipped(tmp_path / "alice" / "week3.zip", {PLACE: CODE}), (0, NOW.timestamp()))
    assert find(tmp_path, course=COURSE)[0].moment == NOW


@pytest.mark.parametrize("moment", [-(10**11), 10**12])
def test_a_time_that_no_calendar_has_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: float
) -> None:
    monkeypatch.setattr(submissions, "_newest", lambda *_: moment)
    folder(tmp_path / "alice", {PLACE: CODE})
    (found,) = find(tmp_path)
    assert abs(found.moment - datetime.datetime.now(datetime.UTC)) < datetime.timedelta(hours=1)


def test_understands_names_that_canvas_gives(tmp_path: Path) -> None:
    zipped(tmp_path / "doejane_12345_67890_week3.zip", {PLACE: CODE})
    zipped(tmp_path / "roejohn_LATE_12346_67891_week3-1.zip", {PLACE: CODE})
    jane, john = find(tmp_path)
    assert (jane.learner, jane.identifier) == ("doejane_12345", "12345")
    assert (john.learner, john.identifier) == ("roejohn_12346", "12346")
    assert jane.notes == ("Named as Canvas names downloads: doejane, Canvas’ ID 12345.",)
    assert "LATE" in john.notes[0]


def test_understands_names_that_moodle_gives(tmp_path: Path) -> None:
    zipped(tmp_path / "Jane Doe_12345_assignsubmission_file" / "week3.zip", {PLACE: CODE})
    folder(tmp_path / "Jan_de Vries_12346_assignsubmission_file_", {PLACE: CODE})
    jan, jane = find(tmp_path)
    assert (jane.learner, jane.person) == ("Jane Doe_12345", "Jane Doe")
    assert (jan.learner, jan.person) == ("Jan_de Vries_12346", "Jan_de Vries")
    assert read(jane.path).files == read(jan.path).files == {FIRST.stem: CODE}


METADATA = """\
submission_123:
  :submitters:
  - :name: Jane Doe
    :sid: '20123456'
    :email: jane@uni.example
  - :name: John Roe
    :sid:
    :email: john@uni.example
  :created_at: 2027-02-05 17:03:00.000000000 Z
  :score: 3.0
  :results: !ruby/hash:ActiveSupport::HashWithIndifferentAccess
    output: hello
submission_125: nonsense
"""


def test_understands_what_gradescope_exports(tmp_path: Path) -> None:
    folder(tmp_path / "submission_123", {PLACE: CODE})
    folder(tmp_path / "submission_124", {PLACE: CODE})
    (tmp_path / "submission_metadata.yml").write_text(METADATA, encoding="utf-8")
    jane, john, other = find(tmp_path)
    assert (jane.learner, jane.person, jane.identifier) == ("jane@uni.example", "Jane Doe", "20123456")
    assert (john.learner, john.identifier, john.path) == ("john@uni.example", "", jane.path)
    assert jane.moment == john.moment == NOW
    assert jane.moment_from == "Gradescope’s export"
    assert jane.notes == ("Handed in on Gradescope by Jane Doe, John Roe.",)
    assert (other.learner, other.moment_from) == ("submission_124", "the file's own time")


@pytest.mark.parametrize("when", ["2027-02-05 17:03:00", "'2027-02-05T18:03:00+01:00'", "2027-02-05T12:03:00-05:00"])
def test_gradescopes_moments_are_by_universal_time_or_say_otherwise(tmp_path: Path, when: str) -> None:
    folder(tmp_path / "submission_123", {PLACE: CODE})
    text = METADATA.replace("2027-02-05 17:03:00.000000000 Z", when)
    (tmp_path / "submission_metadata.yml").write_text(text, encoding="utf-8")
    assert [one.moment for one in find(tmp_path)] == [NOW, NOW]


def test_an_export_makes_nothing_happen(tmp_path: Path) -> None:
    folder(tmp_path / "class" / "submission_123", {PLACE: CODE})
    text = f"submission_123: !!python/object/apply:os.mkdir [{tmp_path / 'made'}]\n"
    (tmp_path / "class" / "submission_metadata.yml").write_text(text, encoding="utf-8")
    (found,) = find(tmp_path / "class")
    assert found.learner == "submission_123"
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize("text", ["a: [", "- 1", "&a [*a, !!python/object/apply:os.system [false]]", "\x00"])
def test_a_broken_export_leaves_the_folders_names(tmp_path: Path, text: str) -> None:
    folder(tmp_path / "submission_123", {PLACE: CODE})
    (tmp_path / "submission_metadata.yml").write_text(text, encoding="utf-8")
    (found,) = find(tmp_path)
    assert found.learner == "submission_123"
    assert found.notes[0].startswith("submission_metadata.yml ")
    assert found.notes[0].endswith("so folders are taken for learners.")


def test_learners_names_are_fit_for_pages_and_files(tmp_path: Path) -> None:
    names = ["jane.doe", "Jänę Dœ", "e\u0301va", "a\x1b[31mb", "a\x1b[32mb", "x" * 250, "x" * 249, "a\nb", "a:b", "..."]
    for name in [*names, os.fsdecode(b"a\xffb"), os.fsdecode(b"a\xfeb"), "-rf"]:
        (tmp_path / name).mkdir()
    found = find(tmp_path)
    learners = [one.learner for one in found]
    assert len(set(learners)) == len(learners) == len(names) + 3 - 1  # … begins with a dot: hidden
    assert {"jane.doe", "Jänę Dœ", "éva", "-rf"} <= set(learners)
    for learner in learners:
        assert learner.isprintable()
        assert len(learner.encode()) <= 90
        assert not set(learner) & set('/\\:*?"<>|')
    assert find(tmp_path) == found


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        (lambda path: None, "There is no folder of submissions"),
        (lambda path: path.mkdir(), "Nothing was handed in"),
        (lambda path: folder(path, {"roster.csv": b""}), "holds no folder and no zip, such as alice or alice.zip"),
        (lambda path: folder(path, {PLACE: CODE}), "looks like one submission, since it holds exercises"),
        (lambda path: zipped(path, {PLACE: CODE}), "is a file. Unpack it"),
    ],
)
def test_a_folder_that_holds_no_submissions_is_named(
    tmp_path: Path, prepare: Callable[[Path], object], words: str
) -> None:
    prepare(tmp_path / "class")
    with pytest.raises(CourseError, match=words) as caught:
        find(tmp_path / "class")
    assert str(tmp_path / "class") in str(caught.value)


def test_finding_runs_over_what_cant_be_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "alice.zip")
    (tmp_path / "bob").symlink_to("/nowhere")
    (tmp_path / "carol.zip").write_bytes(b"")
    shutil.copytree(folder(tmp_path / "dave", {PLACE: CODE}), tmp_path / "erin")
    (tmp_path / "submission_metadata.yml").symlink_to("/dev/zero")
    found = find(tmp_path)
    assert [one.learner for one in found] == ["alice", "bob", "carol", "dave", "erin"]
    assert [read(one.path).usable for one in found] == [False, False, False, True, True]
    assert found[0].notes[0].startswith("submission_metadata.yml is a link")
