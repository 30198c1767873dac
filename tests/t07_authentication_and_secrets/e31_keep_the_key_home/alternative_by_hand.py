"""Each request is prepared by hand, and its headers are those of the one before."""

from urllib.parse import urljoin

import requests
from requests.structures import CaseInsensitiveDict
from urllib3.util import parse_url

KINDS = {301, 302, 303, 307, 308}


def same_house(one: str, other: str) -> bool:
    a, b = parse_url(one), parse_url(other)
    return (a.scheme, a.host, a.port or a.scheme) == (b.scheme, b.host, b.port or b.scheme) or (
        a.scheme == b.scheme == "https" and a.host == b.host and {a.port, b.port} == {None, 443}
    )


def get_following(
    url: str,
    headers: dict[str, str],
    *,
    max_hops: int = 5,
    timeout: float = 5.0,
    session: requests.Session | None = None,
) -> requests.Response:
    session = session or requests.Session()
    carried = CaseInsensitiveDict(headers)
    hops = 0
    while True:
        request = session.prepare_request(requests.Request("GET", url, headers=carried))
        answer = session.send(request, timeout=(timeout, timeout), allow_redirects=False)
        location = answer.headers.get("location")
        if answer.status_code not in KINDS or location is None:
            return answer
        if hops == max_hops:
            raise requests.TooManyRedirects(f"{hops} redirects, and there is one more", response=answer)
        hops += 1
        there = urljoin(url, location)
        if not same_house(url, there):
            for name in ("Authorization", "Cookie", "X-API-Key"):
                carried.pop(name, None)
        url = there
