"""``watch``: look at the current exercise again each time it is saved, and go on only when the learner says so."""

from __future__ import annotations

import argparse
import os
import queue
import shutil
import sys
import time
from collections.abc import Sequence
from typing import NamedTuple

from grader.commands import hint, listing
from grader.commands.choosing import add_exercises, chosen, named_or_current
from grader.commands.ending import after_done
from grader.commands.next_up import start
from grader.commands.progress import Progress
from grader.commands.skip import skipped
from grader.course import Course, Exercise
from grader.faces import endings, keys, screen, terminal
from grader.faces.screen import Line, Span
from grader.faces.text import cut
from grader.report import ExerciseResult, Report, Verdict
from grader.saves import Saves
from grader.warm import Judge

KEYS = {
    "n": ("next", "go on with the next exercise, once this one passes"),
    "h": ("hint", "help with the first check that does not pass; a bit more each time"),
    "l": ("list", "all exercises, and how far you are"),
    "q": ("quit", "end this; `watch` goes on where you were"),
    "?": ("help", "this page"),
}
MORE_KEYS = {
    "s": ("skip", "leave this exercise for later"),
    "r": ("run", "look again without a save"),
}
LONG = 1.0
"""Seconds after which a run is said to take long, and is broken off when the file is saved again."""


class Key(NamedTuple):
    key: str


class Save(NamedTuple):
    exercise: Exercise
    there: bool


class Answer(NamedTuple):
    number: int
    """Which judge it comes from: one that was stopped may have said something before."""
    report: Report


def configure(parser: argparse.ArgumentParser) -> None:
    add_exercises(parser, several=False)


def run(arguments: argparse.Namespace, course: Course) -> int:
    chosen(course, [])
    progress = Progress(course)
    exercise = named_or_current(course, arguments.exercise, progress)
    if arguments.exercise and exercise and not progress.has_passed(exercise):
        progress.take_up(exercise)
    if exercise is None:
        screen.show(endings.everything(course, screen.columns()))
        return 0
    with keys.polite_end():
        desk = Desk(course, exercise)
        try:
            desk.open()
        finally:
            desk.close()
    return 0


