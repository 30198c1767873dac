"""The caching sits in an adapter of a Session, below the class: the answer to a 304 becomes the kept 200."""

import time

import requests
from requests.adapters import HTTPAdapter


class Keeper(HTTPAdapter):
    def __init__(self, sender):
        super().__init__()
        self.sender = sender
        self.kept = {}

    def send(self, request, timeout=None, **keywords):
        kept, until = self.kept.get(request.url, (None, 0))
        if kept is not None and time.perf_counter() < until:
            return kept
        if kept is not None and kept.headers.get("ETag"):
            request.headers["If-None-Match"] = kept.headers["ETag"]
        answer = self.sender.send(request, timeout=timeout)
        if answer.status_code == 304:
            answer.content, answer.close()
            kept.headers.update(answer.headers)
            answer = kept
        if answer.ok:
            rules = dict(
                rule.strip().partition("=")[::2] for rule in answer.headers.get("Cache-Control", "").split(",")
            )
            self.kept[request.url] = (answer, time.perf_counter() + float(rules.get("max-age", 0)))
            if "no-store" in rules:
                del self.kept[request.url]
        return answer


class MenuCache:
    def __init__(self, base_url, *, timeout=5.0, session=None):
        self.base_url = base_url
        self.timeout = timeout
        self.outer = requests.Session()
        if session is not None:
            self.outer.headers = session.headers
        self.outer.mount(base_url, Keeper(session or requests.Session()))

    def get(self):
        answer = self.outer.get(f"{self.base_url}/board", timeout=self.timeout)
        answer.raise_for_status()
        return answer.json()
