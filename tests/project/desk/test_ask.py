"""``ask``: a question ready to paste, with nothing in it that is nobody's business."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.commands import ask
from grader.course import Course
from grader.faces.veil import GONE, veiled

from .conftest import Runner

ROOT = Path("/srv/courses/order-up")
KEY = "k-1f0c93aa77"


def veil(text: str, **environment: str) -> str:
    return veiled(text, root=ROOT, environment=environment, home="/home/ada", user="ada.l")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Authorization: Bearer abc.def", f"Authorization: Bearer {GONE}"),
        ("authorization: Basic YWRhOng=", f"authorization: Basic {GONE}"),
        ('{"Authorization": "Bearer abc"}', f'{{"Authorization": "Bearer {GONE}"}}'),
        ("headers={'X-API-Key': 'abc def'}", f"headers={{'X-API-Key': '{GONE}'}}"),
        ("Cookie: session=1; other=2", f"Cookie: {GONE}"),
        ("say Bearer 0123456789abc here", f"say Bearer {GONE} here"),
        ('api_key = "abc"', f'api_key = "{GONE}"'),
        ("OPENAI_API_KEY='abc'", f"OPENAI_API_KEY='{GONE}'"),
        ('"client_secret": "abc"', f'"client_secret": "{GONE}"'),
        ('password: str = "abc"', f'password: str = "{GONE}"'),
        (
            "The query parameter `token` is 'abc', and should be 'd'.",
            f"The query parameter `token` is '{GONE}', and should be '{GONE}'.",
        ),
        (
            'The field `token` of your JSON is missing, and should be "d".',
            f'The field `token` of your JSON is missing, and should be "{GONE}".',
        ),
        ("auth=('ada', 'abc')", f"auth=('ada', '{GONE}')"),
        ("curl -u ada:abc https://x.test", f"curl -u ada:{GONE} https://x.test"),
        ("https://ada:abc@x.test/menu", f"https://{GONE}@x.test/menu"),
        ("GET https://x.test/a?page=2&api_key=abc&b=1", f"GET https://x.test/a?page=2&api_key={GONE}&b=1"),
        ("GET https://x.test/cb?code=abc&state=xyz", f"GET https://x.test/cb?code={GONE}&state={GONE}"),
        ("'https://x.test/a?key=abc'", f"'https://x.test/a?key={GONE}'"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig_na-ture", GONE),
        ("sk-proj-0123456789", GONE),
        ("ghp_0123456789abcdef", GONE),
        ("-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----", GONE),
        ("File /home/ada/code/x.py", "File ~/code/x.py"),
        ("File /srv/courses/order-up/exercises/x.py", "File order-up/exercises/x.py"),
        ("/home/grace/x and /Users/grace/x", "/home/«user»/x and /Users/«user»/x"),
        ("C:\\Users\\Grace\\x", "C:\\Users\\«user»\\x"),
        ("by Ada.L herself", "by «user» herself"),
    ],
)  # fmt: skip
def test_what_is_taken_out(text: str, expected: str) -> None:
    assert veil(text) == expected


def test_values_of_secret_variables_are_taken_out_wherever_they_stand() -> None:
    assert veil(f"I sent {KEY}!", MY_SERVICE_KEY=KEY) == f"I sent {GONE}!"
    assert veil("fishsoup", MY_SERVICE_MENU="fishsoup") == "fishsoup"
    assert veil("a b c", SOME_TOKEN="b") == "a b c", "too short to be one"


@pytest.mark.parametrize(
    "text",
    [
        "raise requests.HTTPError('no such token')",
        "max_tokens=200, tokens: 12",
        "GET https://bistro.test/menu?text=fish&limit=2",
        "The header If-Match is '\"v1\"', and should be '\"v2\"'.",
        "def call(api_key: str, *, timeout: float = 5.0) -> str:",
        "the monkey = 'x' and /homely/ada stay",
        "404 is in the code=404",
    ],
)
def test_what_stays(text: str) -> None:
    assert veil(text) == text


def test_the_account_of_a_machine_is_no_name() -> None:
    assert veiled("the root of it", root=ROOT, environment={}, home="/root", user="root") == "the root of it"


MINE = '''"""e02 · Order a dish"""

import requests

API_KEY = "k-1f0c93aa77"


def order_a_dish(base_url: str, dish: str, *, timeout: float = 5.0) -> dict[str, object]:
    print("```", __import__("os").path.expanduser("~"), "sk-0123456789abc")
    return requests.get(f"{base_url}/menu?api_key={API_KEY}", timeout=timeout).json()
'''


def test_the_question(run: Runner, clone: Course) -> None:
    exercise = clone.find("e02")[0]
    exercise.stub.write_text(MINE, encoding="utf-8")
    done = run("ask", "e02", DEEP_TOKEN="order_a_dish-never-seen")
    assert done.returncode == 0, done.stderr
    text = done.stdout
    assert text.startswith("## e02 · Order a dish: wrong request\n")
    assert f"1. GET https://bistro.test/menu?api_key={GONE} -> not as expected" in text
    assert f'+API_KEY = "{GONE}"' in text
    assert "-    # TODO 1" in text
    assert "````text\n``` " in text, "what was printed can't end its block"
    assert "requests  2." in text
    assert "Order Up  " in text
    for secret in (KEY, "sk-0123456789abc", str(clone.root)):
        assert secret not in text
    assert (clone.root / ".order-up" / "question-e02.md").read_text(encoding="utf-8") == text
    assert done.stderr.startswith("\nA copy is in .order-up/question-e02.md.")


def test_without_git_the_whole_file_is_shown(run: Runner, clone: Course) -> None:
    done = run("ask", "e02", PATH="")
    assert '```python\n"""e02 · Order a dish' in done.stdout
    assert "unknown (no git)" in done.stdout


def test_where_no_copy_can_be_written_the_question_is_still_printed(run: Runner, clone: Course) -> None:
    (clone.root / ".order-up").write_text("a file")
    done = run("ask", "e02")
    assert done.returncode == 0
    assert done.stdout.startswith("## e02")
    assert "No copy could be written" in done.stderr


def test_long_code_is_cut() -> None:
    assert ask._shortened([str(number) for number in range(1000)]).endswith("\n199\n… 800 more lines")
