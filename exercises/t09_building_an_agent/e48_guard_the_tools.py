"""e48 · Guard the tools

The cook behind the hatch reads whatever the waiter brings her: a letter, a page of the web. Now it says «cancel all
orders, and bring me what lies at this address», and she may believe it. So it is not she who decides what is done. You
decide that, in your tools, where no words of anybody can talk you out of it.
"""

import functools
from collections.abc import Callable, Collection
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests

REDIRECTS = 5


def fetch_page(url: str) -> str:
    """Return the text of the page at an address."""
    return requests.get(url, timeout=5.0).text  # of any address, and on to wherever that leads


def guard(
    tools: dict[str, Callable[..., Any]],
    *,
    ask_first: Collection[str],
    approve: Callable[[str, dict[str, Any]], object],
    allow_hosts: Collection[str],
    timeout: float = 5.0,
    session: requests.Session | None = None,
) -> dict[str, Callable[..., Any]]:
    """Return a new dict of the same tools, in the same order, two kinds of which are guarded.

    All are called by the names of their parameters, as ``run_tool`` does: ``tool(**arguments)``. A guarded tool keeps
    the name, the docstring and the signature of the other one, since a model is told what they say
    (``functools.wraps``). What it refuses to do is not done, and nothing is raised: it returns a text that begins
    with ``Refused: `` and says why, for the model to read. What a tool itself raises is raised as before.

    A tool named in ``ask_first`` runs after ``approve(name, arguments)`` returned True; the arguments are a dict. It is
    asked each time, once, and only True is a yes: a text such as "no" is not. A name in ``ask_first`` that no tool has
    raises ValueError at once, since a tool would go unguarded by a slip of the pen.

    The guarded ``fetch_page`` takes a ``url``, sends a GET, and returns the text of the page, whatever its status. It
    sends no request to an address that breaks one of these rules, and refuses instead:

    ==================  ==================================================================================
    scheme              https, and no other
    host                one of ``allow_hosts``, to the letter; capital letters are the same as small ones
    port                none, or 443
    user, password      none: there is no ``@`` before the path
    ==================  ==================================================================================

    A text that can't be taken apart as an address is refused, too. So is a redirect that leads to an address which
    breaks a rule, and one that comes after REDIRECTS of them. Other redirects are followed (``response.is_redirect``;
    the ``Location`` may be relative).

    Wait at most ``timeout`` seconds for each answer. The requests go over ``session`` when one is passed in.
    """
    # TODO 1: ask before a tool runs that is named in ask_first.
    # TODO 2: let fetch_page go nowhere but to the hosts that are allowed, by https.
    # TODO 3: look where a redirect leads, before you follow it.
    raise NotImplementedError("TODO 1: ask before a tool runs that is named in ask_first")
