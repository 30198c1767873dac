"""Set-up: the repository's own ``.venv``, made when it is missing and kept in step with ``requirements/``.

Standard library only, and no syntax newer than Python 3.8: this file also runs on a Python that is too old, as far
as saying so. What was installed is remembered in ``.venv/order-up/``: a copy of each requirements file, written when
all of it is there. An empty copy, or the file ``unfinished``, is what an interrupted set-up leaves behind.
"""

from __future__ import annotations

import os
import sys

NEEDED = (3, 11)
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, *(("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")))
STAMPS = os.path.join(VENV, "order-up")
UNFINISHED = os.path.join(STAMPS, "unfinished")
STATE = os.path.join(ROOT, ".order-up")

HANDED_ON = "ORDER_UP_HANDED_ON"
"""Set for the process that goes on in ``.venv``, so that a Python that can't get there doesn't try for ever."""

# pip's own settings stay (a mirror, a proxy, a certificate), but not those that would install somewhere else.
MISLEADING = ("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_CONSTRAINT", "__PYVENV_LAUNCHER__")


class SetupError(Exception):
    """Set-up can't be done; the text says why and what helps."""


def enter(groups: tuple[str, ...], arguments: list[str]) -> None:
    """Go on with ``python -m grader ARGUMENTS`` in ``.venv``, where all that the groups require is installed.

    Returns at once when this process is there already, which costs a few file reads; otherwise it never returns.

    Raises:
        SetupError: when it can't be done.
    """
    handed_on = os.environ.pop(HANDED_ON, "")
    here = inside()
    prepared = usable() and all(installed(group) for group in groups)
    if here and prepared:
        return
    if handed_on and not here:
        raise SetupError(
            f"Python was started in .venv and found itself elsewhere ({sys.prefix}).\n"
            "If PYTHONHOME is set, unset it; otherwise delete the folder .venv and run the same command again."
        )
    if not prepared:
        prepare(groups)
    os.environ[HANDED_ON] = "1"
    become([PYTHON, "-m", "grader", *arguments])


def go_on_if_ready(groups: tuple[str, ...], arguments: list[str]) -> None:
    """Go on in ``.venv`` if it is whole; stay in this process, and set nothing up, if it is not. For ``doctor``."""
    if os.environ.pop(HANDED_ON, "") or inside():
        return
    try:
        if not (usable() and all(installed(group) for group in groups)):
            return
    except (SetupError, OSError):
        return
    os.environ[HANDED_ON] = "1"
    become([PYTHON, "-m", "grader", *arguments])


def leave_old_python(arguments: list[str]) -> None:
    """Called by a Python that is too old: go on in ``.venv`` if there is one, otherwise say what is needed."""
    if usable() and not os.environ.get(HANDED_ON):
        os.environ[HANDED_ON] = "1"
        become([PYTHON, "-m", "grader", *arguments])
    raise SetupError(_too_old())


def inside() -> bool:
    """Whether this process runs in the repository's ``.venv``."""
    try:
        return os.path.samefile(sys.prefix, VENV)
    except OSError:
        return False


def usable() -> bool:
    """Whether ``.venv`` is whole: finished, its Python still there, new enough, and not replaced by another version."""
    config = _configuration()
    version = config.get("version", config.get("version_info", "0.0")).split(".")
    if os.path.exists(UNFINISHED) or not os.path.exists(PYTHON) or not os.path.isdir(config.get("home", "")):
        return False
    made_for = (int(version[0]), int(version[1]))
    return made_for >= NEEDED and (not inside() or made_for == tuple(sys.version_info[:2]))


def installed(group: str) -> bool:
    """Whether the group's requirements are in ``.venv`` as they now stand in the repository."""
    wanted = _read(_requirements(group))
    if wanted is None:
        raise SetupError(
            f"requirements/{group}.txt is missing: this copy of Order Up is incomplete.\n"
            "Bring it back with `git checkout -- requirements`, or clone the repository again."
        )
    return _read(_stamp(group)) == wanted


