"""A Session sends the parameters as pairs."""

import json
from collections.abc import Sequence

import requests


def search_menu(
    base_url: str, text: str, limit: int, *, tags: Sequence[str] = (), vegan: bool | None = None, timeout: float = 5.0
) -> list[dict[str, object]]:
    pairs = [("tag", tag) for tag in tags] + [("limit", str(limit)), ("text", text)]
    if vegan is not None:
        pairs.insert(0, ("vegan", json.dumps(vegan)))
    with requests.Session() as session:
        response = session.get(base_url.rstrip("/") + "/menu", params=pairs, timeout=timeout)
    response.raise_for_status()
    return response.json()
