"""e03 · Ask with parameters

“Something with soup, please, and no more than five to choose from.” The waiter takes your wishes along as parameters.
They stand in the address behind a question mark: ``/menu?text=soup&limit=5``.
"""

from collections.abc import Sequence

import requests


def search_menu(
    base_url: str, text: str, limit: int, *, tags: Sequence[str] = (), vegan: bool | None = None, timeout: float = 5.0
) -> list[dict[str, object]]:
    """Search the menu with ``GET /menu`` and return the dishes that the bistro found: its JSON, as a list.

    These parameters go along, in any order:

    =========  =============================================================================
    ``text``   a part of the name, with whatever signs are in it: ``fish & chips``, ``crème``
    ``limit``  at most so many dishes, 1 to 50
    ``tag``    once for each of ``tags``: ``tag=warm&tag=main``; for no tags, not at all
    ``vegan``  ``true`` or ``false``, in lower case; when ``vegan`` is None, not at all
    =========  =============================================================================

    Wait at most ``timeout`` seconds for an answer.

    Raises:
        requests.HTTPError: when the bistro refuses the search (422 for a limit of 0), or for any other error status.
    """
    # requests writes str(value), and Python's str(True) is "True": the bistro, like most APIs, wants "true".
    # A list becomes one `tag=` for each item, an empty one and None become nothing at all.
    parameters = {
        "text": text,
        "limit": limit,
        "tag": list(tags),
        "vegan": None if vegan is None else str(vegan).lower(),
    }
    # `params=` encodes: the `&` of "fish & chips" becomes %26, so that it can't be taken for the start of the next
    # parameter. Text that is glued into an address by hand is a bug that waits for the right dish.
    response = requests.get(f"{base_url}/menu", params=parameters, timeout=timeout)
    response.raise_for_status()
    return response.json()
