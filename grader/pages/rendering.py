"""The templates. Whatever is put into one is made harmless on its way in: nobody has to think of it in a template.

In HTML, Jinja2 escapes it; in Markdown, :func:`grader.pages.markdown.spaced` does. In both, escape sequences and
control characters are taken out first.
"""

from __future__ import annotations

import base64
import datetime
import functools
import hashlib
import re
from pathlib import Path
from urllib.parse import quote

import jinja2
from markupsafe import Markup, escape

from grader.faces.text import clean
from grader.pages import markdown

TEMPLATES = Path(__file__).parent / "templates"


def html(template: str, *, styles: tuple[str, ...], scripts: tuple[str, ...] = (), **values: object) -> bytes:
    """A page in HTML, in one file: its styles and scripts stand in it, and nothing else is allowed to run or load.

    Args:
        template: the name of the template.
        styles: the names of its style sheets.
        scripts: the names of its scripts.
        values: what the template speaks of.
    """
    style, script = "\n".join(map(_text, styles)), "\n".join(map(_text, scripts))
    policy = ["default-src 'none'", "base-uri 'none'", "form-action 'none'", f"style-src '{_hash(style)}'"]
    policy += [f"script-src '{_hash(script)}'"] if script else []
    page = _html().get_template(template)
    made = page.render(values | {"policy": "; ".join(policy), "style": Markup(style), "script": Markup(script)})
    return (made.strip() + "\n").encode()


def in_markdown(template: str, **values: object) -> bytes:
    """A page in Markdown."""
    made = _markdown().get_template(template).render(values)
    return (re.sub(r"\n{3,}", "\n\n", made).strip() + "\n").encode()


def number(value: float) -> str:
    """Points as people write them: ``14``, ``14.5``, ``14.33``."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def moment(text: str) -> str:
    """A moment in ISO 8601 as people read it: ``5 February 2027, 23:59 +01:00``. Anything else stays as it is."""
    try:
        when = datetime.datetime.fromisoformat(text)
    except ValueError:
        return text
    offset = {"": "", "+00:00": " UTC"}.get(zone := f"{when:%z}" and f"{when.isoformat()[-6:]}", f" {zone}")
    return f"{when.day} {when:%B %Y, %H:%M}{offset}"


def counted(count: int, one: str, many: str = "") -> str:
    """``1 learner``, ``2 learners``."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def _prose(text: str) -> Markup:
    """A sentence of the course: what stands between backticks is code."""
    parts = re.split(r"`+([^`]+)`+", clean(text))
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if place % 2 else escape(part) for place, part in enumerate(parts)
    )


@functools.cache
def _html() -> jinja2.Environment:
    environment = _environment(autoescape=True)
    environment.finalize = lambda value: clean(value) if isinstance(value, str) and not _is_html(value) else value
    environment.filters |= {"prose": _prose}
    return environment


@functools.cache
def _markdown() -> jinja2.Environment:
    environment = _environment(autoescape=False)  # HTML's escaping; Markdown's own is done by finalize
    environment.finalize = lambda value: value if isinstance(value, markdown.Markdown) else markdown.spaced(str(value))
    environment.filters |= {"prose": markdown.prose, "code": markdown.code, "block": markdown.block}
    return environment


def _environment(*, autoescape: bool) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=autoescape,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "number": number,
        "moment": moment,
        "counted": counted,
        "as_path": lambda name: quote(name, safe=""),
    }
    return environment


def _is_html(value: str) -> bool:
    return isinstance(value, Markup)


@functools.cache
def _text(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
