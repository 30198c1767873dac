"""Each page hands on to the next one, with one page fewer to go."""

from urllib.parse import urljoin

import requests


def iter_orders(url, *, max_pages=100, timeout=5.0, session=None):
    if max_pages < 1:
        return
    with session.get(url, timeout=timeout) if session else requests.get(url, timeout=timeout) as response:
        response.raise_for_status()
        yield from response.json()
        header = response.headers.get("Link", "")
    for link in requests.utils.parse_header_links(header):
        if "next" in link.get("rel", "").lower().split():
            link = urljoin(response.url, link["url"])
            yield from iter_orders(link, max_pages=max_pages - 1, timeout=timeout, session=session)
            return
