"""``python -m grader COMMAND``: find the repository, set up what the command needs, and carry it out.

Standard library only, and no syntax newer than Python 3.8, so that an old Python can say that it is too old.
"""

from __future__ import annotations

import os
import sys

from grader import setup


def main() -> int:
    arguments = sys.argv[1:]
    try:
        if arguments[:1] == ["doctor"]:
            return _doctor(arguments)
        if sys.version_info < setup.NEEDED:
            setup.leave_old_python(arguments)
        from grader import commands

        if commands.wanted(arguments) in commands.COMMANDS:  # help, and a word on a misspelt command, need nothing
            setup.enter(commands.groups(arguments), arguments)
    except setup.SetupError as error:
        sys.stderr.write(str(error) + "\n")
        return 2
    except KeyboardInterrupt:
        sys.stderr.write("\nSet-up was interrupted. Run the same command again: it goes on from here.\n")
        return 130
    return commands.main(arguments)


def _doctor(arguments: list[str]) -> int:
    """The one command that looks at what is broken instead of setting it up, and so runs wherever it can."""
    setup.go_on_if_ready(("learner",), arguments)
    if sys.version_info < setup.NEEDED:
        from grader.commands import doctor

        try:
            return doctor.examine(setup.ROOT)
        except BrokenPipeError:  # commands.main knows how to deal with that; here is no such luxury
            return 141
    from grader import commands

    return commands.main(arguments)


if __name__ == "__main__":
    status = main()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        pass  # nobody reads any more
    # Taking pytest, requests and vcrpy apart again takes 40 ms, and nothing is left to be closed by that.
    os._exit(status)
