"""It calls itself for each hop, with one hop less, and asks by None for what is not to be sent."""

from urllib.parse import urljoin, urlsplit

import requests


def get_following(url, headers, *, max_hops=5, timeout=5.0, session=None):
    answer = (session or requests).request("GET", url, headers=headers, timeout=timeout, allow_redirects=False)
    if not (answer.is_redirect or answer.is_permanent_redirect):
        return answer
    if max_hops == 0:
        raise requests.exceptions.TooManyRedirects("too many doors", response=answer)
    target = urljoin(answer.url, answer.headers["Location"])
    secret = {"authorization", "cookie", "x-api-key"} if house(target) != house(answer.url) else set()
    kept = {name: None if name.lower() in secret else value for name, value in headers.items()}
    return get_following(target, kept, max_hops=max_hops - 1, timeout=timeout, session=session)


def house(url):
    parts = urlsplit(url.lower())
    return parts.scheme, parts.hostname, parts.port or {"https": 443, "http": 80}[parts.scheme]
