"""M97 · A user is looked for with .username and .password, which urlsplit may see elsewhere than requests.

caught by: knows_an_address_of_two_minds
message: is evil.test to requests
"""

import functools
from urllib.parse import urljoin, urlsplit

import requests

REDIRECTS = 5


def fetch_page(url: str) -> str:
    """Return the text of the page at an address."""
    return requests.get(url, timeout=5.0).text


def is_allowed(url, hosts):
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    return parts.scheme == "https" and not parts.password and parts.hostname in hosts and port in (None, 443)


def asking(name, tool, approve):
    @functools.wraps(tool)
    def asks(**arguments):
        if approve(name, arguments) is not True:
            return f"Refused: {name} was not approved."
        return tool(**arguments)

    return asks


def guard(tools, *, ask_first, approve, allow_hosts, timeout=5.0, session=None):
    for name in ask_first:
        if name not in tools:
            raise ValueError(f"There is no tool {name!r}.")

    @functools.wraps(tools["fetch_page"])
    def fetches(url):
        for _ in range(REDIRECTS + 1):
            if not is_allowed(url, allow_hosts):
                return f"Refused: {url} is not allowed."
            response = (session or requests).get(url, timeout=timeout, allow_redirects=False)
            if not response.is_redirect:
                return response.text
            url = urljoin(response.url, response.headers["Location"])
        return "Refused: too many redirects."

    guarded = {**tools, "fetch_page": fetches}
    for name in ask_first:
        guarded[name] = asking(name, guarded[name], approve)
    return guarded
