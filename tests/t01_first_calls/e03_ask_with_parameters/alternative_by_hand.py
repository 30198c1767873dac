"""The query is encoded with `urlencode`, with %20 for a space, and the request is built by hand."""

from collections.abc import Sequence
from urllib.parse import quote, urlencode

import requests


def search_menu(
    base_url: str, text: str, limit: int, *, tags: Sequence[str] = (), vegan: bool | None = None, timeout: float = 5.0
) -> list[dict[str, object]]:
    query = {"text": text, "limit": limit, "tag": tags}
    if vegan is not None:
        query["vegan"] = "true" if vegan else "false"
    request = requests.Request("GET", f"{base_url}/menu?{urlencode(query, doseq=True, quote_via=quote)}")
    response = requests.Session().send(request.prepare(), timeout=timeout)
    response.raise_for_status()
    return response.json()
