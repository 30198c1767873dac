"""M68 · One thread refreshes, and the others go on with the old token meanwhile.

caught by: refreshes_once_for_eight_threads
message: it has to wait
"""

import threading

import requests


class LoginAgain(Exception):
    pass


class Guest:
    def __init__(self, base_url, token_url, refresh_token, *, on_rotate=None, timeout=5.0, session=None):
        self.base_url = base_url
        self.token_url = token_url
        self.refresh_token = refresh_token
        self.on_rotate = on_rotate
        self.timeout = timeout
        self.session = session or requests.Session()
        self.access = None
        self.lock = threading.Lock()

    def get(self, path):
        used = self.access or self.renew(None)
        response = self.ask(path, used)
        if response.status_code == 401:
            response = self.ask(path, self.renew(used))
        response.raise_for_status()
        return response.json()

    def ask(self, path, access):
        headers = {"Authorization": f"Bearer {access}"}
        return self.session.get(self.base_url + path, headers=headers, timeout=self.timeout)

    def renew(self, used):
        if self.access is None:
            self.access = self.refresh()
        elif self.lock.acquire(blocking=False):
            try:
                self.access = self.refresh()
            finally:
                self.lock.release()
        return self.access

    def refresh(self):
        form = {"grant_type": "refresh_token", "refresh_token": self.refresh_token}
        response = self.session.post(self.token_url, data=form, timeout=self.timeout)
        if response.status_code == 400 and response.json()["error"] == "invalid_grant":
            raise LoginAgain
        response.raise_for_status()
        answer = response.json()
        if "refresh_token" in answer:
            self.refresh_token = answer["refresh_token"]
            if self.on_rotate:
                self.on_rotate(self.refresh_token)
        return answer["access_token"]
