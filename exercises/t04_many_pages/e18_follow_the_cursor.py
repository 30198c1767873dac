"""e18 · Follow the cursor

The guests' reviews fill a thick book, and new ones are written while you read. So the waiter gives you a slip of paper
at the end of each page: whoever hands it to him gets the page that follows. Should a slip lead back, you would read
in a circle until closing time.
"""

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
    """Iterate over the reviews of ``GET {base_url}/reviews``, at most ``limit`` of them (None: all).

    Each page is a JSON object. The page that follows is ``GET {base_url}/reviews?cursor=…``:

        {"reviews": [{"id": "rev-2q8zk5xw", "stars": 4, …}, …], "has_more": true, "next_cursor": "k7m2x9+1/bd="}

    ========  ===========  ==================================================================================
    has_more  next_cursor  what it means
    ========  ===========  ==================================================================================
    true      a text       there is another page, even if this one is empty
    false     null         this was the last page
    false     a text       this was the last page, too: the text is a bookmark for somebody who comes tomorrow
    ========  ===========  ==================================================================================

    A cursor is opaque: nobody but the bistro knows what it says. Send it back as it came, percent-encoded like any
    parameter. A page is asked for only when somebody wants a review from it, so that none is asked for after
    ``limit`` reviews, and none at all when ``limit`` is 0.
    Each request waits at most ``timeout`` seconds for an answer, and goes over ``session`` when one is passed in.

    Raises:
        PageLoop: instead of asking with a cursor that was sent before, and instead of asking for more than
            ``max_pages`` pages. The reviews that have come by then are yielded first.
        requests.HTTPError: for a page that is answered with an error status.
    """
    # TODO 1: yield the reviews of each page, for as long as there are more.
    # TODO 2: stop at the limit.
    # TODO 3: notice a circle, and count the pages.
    raise NotImplementedError("TODO 1: yield the reviews of each page")
