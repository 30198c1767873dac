"""A Session sends the request, and a hook raises for error statuses."""

import requests


def order_a_dish(base_url: str, dish: str, *, timeout: float = 5.0) -> dict[str, object]:
    with requests.Session() as session:
        session.hooks["response"].append(lambda response, **_: response.raise_for_status())
        return session.get("/".join([base_url.rstrip("/"), "menu", dish]), timeout=timeout).json()
