"""Who handed something in, and when, as the name of a file or folder says it."""

from __future__ import annotations

import datetime
import hashlib
import re
import unicodedata
from dataclasses import dataclass

from grader.faces.text import one_line

ENDINGS = re.compile(r"\.(zip|tgz|(tar\.)?(gz|bz2|xz|zst)|tar|7z|rar|py|ipynb|txt|pdf|docx?|html?)$", re.IGNORECASE)
"""What is no part of a learner's name. Only zips are read, the others are handed in by mistake."""

MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d)[-:](\d\d)(?:[-:](\d\d))?(?:(Z)|([+-]\d\d)[-:]?(\d\d))?", re.IGNORECASE)
CANVAS = re.compile(r"(?P<who>[^_]+)_(?P<late>LATE_)?(?P<user>\d+)_\d+_.+")
MOODLE = re.compile(r"(?P<who>.+)_(?P<number>\d+)_assignsubmission_file(_.*)?")
LONGEST = 80
"""Characters of a learner's name; more are cut, since file names are made of it."""


@dataclass(frozen=True)
class Named:
    """What a name says."""

    learner: str
    moment: datetime.datetime | None = None
    person: str = ""
    """The full name, where the name has one."""
    identifier: str = ""
    """The number that a learning platform has for the learner."""
    email: str = ""
    notes: tuple[str, ...] = ()


def understood(name: str) -> Named:
    """What the name of something handed in says: ``alice@2027-02-05T18-03.zip``, or what Canvas and Moodle make.

    A moment without an offset goes by this machine's clock.
    """
    bare = ENDINGS.sub("", name)
    if canvas := CANVAS.fullmatch(bare):
        who, user = canvas["who"], canvas["user"]
        late = " It marked this LATE." if canvas["late"] else ""
        note = f"Named as Canvas names downloads: {one_line(who)}, Canvas’ ID {user}.{late}"
        return Named(safe(f"{who}_{user}"), identifier=user, notes=(note,))
    if moodle := MOODLE.fullmatch(bare):
        note = f"Named as Moodle names downloads: {one_line(moodle['who'])}, participant {moodle['number']}."
        return Named(safe(f"{moodle['who']}_{moodle['number']}"), person=one_line(moodle["who"]), notes=(note,))
    who, at, when = bare.rpartition("@")
    if not at or not who or not re.match(r"\d{4}-\d\d", when):
        return Named(safe(bare))
    found = moment(when)
    if found is None:
        note = f"“{one_line(when)}” behind the @ is no moment such as 2027-02-05T18-03; it was passed over."
        return Named(safe(who), notes=(note,))
    return Named(safe(who), found)


def moment(text: str) -> datetime.datetime | None:
    """``2027-02-05T18-03``, with or without seconds and offset, with an offset; None when it is no moment."""
    match = MOMENT.fullmatch(text)
    if match is None:
        return None
    date, hour, minute, second, zulu, offset_hours, offset_minutes = match.groups()
    offset = "+00:00" if zulu else f"{offset_hours}:{offset_minutes}" if offset_hours else ""
    try:
        found = datetime.datetime.fromisoformat(f"{date}T{hour}:{minute}:{second or '00'}{offset}")
        return found if found.tzinfo else found.astimezone()
    except (ValueError, OverflowError, OSError):
        return None


def safe(name: str) -> str:
    """The learner's name, fit for a page, a table and a file's name; two different ones stay different."""
    whole = unicodedata.normalize("NFC", name)
    plain = re.sub(r'[/\\:*?"<>|]', "_", one_line(whole)).strip(". ")
    if plain == whole and len(plain.encode()) <= LONGEST:
        return plain
    mark = hashlib.sha256(whole.encode("utf-8", "surrogateescape")).hexdigest()[:6]
    while len(plain.encode()) > LONGEST:
        plain = plain[:-1]
    return f"{plain or 'nameless'}~{mark}"
