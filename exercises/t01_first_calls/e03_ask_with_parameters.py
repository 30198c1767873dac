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
    # TODO 1: in an address `&` and `+` have a meaning of their own, so this breaks with "fish & chips". Give requests
    #         a dict of parameters with `params=`: it writes the question mark, and encodes what has to be encoded.
    response = requests.get(f"{base_url}/menu?text={text}&limit={limit}", timeout=timeout)
    # TODO 2: send `tag` and `vegan` as well.
    response.raise_for_status()
    return response.json()
