"""``grade``: grade a folder of submissions, and write the tables and pages of the class."""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from grader import assignment as assignments
from grader.assignment import Assignment
from grader.course import Course, CourseError

if TYPE_CHECKING:
    from grader.batch.pool import Pool
    from grader.batch.run import Tell

TIERS = ("bubblewrap", "user", "weak")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "submissions", type=Path, nargs="?", metavar="SUBMISSIONS", help="the folder: a folder or a zip per learner"
    )
    parser.add_argument("--out", type=Path, default=Path("grades"), metavar="DIR", help="default: %(default)s")
    parser.add_argument("--assignment", type=Path, metavar="FILE", help="what was to be handed in; default: everything")
    parser.add_argument("--roster", type=Path, metavar="CSV", help="who is in the class: learner,name,email,id,section")
    parser.add_argument("--times", type=Path, metavar="CSV", help="when each handed in: learner,submitted")
    parser.add_argument(
        "--canvas", type=Path, metavar="CSV", help="the gradebook that Canvas exported, to be filled in"
    )
    parser.add_argument("--cassettes", type=Path, metavar="DIR", help="a private world: see docs/instructors.md")
    parser.add_argument("--compare-public", action="store_true", help="name who passes only on the public recordings")
    parser.add_argument("--isolation", choices=TIERS, help="how code is kept apart; default: the best that works here")
    parser.add_argument("--allow-weak-isolation", action="store_true", help="go on where no better one works")
    parser.add_argument("--jobs", type=int, default=0, metavar="N", help="default: as many as there are cores")
    parser.add_argument("--dask", metavar="ADDRESS", help="grade on a Dask cluster: tcp://host:8786")


def run(arguments: argparse.Namespace, course: Course) -> int:
    if arguments.submissions is None:
        raise CourseError("Say which folder holds the submissions: make grade SUBMISSIONS=submissions OUT=grades.")
    if arguments.jobs < 0:
        raise CourseError("--jobs must be 1 or more; left out, all cores are used.")
    if arguments.cassettes and not arguments.cassettes.is_dir():
        raise CourseError(f"There is no folder of recordings {arguments.cassettes}: `make record SEED=…` makes one.")
    if arguments.compare_public and not arguments.cassettes:
        raise CourseError("--compare-public compares with a private world: say where it is with --cassettes.")
    wanted = assignments.read(arguments.assignment, course) if arguments.assignment else assignments.everything(course)

    from grader.batch import outputs, roster, store, submissions
    from grader.batch.books import Books, place_of, written_down
    from grader.batch.run import Round
    from grader.batch.single import private
    from grader.isolation import tier as isolation_of

    people = roster.read(arguments.roster) if arguments.roster else {}
    canvas = _content(arguments.canvas) if arguments.canvas else None
    times = roster.times(arguments.times) if arguments.times else None
    handed = roster.recognised(people, submissions.find(arguments.submissions, times, course=course))
    with store.opened(place_of(arguments.out)) as kept:
        with (
            _pools(arguments, course, wanted) as (pool, public, tier),
            isolation_of(tier).hiding(private(course, arguments.submissions, arguments.out, arguments.cassettes)),
        ):
            kept.note("isolation", tier)
            kept.note("assignment", json.dumps(written_down(wanted)))
            kept.note("roster", str(arguments.roster.resolve()) if arguments.roster else "")
            kept.note("canvas", str(arguments.canvas.resolve()) if arguments.canvas else "")
            kept.note("cassettes", str(arguments.cassettes.resolve()) if arguments.cassettes else "")
            print(f"{len(handed)} submissions, {len(wanted.stems)} exercises, isolation: {tier}.", flush=True)
            this = Round(kept, course, wanted, pool, tier, arguments.cassettes)
            with _progress("Grading") as tell:
                tally = this.grade(handed, tell)
            if public is not None:
                with _progress("Comparing") as tell:
                    this.compare(public, tell)
        written = outputs.write(arguments.out, Books(kept, course, wanted, people), canvas)
    graded = tally.total - tally.unchanged
    print(f"Graded {graded}, unchanged {tally.unchanged}, could not be graded {len(tally.failed)}.")
    for line in (*tally.failed, *written.complaints):
        print(f"  {line}")
    print(f"Open {arguments.out / 'class.html'}; all that was written is in {arguments.out}.")
    return 1 if tally.failed else 0


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CourseError(f"{path} can't be read: {error.strerror}.") from None


@contextlib.contextmanager
def _pools(
    arguments: argparse.Namespace, course: Course, wanted: Assignment
) -> Iterator[tuple[Pool, Pool | None, str]]:
    """Who grades, who compares with the public recordings (None where nobody is to), and the tier."""
    from grader.batch.pool import LocalPool
    from grader.batch.slot import Options
    from grader.isolation import choose

    tier = arguments.isolation or ""
    with contextlib.ExitStack() as stack:

        def made(cassettes: str) -> Pool:
            options = Options(str(course.root), wanted.stems, tier, cassettes)
            if arguments.dask:
                from grader.batch.cluster import DaskPool

                pool: Pool = DaskPool(arguments.dask, options)
            else:
                pool = LocalPool(options, arguments.jobs)
            stack.callback(pool.close)
            return pool

        if not arguments.dask:
            tier = choose(allow_weak=arguments.allow_weak_isolation, wanted=arguments.isolation).name
        elif not tier:
            tier = "weak" if arguments.allow_weak_isolation else "bubblewrap"
        pool = made(str(arguments.cassettes.resolve()) if arguments.cassettes else "")
        public = made("") if arguments.compare_public else None
        yield pool, public, tier


@contextlib.contextmanager
def _progress(what: str) -> Iterator[Tell]:
    """Tells how far it is, at what rate and how long it will take: on a terminal in place, elsewhere now and then."""
    from grader.faces import progress

    with progress.shown(what, sys.stderr) as tell:
        yield lambda tally: tell(tally.done, tally.total, tally.done - tally.unchanged)