class Desk:
    """One exercise at a time: its file is watched, its page is shown, and keys are obeyed where there are any."""

    def __init__(self, course: Course, exercise: Exercise) -> None:
        self._course = course
        self._exercise = exercise
        self._events: queue.SimpleQueue[Key | Save | Answer] = queue.SimpleQueue()
        self._has_keys = keys.are_there()
        self._clears = sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
        self._judges = 0
        self._result: ExerciseResult | None = None
        self._asked = 0.0
        """When the judge was asked what it has not answered yet; 0 while nothing is open."""
        self._again = False
        """Whether the file was saved while it was being run."""
        self._told = False
        """Whether it was said that a run takes long."""
        self._judge = self._new_judge()
        self._saves = self._watched()

    def open(self) -> None:
        """Stay until the learner has had enough."""
        self._look()
        if not self._has_keys:
            self._stay()
            return
        with keys.pressed(lambda key: self._events.put(Key(key))):
            self._stay()
        exercise = Progress(self._course).next_up()
        screen.show([(f"Until next time: you are at {exercise.code}." if exercise else "Until next time.",)])

    def close(self) -> None:
        self._saves.stop()
        self._judge.stop()

    def _stay(self) -> None:
        while True:
            try:
                event = self._events.get(timeout=0.25)
            except queue.Empty:
                self._look_at_the_clock()
                continue
            if isinstance(event, Key):
                if event.key in ("q", keys.GONE):
                    return
                self._obey(event.key)
            elif isinstance(event, Save):
                self._saved(event)
            else:
                self._answered(event)

    # The file and the judge

    def _watched(self) -> Saves:
        exercise = self._exercise
        return Saves(exercise.stub, lambda there: self._events.put(Save(exercise, there)))

    def _new_judge(self) -> Judge:
        self._judges += 1
        number = self._judges
        return Judge(self._course, lambda report: self._events.put(Answer(number, report)))

    def _look(self) -> None:
        """Have the exercise run; after the present run, if there is one."""
        if self._asked:
            self._again = True
            return
        self._again = self._told = False
        self._asked = time.monotonic()
        self._judge.ask(self._exercise)

    def _saved(self, save: Save) -> None:
        if save.exercise != self._exercise:
            return
        if save.there:
            self._look()
            return
        path = self._exercise.stub.relative_to(self._course.root).as_posix()
        room = screen.columns()
        self._show(
            [(("The file is gone:", "bad"),), ((f"  {cut(path, room - 2)}", "path"),), ("Save it again to go on.",)]
        )

    def _answered(self, answer: Answer) -> None:
        if answer.number != self._judges:
            return
        self._asked = 0.0
        if self._again:
            self._look()  # this one is out of date
            return
        report, room = answer.report, screen.columns()
        result = next((one for one in report.exercises if one.stem == self._exercise.stem), None)
        if report.errors or result is None:
            self._show(terminal.errors(report, room))
            if result is None:
                self._restart()
            return
        progress = Progress(self._course)
        new = progress.note(report)
        self._result = result
        if result.verdict is Verdict.NOT_STARTED:
            self._show(start(self._exercise, self._course, progress, room, then="save it: this page follows"))
            return
        after: list[Line] = []
        if result.verdict is Verdict.PASSED:
            after = [
                *after_done(self._exercise, self._course, progress, room, first=bool(new)),
                *self._onward(progress),
            ]
        self._show_in_full(result, after)

    def _restart(self) -> None:
        self._judge.stop()
        self._asked = 0.0
        self._judge = self._new_judge()

    def _look_at_the_clock(self) -> None:
        """A run may take long: then that is said, and a newer save ends it."""
        if not self._asked or time.monotonic() - self._asked < LONG:
            return
        if self._again:
            self._restart()
            self._look()
        elif not self._told and self._result is not None:
            self._told = True
            screen.show([(("Running … A loop that never ends is stopped after ten seconds.", "faint"),)])
            sys.stdout.flush()

    # Keys

    def _obey(self, key: str) -> None:
        progress, room = Progress(self._course), screen.columns()
        if key == "n":
            self._next(progress)
        elif key == "s" and not progress.has_passed(self._exercise):
            progress.skip(self._exercise)
            self._go_to(progress.next_up() or self._exercise, skipped(self._exercise, room))
        elif key == "h":
            check = self._result.first_problem if self._result else None
            if self._result:
                self._show(hint.page(self._exercise, check, self._course, progress, room, more="press h again"))
        elif key == "l":
            rows = shutil.get_terminal_size().lines - 3
            self._show(listing.page(self._course.exercises, self._course, progress, room, rows=rows))
        elif key == "r":
            self._look()
        elif key == "?":
            lines: list[Line] = [((f"  {key}  ", "strong"), text) for key, (_, text) in {**KEYS, **MORE_KEYS}.items()]
            self._show([*lines, (), ("Save the file, and the page follows. Nothing else moves on by itself.",)])

    def _next(self, progress: Progress) -> None:
        if not progress.has_passed(self._exercise):
            lines: list[Line] = [
                (f"{self._exercise.code} does not pass yet. Press h for a hint, or s to skip it for now.",)
            ]
            screen.show([(), *lines])
            sys.stdout.flush()
            return
        following = progress.next_up()
        if following is None:
            self._show(endings.everything(self._course, screen.columns()))
            return
        self._go_to(following)

    def _go_to(self, exercise: Exercise, before: Sequence[Line] = ()) -> None:
        self._saves.stop()
        if self._asked:
            self._restart()
        self._exercise, self._result, self._again = exercise, None, False
        self._saves = self._watched()
        if before:
            self._show([*before, ()])
        self._look()

    # Pages

    def _onward(self, progress: Progress) -> list[Line]:
        following = progress.next_up()
        if following is None:
            return []
        how = ": press n" if self._has_keys else ""
        name = cut(f"{following.code} · {following.title}", screen.columns() - 11 - len(how))
        return [(("  next     ", "faint"), name, (how, "strong"))]

    def _show_in_full(self, result: ExerciseResult, after: Sequence[Line]) -> None:
        room, rows = screen.columns(), shutil.get_terminal_size().lines
        help_by = "press h" if self._has_keys else ""
        for folded in (False, True):
            page = terminal.in_full(
                result, self._course, next_up=None, room=room, after=after, folded=folded, hint=help_by
            )
            if not self._clears or len(page) + 3 <= rows:
                break
        self._show(page)

    def _show(self, lines: Sequence[Line]) -> None:
        """Put a page on the screen; where the screen can't be cleared, below the one before."""
        if self._clears:
            sys.stdout.flush()
            if os.name == "nt":
                os.system("cls")
            else:
                sys.stdout.write("\x1b[2J\x1b[H")
        foot: list[Line] = [()]
        if self._has_keys:
            words: list[Span] = []
            for key, (word, _) in KEYS.items():
                words += [" · "] * bool(words) + [(key, "strong"), f" {word}"]
            foot.append(tuple(words))
        screen.show([*lines, *foot])
        sys.stdout.flush()
