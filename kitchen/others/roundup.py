"""Roundup: an issue tracker whose REST API limits how often it is asked.

What guests complained about is at ``/rest/data/issue``, for everybody to read: six calls, and then one more every two
seconds; whoever asks sooner gets a 429 with `Retry-After`.
"""

import shutil
from pathlib import Path

from a2wsgi import WSGIMiddleware

from kitchen.app import Application
from kitchen.others.dated import dated
from kitchen.world import Kitchen

SETTINGS = {
    "TRACKER_WEB": "https://roundup.test/",
    "MAIL_DOMAIN": "roundup.test",
    "MAIL_HOST": "127.0.0.1",
    "RDBMS_BACKEND": "sqlite",
    "WEB_API_CALLS_PER_INTERVAL": 6,
    "WEB_API_INTERVAL_IN_SEC": 12,
}
READERS = "db.security.addPermissionToRole('Anonymous', 'Rest Access')\n"


def application(kitchen: Kitchen) -> Application:
    """A tracker of its own, in a folder that goes when the kitchen closes."""
    import roundup.date  # type: ignore[import-untyped]
    import roundup.rate_limit  # type: ignore[import-untyped]
    from roundup.cgi.wsgi_handler import RequestDispatcher  # type: ignore[import-untyped]

    # What it knows of the time is the kitchen's.
    roundup.date.utcnow = roundup.rate_limit.utcnow = lambda: kitchen.now
    home = kitchen.folder / "roundup"
    install(home)
    pristine = kitchen.folder / "roundup-as-installed"
    shutil.copytree(home / "db", pristine)

    def start_anew() -> None:
        shutil.rmtree(home / "db")
        shutil.copytree(pristine, home / "db")
        write_issues(home, kitchen)

    kitchen.after_reset(start_anew)
    return dated(WSGIMiddleware(RequestDispatcher(str(home))), kitchen)  # type: ignore[arg-type]


def install(home: Path) -> None:
    """What `roundup-admin install` and `initialise` do."""
    import roundup.init  # type: ignore[import-untyped]
    import roundup.instance  # type: ignore[import-untyped]
    from roundup.admin import AdminTool  # type: ignore[import-untyped]
    from roundup.password import Password  # type: ignore[import-untyped]

    roundup.init.install(str(home), AdminTool().listTemplates()["classic"]["path"], settings=SETTINGS)
    with (home / "schema.py").open("a", encoding="utf-8") as schema:
        schema.write(READERS)
    (home / "db").mkdir(exist_ok=True)
    tracker = roundup.instance.open(str(home))
    tracker.init(Password("nobody logs in here", config=tracker.config))


def write_issues(home: Path, kitchen: Kitchen) -> None:
    """One issue for each of the evening's notes."""
    import roundup.instance

    database = roundup.instance.open(str(home)).open("admin")
    try:
        for note in kitchen.evening.notes:
            database.issue.create(title=note)
        database.commit()
    finally:
        database.close()
