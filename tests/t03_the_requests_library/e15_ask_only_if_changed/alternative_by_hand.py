"""Requests are prepared by hand and sent with a Session; what is kept is one small record, dated by time.time()."""

import re
import time
from dataclasses import dataclass, replace

import requests


@dataclass(frozen=True)
class Kept:
    board: list
    etag: str | None
    came_at: float
    good_for: float


class MenuCache:
    def __init__(self, base_url, *, timeout=5.0, session=None):
        self.base_url, self.timeout, self.session = base_url, timeout, session
        self.kept = None

    def get(self):
        if self.kept and time.time() - self.kept.came_at < self.kept.good_for:
            return self.kept.board
        request = requests.Request("GET", f"{self.base_url}/board")
        if self.kept and self.kept.etag:
            request.headers["If-None-Match"] = self.kept.etag
        session = self.session or requests.Session()
        response = session.send(session.prepare_request(request), timeout=self.timeout)
        said = response.headers.get("Cache-Control", "")
        found = re.search(r"max-age=(\d+)", said, re.IGNORECASE)
        age = {"came_at": time.time(), "good_for": float(found[1]) if found else 0.0}
        if response.status_code == requests.codes.not_modified:
            self.kept = replace(self.kept, **age)
            return self.kept.board
        response.raise_for_status()
        kept = Kept(response.json(), response.headers.get("ETag"), **age)
        self.kept = None if "no-store" in said.lower() else kept
        return kept.board
