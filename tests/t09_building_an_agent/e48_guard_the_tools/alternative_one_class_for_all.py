"""Each guarded tool is an object that can be called, and a refusal is an exception inside, which becomes a text."""

import functools
import re
from urllib.parse import urljoin

import requests

REDIRECTS = 5


class Refused(Exception):
    pass


def fetch_page(url: str) -> str:
    """Return the text of the page at an address."""
    return requests.get(url, timeout=5.0).text


class Guarded:
    def __init__(self, tool, run):
        self.run = run
        functools.update_wrapper(self, tool)

    def __call__(self, **arguments):
        try:
            return self.run(**arguments)
        except Refused as refused:
            return f"Refused: {refused}"


def look_at(url, hosts):
    found = re.fullmatch(r"https://([a-z0-9.-]+)(:443)?([/?#].*)?", url, re.IGNORECASE)
    if not found or found[1].lower() not in hosts:
        raise Refused(f"{url} is not an address that you may use")


def guard(tools, *, ask_first, approve, allow_hosts, timeout=5.0, session=None):
    if not set(ask_first) <= set(tools):
        raise ValueError("ask_first names a tool that there is not")

    def fetch(url):
        look_at(url, allow_hosts)
        response = (session or requests).get(url, timeout=timeout, allow_redirects=False)
        for _ in range(REDIRECTS):
            if not response.is_redirect:
                break
            url = urljoin(url, response.headers["Location"])
            look_at(url, allow_hosts)
            response = (session or requests).get(url, timeout=timeout, allow_redirects=False)
        if response.is_redirect:
            raise Refused("there are too many redirects")
        return response.text

    def ask(name, run, **arguments):
        if approve(name, arguments) is not True:
            raise Refused(f"{name} was not approved")
        return run(**arguments)

    guarded = {}
    for name, tool in tools.items():
        run = fetch if name == "fetch_page" else tool
        if name in ask_first:
            run = functools.partial(ask, name, run)
        guarded[name] = Guarded(tool, run)
    return guarded
