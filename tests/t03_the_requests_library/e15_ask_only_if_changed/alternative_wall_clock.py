"""The moments are datetimes, and the whole answer is kept."""

from datetime import UTC, datetime, timedelta

import requests


class MenuCache:
    def __init__(self, base_url, *, timeout=5.0, session=None):
        self.url = base_url.rstrip("/") + "/board"
        self.timeout = timeout
        self.http = session if session is not None else requests
        self.kept = None
        self.stale_at = datetime.min.replace(tzinfo=UTC)

    def get(self):
        if self.kept is not None and datetime.now(UTC) < self.stale_at:
            return self.kept.json()
        headers = {"Accept": "application/json"}
        if self.kept is not None and "etag" in self.kept.headers:
            headers["if-none-match"] = self.kept.headers["etag"]
        answer = self.http.get(self.url, headers=headers, timeout=(self.timeout, self.timeout))
        if answer.status_code == 304:
            self._note(answer)
            return self.kept.json()
        answer.raise_for_status()
        self.kept = None if "no-store" in answer.headers.get("Cache-Control", "") else answer
        self._note(answer)
        return answer.json()

    def _note(self, answer):
        seconds = 0
        for rule in answer.headers.get("Cache-Control", "").lower().split(","):
            if rule.strip().startswith("max-age="):
                seconds = int(rule.partition("=")[2])
        self.stale_at = datetime.now(UTC) + timedelta(seconds=seconds)
