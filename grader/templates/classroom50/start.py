"""Grades a student's checkout, the current folder, with what lies beside this file. Made by `make classroom50`.

As `autograder.py` it writes ./result.json; as `check.py` it is called by tests.json: `check.py e06` ends with 0 when
that exercise passes, and `check.py` alone installs what is needed. Standard library only: the rest is installed first,
pinned and hashed, into a virtual environment beside this file.
"""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def main() -> None:
    checkout = os.getcwd()
    # Nothing may be imported from the checkout, now or by the processes that come of this one.
    for name in [name for name in os.environ if name.startswith("PYTHON")]:
        del os.environ[name]
    os.chdir(HERE)
    sys.path.insert(0, HERE)

    from grader import setup

    if os.path.basename(__file__) == "autograder.py":
        wanted = ["result", checkout]
    else:
        wanted = ["check", checkout, sys.argv[1]] if sys.argv[1:] else ["ready"]
    try:
        setup.prepare(("learner",))
    except setup.SetupError as error:
        sys.exit(f"Not graded: {error}")
    setup.become([setup.PYTHON, "-m", "grader.doors.classroom50", *wanted])


if __name__ == "__main__":
    main()
