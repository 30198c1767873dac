"""``class_pictures``: the pictures of the class page in docs/instructors.md, of a class that nobody taught."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from grader.course import Course, CourseError
from grader.faces import files

LEARNERS = 32
TOPICS = ("t03", "t04", "t05", "t06")
LARGEST = 200_000
"""Bytes of a picture, at most: a page with it is to open at once."""

PICTURES = {
    "docs/class-desktop.png": (1200, 1060, "light", ""),
    "docs/class-marks.png": (1200, 900, "dark", "section:has(#heat)"),
    "docs/class-phone.png": (390, 2300, "light", ""),
}
"""Where each is kept, width and height of the window in pixels, the theme, and what of the page it shows."""


def configure(parser: argparse.ArgumentParser) -> None:
    """It takes no arguments."""


def run(arguments: argparse.Namespace, course: Course) -> int:
    for place, picture in pictures(course).items():
        files.write(course.root / place, picture)
        print(f"Written: {place} ({len(picture) // 1000} KB)")
    return 0


def pictures(course: Course) -> dict[str, bytes]:
    """The pictures by their places in the repository.

    Raises:
        CourseError: where there is no Chromium to make them, or one has become too large.
    """
    from playwright.sync_api import sync_playwright

    with TemporaryDirectory(prefix="order-up-") as folder, sync_playwright() as playwright:
        page = Path(folder) / "class.html"
        page.write_bytes(shown(course))
        browser = playwright.chromium.launch(executable_path=chromium())
        made = {}
        for place, (width, height, theme, part) in PICTURES.items():
            tab = browser.new_page(
                viewport={"width": width, "height": height},
                color_scheme="dark" if theme == "dark" else "light",
                reduced_motion="reduce",
            )
            tab.goto(page.as_uri())
            made[place] = tab.locator(part).screenshot() if part else tab.screenshot()
            tab.close()
        browser.close()
    for place, picture in made.items():
        if len(picture) > LARGEST:
            raise CourseError(f"{place} has {len(picture)} bytes, and may have {LARGEST}: show less of the page.")
    return made


def shown(course: Course) -> bytes:
    """The page that the pictures show."""
    from grader.commands.class_sample import sample
    from grader.pages import class_page

    stems = tuple(one.stem for one in course.exercises if one.topic.name[:3] in TOPICS)
    return class_page(sample(course, LEARNERS, stems=stems))


def chromium() -> str:
    """The program that shows pages: Debian's ``chromium``, or what else is called like it.

    Raises:
        CourseError: when there is none.
    """
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        raise CourseError("There is no chromium on this machine. `apt install chromium` brings it.")
    return found
