"""A generator of pages in a Session, chained and cut by itertools."""

import contextlib
import itertools
from collections.abc import Iterator
from urllib.parse import urljoin

import requests


def pages(url, timeout, session):
    with contextlib.ExitStack() as stack:
        session = session or stack.enter_context(requests.Session())
        while url is not None:
            response = session.get(url, timeout=(timeout, timeout))
            response.raise_for_status()
            yield response.json()
            relations = {name: link["url"] for key, link in response.links.items() for name in key.split()}
            url = urljoin(response.url, relations["next"]) if "next" in relations else None


def iter_orders(
    url: str, *, max_pages: int = 100, timeout: float = 5.0, session: requests.Session | None = None
) -> Iterator[dict[str, object]]:
    return itertools.chain.from_iterable(itertools.islice(pages(url, timeout, session), max_pages))
