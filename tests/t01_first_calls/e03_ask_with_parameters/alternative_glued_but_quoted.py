"""The address is glued together from pieces that were all encoded before."""

from collections.abc import Sequence
from urllib.parse import quote_plus

import requests


def search_menu(
    base_url: str, text: str, limit: int, *, tags: Sequence[str] = (), vegan: bool | None = None, timeout: float = 5.0
) -> list[dict[str, object]]:
    url = f"{base_url}/menu?text={quote_plus(text)}&limit={limit}"
    url += "".join(f"&tag={quote_plus(tag)}" for tag in tags)
    if vegan is not None:
        url += f"&vegan={str(vegan).lower()}"
    response = requests.get(url, timeout=timeout)
    if response.status_code >= 400:
        raise requests.HTTPError(f"{response.status_code} for {response.url}", response=response)
    return list(response.json())
