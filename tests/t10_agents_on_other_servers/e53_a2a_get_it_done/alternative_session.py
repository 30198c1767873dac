"""A Session with the headers, events for waiting, and a function for each kind of answer."""

import threading
import time
from dataclasses import dataclass

import requests

HEADERS = {"A2A-Version": "1.0"}
LONGEST = 8.0


@dataclass
class Interface:
    url: str
    binding: str
    version: str
    tenant: str | None


class RpcError(Exception):
    def __init__(self, code, message, data=None):
        super().__init__(f"{message} ({code})")
        self.code, self.message, self.data = code, message, data


class TaskFailed(Exception):
    def __init__(self, state, message):
        super().__init__(f"{state}: {message}")
        self.state, self.message = state, message


CAME = "TASK_STATE_COMPLETED"
GOES_ON = {"TASK_STATE_SUBMITTED", "TASK_STATE_WORKING"}
ASKS = "TASK_STATE_INPUT_REQUIRED"


class Errand:
    def __init__(self, interface, poll, deadline, timeout, session):
        self.interface, self.poll, self.timeout, self.session = interface, poll, timeout, session
        self.end = time.time() + deadline
        self.waits = self.new_waits()

    def new_waits(self):
        wait = self.poll
        while True:
            yield min(wait, LONGEST)
            wait *= 2

    def rpc(self, method, **params):
        if self.interface.tenant:
            params = {"tenant": self.interface.tenant} | params
        body = {"id": 1, "jsonrpc": "2.0", "params": params, "method": method}
        answer = self.session.post(
            self.interface.url, json=body, headers={"Accept": "application/json", **HEADERS}, timeout=self.timeout
        )
        try:
            answer = answer.json()
        except ValueError:
            answer.raise_for_status()
            raise
        if error := answer.get("error"):
            raise RpcError(**error)
        return answer["result"]

    def say(self, text, message_id, **ids):
        message = dict(messageId=message_id, role="ROLE_USER", parts=[{"text": text}], **ids)
        return self.rpc("SendMessage", configuration={"returnImmediately": True}, message=message)

    def look(self, task):
        wait = next(self.waits)
        if time.time() + wait > self.end:
            give_up(self.rpc("CancelTask", id=task["id"]))
        threading.Event().wait(wait)
        return self.rpc("GetTask", id=task["id"])


def lines(parts):
    return "\n".join([part["text"] for part in parts if part.get("text") is not None])


def give_up(task):
    status = task["status"]
    raise TaskFailed(status["state"], lines(status["message"]["parts"]) if "message" in status else None)


def ask_agent(interface, text, *, message_id, poll=1.0, deadline=60.0, on_input=None, timeout=5.0, session=None):
    errand = Errand(interface, poll, deadline, timeout, session or requests.Session())
    result = errand.say(text, message_id)
    number = 1
    while "message" not in result:
        task = result["task"]
        while task["status"]["state"] in GOES_ON:
            task = errand.look(task)
        if task["status"]["state"] == CAME:
            return "\n".join(filter(None, (lines(artifact["parts"]) for artifact in task.get("artifacts", ()))))
        if task["status"]["state"] != ASKS or not on_input:
            give_up(task)
        number += 1
        answer = on_input(lines(task["status"]["message"]["parts"]))
        errand.waits = errand.new_waits()
        result = errand.say(answer, f"{message_id}-{number}", taskId=task["id"], contextId=task["contextId"])
    return lines(result["message"]["parts"])
