"""One Session for all pages; the number of pages is rounded up after the first one."""

import math

import requests


def all_dishes(
    base_url: str, per_page: int = 20, *, timeout: float = 5.0, session: requests.Session | None = None
) -> list[dict[str, object]]:
    if session is None:
        with requests.Session() as own:
            return all_dishes(base_url, per_page, timeout=timeout, session=own)

    def ask(page: int) -> dict:
        response = session.get(
            base_url.rstrip("/") + "/dishes", params={"per_page": per_page, "page": page}, timeout=timeout
        )
        response.raise_for_status()
        return response.json()

    first = ask(1)
    rest = [ask(page)["dishes"] for page in range(2, math.ceil(first["total"] / per_page) + 1)]
    return sum(rest, first["dishes"])
