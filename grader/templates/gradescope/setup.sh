#!/usr/bin/env bash
# Gradescope runs this once, when it builds the autograder: all that grading needs is fetched here, and nothing later.
#
# To try it elsewhere: ORDER_UP_AUTOGRADER is the folder instead of /autograder, and ORDER_UP_PYTHON a Python in which
# everything is installed, so that nothing is fetched.
set -euo pipefail
autograder="${ORDER_UP_AUTOGRADER:-/autograder}"
course="$autograder/source/course"
python="${ORDER_UP_PYTHON:-$course/.venv/bin/python}"

if [ -z "${ORDER_UP_PYTHON:-}" ]; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q
    apt-get install -yq bubblewrap || echo "There is no bubblewrap: learners' code will run as another user instead."

    # Python 3.11 is the oldest that will do; distributions have one or two of these.
    base=""
    for version in 3.14 3.13 3.12 3.11; do
        if apt-get install -yq "python$version" "python$version-venv"; then
            base="python$version"
            break
        fi
    done
    if [ -z "$base" ]; then
        echo "This image has no Python 3.11 or newer. Choose a newer base image in the settings of the autograder." >&2
        exit 1
    fi

    # Pinned and hashed, into .venv.
    (cd "$course" && "$base" -c 'from grader import setup; setup.prepare(("learner", "instructor"))')
    "$python" -m compileall -q "$course/.venv" "$course/grader" || true
    chmod -R go+rX "$course/.venv"
fi

# The learner's code runs as a user who owns nothing. It needs Python and the engine's worker, and nothing else of this.
chmod -R u+rwX,go-rwx "$course/tests" "$course/cassettes" "$course/exercises"
chmod -R go+rX "$course/grader"
chmod go+rx "$autograder/source" "$course"

cd "$course"
"$python" -I -X utf8 -c \
    'import sys; sys.path.insert(0, sys.argv[1]); from grader.doors import gradescope; sys.exit(gradescope.check())' \
    "$course"
