"""Takes out of a text what is nobody else's business, before somebody posts it: keys, passwords, names, places."""

from __future__ import annotations

import getpass
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path

GONE = "«removed»"

NAMES = r"[\w-]*(?:api[-_]?key|apikey|access[-_]?key|token|secret|passw(?:or)?d|passphrase|credential|signature)[\w-]*"
"""Names of parameters, headers, variables and JSON members whose values are secret."""

HEADERS = r"(?:proxy-)?authorization|(?:set-)?cookie|x-api-key|x-auth-[\w-]+|www-authenticate"

TOKENS = (
    r"\beyJ[\w-]{8,}\.[\w-]*(?:\.[\w-]*)?",  # a JSON Web Token
    r"\b(?:sk|pk|rk|ghp|gho|ghu|ghs|ghr|glpat|hf|npm|pypi|xox[a-z]|gsk|AIza|github_pat)[-_][\w-]{8,}",
    r"\bAIza[\w-]{20,}",
    r"\b(?:AKIA|ASIA)[A-Z0-9]{12,}",
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)",
)

# Each puts GONE in the place of its last group and keeps the rest.
PLACES = (
    # https://user:password@host
    r"(\b[a-z][a-z0-9+.-]*://)([^\s/@\"']+)(?=@)",
    # ?api_key=…&token=…, and what is like it in a form; a code or a key alone is secret in an address only
    rf"(?i)([?&](?:{NAMES}|key|code|sig|auth|state)=)([^&\s\"'#»”]+)",
    # Authorization: Bearer …, in a line of its own or in a dict
    rf"(?i)((?<![\w-])(?:{HEADERS})[\"']?\s*[:=]\s*(?:[rbfu]{{0,2}}[\"'])?(?:(?:bearer|basic|digest|token)\s+)?)([^\s\"'{{}}][^\n\"']*)",
    r"(?i)(\b(?:bearer|basic)\s+)([A-Za-z0-9._~+/=-]{8,})",
    # api_key = "…", "password": "…"
    rf"(?i)((?<![\w-]){NAMES}[\"']?\s*(?::\s*\w+\s*)?[:=]\s*[rbfu]{{0,2}}[\"'])([^\"'\n]+)(?=[\"'])",
    # The query parameter `api_key` is '…', and should be '…'
    rf"(?i)((?<![\w-]){NAMES}`(?: of [^\"'\n]{{1,40}})? is (?:the text )?[\"'])([^\"'\n]+)(?=[\"'])",
    rf"(?i)((?<![\w-]){NAMES}`[^\n]{{1,200}}, and should be (?:the text )?[\"'])([^\"'\n]+)(?=[\"'])",
    # --user name:password and -u of a pasted curl command
    r"((?:--user|-u)[ =]+[\"']?[^\s:\"']+:)([^\s\"']+)",
    # auth=("name", "password")
    r"(\bauth\s*=\s*\(\s*[\"'][^\"'\n]*[\"']\s*,\s*[\"'])([^\"'\n]+)",
)

COMMON = {"root", "user", "admin", "guest", "runner", "vscode", "codespace", "student", "learner", "test", "python"}
"""Names of accounts that tell nothing of a person."""


def veiled(
    text: str,
    *,
    root: Path,
    environment: Mapping[str, str] = os.environ,
    home: str | None = None,
    user: str | None = None,
) -> str:
    """The text without secrets, without the reader's home and name, and with paths from the course's folder on.

    Args:
        text: anything that was made here: code, addresses, output.
        root: the folder of the course; it becomes ``order-up``.
        environment: values of variables that are called like secrets are taken out wherever they stand.
        home: the person's home directory; left out, the real one.
        user: the name of their account; left out, the real one.
    """
    for name, value in environment.items():
        if len(value) >= 6 and re.fullmatch(rf"(?i){NAMES}|[\w-]*_(?:key|pass|auth)", name):
            text = text.replace(value, GONE)
    for pattern in PLACES:
        text = re.sub(pattern, _last_group_gone, text)
    for pattern in TOKENS:
        text = re.sub(pattern, GONE, text, flags=re.DOTALL)
    text = _without_place(text, str(root), "order-up")
    text = _without_place(text, os.path.expanduser("~") if home is None else home, "~")
    # Other people's homes, too, and those of other systems.
    text = re.sub(r"(?i)((?:/home/|/Users/|[A-Z]:[\\/]+Users[\\/]+))[^\\/\s\"':]+", r"\1«user»", text)
    name = _user() if user is None else user
    if len(name) >= 3 and name.lower() not in COMMON:
        text = re.sub(rf"(?i)(?<!\w){re.escape(name)}(?!\w)", "«user»", text)
    return text


def _last_group_gone(found: re.Match[str]) -> str:
    return found[1] + GONE


def _without_place(text: str, place: str, instead: str) -> str:
    if len(place.strip("/\\")) < 3:
        return text  # the root of a disk says nothing
    ways: tuple[Callable[[str], str], ...] = (
        lambda way: way,
        lambda way: way.replace("\\", "/"),
        lambda way: way.replace("\\", "\\\\"),
    )
    for way in ways:
        text = re.sub(rf"{re.escape(way(place))}(?![\w.-])", lambda found: instead, text)
    return text


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
