"""Gradescope's export of submissions: folders ``submission_123``, and a file that says whose each is."""

from __future__ import annotations

import datetime
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.batch.contents import Refused, open_regular, shown
from grader.faces.text import one_line

METADATA = "submission_metadata.yml"
LARGEST = 64 * 1024 * 1024
"""Bytes of that file; it holds the output of earlier graders too."""


@dataclass(frozen=True)
class Submitter:
    """Somebody who handed a folder in; a group has several."""

    email: str
    name: str
    number: str
    moment: datetime.datetime | None


def submitters(folder: Path) -> tuple[dict[str, list[Submitter]], str]:
    """Who handed in each folder of an export, and what is wrong with the file that says so; nothing without one."""
    try:
        with open_regular(folder / METADATA) as file:
            content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise Refused(f"is larger than {LARGEST // 1024 // 1024} MB")
        data = _plain(content)
        if not isinstance(data, dict):
            raise Refused("is no table of submissions")
    except FileNotFoundError:
        return {}, ""
    except Exception as error:  # PyYAML, too, raises more than it says
        why = str(error) if isinstance(error, Refused) else f"can’t be read ({shown(str(error))})"
        return {}, f"{METADATA} {why}, so folders are taken for learners."
    return {str(key): found for key, value in data.items() if (found := _of(value))}, ""


def _of(value: Any) -> list[Submitter]:
    if not isinstance(value, dict) or not isinstance(value.get(":submitters"), list):
        return []
    moment = _moment(value.get(":created_at"))
    people = [person for person in value[":submitters"] if isinstance(person, dict)]
    found = [
        Submitter(_text(person.get(":email")), _text(person.get(":name")), _text(person.get(":sid")), moment)
        for person in people
    ]
    return [one for one in found if one.email or one.name]


def _text(value: Any) -> str:
    return "" if value is None else one_line(str(value))


def _moment(value: Any) -> datetime.datetime | None:
    if isinstance(value, str):
        try:
            value = datetime.datetime.fromisoformat(value)
        except ValueError:
            return None
    if not isinstance(value, datetime.datetime):
        return None
    return value if value.tzinfo else value.replace(tzinfo=datetime.UTC)


def _plain(content: bytes) -> Any:
    import yaml  # comes with vcrpy; only this export needs it

    class Loader(yaml.SafeLoader):
        """Ruby's own kinds of objects, of which the export has some, are left out."""

    Loader.add_multi_constructor("!", lambda loader, suffix, node: None)
    return yaml.load(io.BytesIO(content), Loader)  # a kind of SafeLoader