def prepare(groups: tuple[str, ...]) -> None:
    """Make ``.venv`` if it isn't usable and install what is missing. Safe when several processes do it at once."""
    try:
        with _lock():
            _say_once(groups)
            if not usable():
                _make()
            for group in groups:
                if not installed(group):
                    _install(group)
    except OSError as error:
        raise SetupError(_unwritable(error)) from error


def become(command: list[str]) -> None:
    """Replace this process by another one; on Windows, which can't, wait for it and end with its status."""
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name != "nt":
        os.execv(command[0], command)
    import subprocess

    process = subprocess.Popen(command)
    while True:
        try:
            sys.exit(process.wait())
        except KeyboardInterrupt:
            continue  # the other process has got it too, and knows better how to end


def _make() -> None:
    import importlib.util
    import shutil
    import subprocess

    if sys.version_info[:2] < NEEDED:
        raise SetupError(_too_old())
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        raise SetupError(
            "This Python has no venv module; Debian and Ubuntu keep it in a package of its own.\n"
            "Install it with `sudo apt install python3-venv` and run the same command again."
        )
    if os.path.islink(VENV) or os.path.isfile(VENV):
        os.remove(VENV)
    elif os.path.isdir(VENV):
        shutil.rmtree(VENV)
    os.makedirs(STAMPS)
    _write(UNFINISHED, b"")
    python = getattr(sys, "_base_executable", None) or sys.executable
    done = subprocess.run(
        [python, "-I", "-m", "venv", VENV], env=_environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode != 0:
        raise SetupError(_reason(done.stdout.decode("utf-8", "replace"), "The virtual environment could not be made."))
    os.remove(UNFINISHED)


def _install(group: str) -> None:
    import subprocess

    interrupted = _read(_stamp(group)) == b""
    os.makedirs(STAMPS, exist_ok=True)
    _write(_stamp(group), b"")
    command = [PYTHON, "-I", "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    command += ["--retries", "3", "--no-deps", "--require-hashes", "-r", _requirements(group)]
    command += ["--force-reinstall"] if interrupted else []
    wanted = _read(_requirements(group)) or b""
    for attempt in (1, 2):
        done = subprocess.run(command, env=_environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        output = done.stdout.decode("utf-8", "replace")
        if done.returncode == 0:
            break
        if attempt == 1 and "No module named pip" in output:  # a .venv that another tool made
            subprocess.run([PYTHON, "-I", "-m", "ensurepip"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            continue
        raise SetupError(_reason(output, f"pip could not install requirements/{group}.txt."))
    _make_importable()
    _write(_stamp(group), wanted)


def _make_importable() -> None:
    """Let plain ``pytest``, as a test explorer starts it, find ``grader`` without a word about paths."""
    version = ".".join(_configuration().get("version", _configuration().get("version_info", "")).split(".")[:2])
    parts = ("Lib", "site-packages") if os.name == "nt" else ("lib", "python" + version, "site-packages")
    up = os.path.join(*[os.pardir] * (len(parts) + 1))
    _write(os.path.join(VENV, *parts, "order_up.pth"), (up + "\n").encode())


def _say_once(groups: tuple[str, ...]) -> None:
    missing = [group for group in groups if not usable() or not installed(group)]
    if missing:
        time = "about half a minute" if missing == ["learner"] else "a minute or two"
        sys.stderr.write(f"Setting up, once: {time} ...\n")
        sys.stderr.flush()


class _lock:
    """One set-up at a time in this repository. The system lets go of it when the process ends, however it ends."""

    def __enter__(self) -> None:
        import time

        os.makedirs(STATE, exist_ok=True)
        self.file = open(os.path.join(STATE, "setup.lock"), "a")
        waited = False
        while not self._take():
            if not waited:
                sys.stderr.write("Another set-up is under way here; waiting for it ...\n")
                sys.stderr.flush()
            waited = True
            time.sleep(0.2)

    def _take(self) -> bool:
        try:
            if sys.platform == "win32":
                import msvcrt

                msvcrt.locking(self.file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(self.file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            return False
        except OSError:
            return True  # a file system without locks: set up all the same
        return True

    def __exit__(self, *_exception: object) -> None:
        self.file.close()


def _configuration() -> dict[str, str]:
    text = (_read(os.path.join(VENV, "pyvenv.cfg")) or b"").decode("utf-8", "replace")
    pairs = (line.split("=", 1) for line in text.splitlines() if "=" in line)
    return {key.strip(): value.strip() for key, value in pairs}


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in MISLEADING}


def _requirements(group: str) -> str:
    return os.path.join(ROOT, "requirements", group + ".txt")


def _stamp(group: str) -> str:
    return os.path.join(STAMPS, group + ".txt")


def _read(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _write(path: str, content: bytes) -> None:
    with open(path, "wb") as file:
        file.write(content)


def _too_old() -> str:
    import shutil

    this, needed = (".".join(map(str, version)) for version in (sys.version_info[:2], NEEDED))
    text = f"Order Up needs Python {needed} or newer; this is {this}. "
    newer = [name for name in (f"python3.{minor}" for minor in range(30, NEEDED[1] - 1, -1)) if shutil.which(name)]
    if newer:
        return text + f"You have a newer one:\n`make PYTHON={newer[0]}`, or `{newer[0]} -m grader`."
    return (
        text + "Install a newer one from python.org\nor with your system's packages, then run the same command again."
    )


def _unwritable(error: OSError) -> str:
    import errno

    if error.errno == errno.ENOSPC:
        return f"The disk is full: set-up needs about 150 MB. Make room and {AGAIN}."
    return (
        f"Set-up can't write to {error.filename or ROOT} ({error.strerror or error}).\n"
        "Order Up keeps its packages in .venv in its own folder: clone it to a folder that is yours,\n"
        f"close programs that use .venv, and {AGAIN}."
    )


AGAIN = "run the same command again"
REASONS = (
    (
        ("CERTIFICATE_VERIFY_FAILED", "SSLError"),
        "The package index's certificate was not accepted. If your network has one of its own,\n"
        f"set PIP_CERT to its file and {AGAIN}.",
    ),
    (
        (
            *(
                "NewConnectionError",
                "ProxyError",
                "ConnectTimeout",
                "ReadTimeout",
                "NameResolutionError",
                "getaddrinfo",
            ),
            *("Network is unreachable", "Connection refused", "Connection broken", "name resolution"),
        ),
        "The packages could not be downloaded: there is no connection to the package index.\n"
        f"Connect to the internet (only set-up needs it) and {AGAIN}.",
    ),
    (("No space left",), f"The disk is full: set-up needs about 150 MB. Make room and {AGAIN}."),
    (
        ("Read-only file system", "Permission denied", "Access is denied"),
        f"Set-up can't write to {VENV}.\nClone Order Up to a folder that is yours, and {AGAIN}.",
    ),
    (
        ("DO NOT MATCH THE HASHES",),
        "A package is not the one that Order Up was made with, so it was not installed.\n"
        f"Try `{sys.executable} -m pip cache purge` and {AGAIN}.",
    ),
    (
        ("ensurepip",),
        "This Python can't make virtual environments. On Debian and Ubuntu\n"
        f"`sudo apt install python3-venv` helps; then {AGAIN}.",
    ),
)
"""Signs in the output of pip and venv, and what to tell the person who reads it."""


def _reason(output: str, otherwise: str) -> str:
    for signs, text in REASONS:
        if any(sign in output for sign in signs):
            return text
    printed = "\n".join("  " + line[:200] for line in output.strip().splitlines()[-12:])
    return f"{printed}\n\n{otherwise} Its last words are above. Delete the folder .venv and {AGAIN}."
