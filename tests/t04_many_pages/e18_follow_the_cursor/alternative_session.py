"""A generator that counts for itself, over one Session."""

from collections.abc import Iterator

import requests


class PageLoop(Exception):
    """The pages come to no end."""


def iter_reviews(
    base_url: str,
    *,
    limit: int | None = None,
    max_pages: int = 100,
    timeout: float = 5.0,
    session: requests.Session | None = None,
) -> Iterator[dict[str, object]]:
    if limit is not None and limit <= 0:
        return
    own = session or requests.Session()
    params: dict[str, str] = {}
    seen: list[str] = []
    left = limit
    while True:
        with own.get(base_url.rstrip("/") + "/reviews", params=params, timeout=(timeout, timeout)) as response:
            response.raise_for_status()
            page = response.json()
        for review in page["reviews"]:
            yield review
            if left is not None:
                left -= 1
                if not left:
                    return
        if not page["has_more"]:
            return
        following = page["next_cursor"]
        if following in seen or len(seen) + 1 >= max_pages:
            raise PageLoop(f"{len(seen) + 1} pages, and {following} is next")
        seen.append(following)
        params = {"cursor": following}
