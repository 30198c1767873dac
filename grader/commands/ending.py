"""What follows DONE: advice on style, and at the end of a topic, or of everything, what one can do now."""

from __future__ import annotations

from grader.commands.progress import Progress
from grader.commands.style import briefly
from grader.course import Course, Exercise
from grader.faces import endings
from grader.faces.screen import Line


def after_done(exercise: Exercise, course: Course, progress: Progress, room: int, *, first: bool) -> list[Line]:
    """The lines below DONE.

    Args:
        exercise: an exercise whose file passes.
        course: its course.
        progress: where the learner is, this run included.
        room: columns of the page.
        first: whether it passes for the first time, the last one of its topic to do so in this run; only then is the
            end of the topic worth a word.
    """
    lines = briefly(exercise, room)
    if first and progress.finishes_topic(exercise):
        lines += endings.topic(exercise.topic, room, whole=progress.has_all(exercise.topic))
    if first and progress.next_up() is None:
        lines += [(), *endings.everything(course, room)]
    return lines
