"""M108 · An error is taken for an answer without a text.

caught by: raises_the_error_in_a_200
message: raise RpcError
"""

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


def call(url, method, params, *, headers=None, timeout=5.0, session=None):
    post = requests.post if session is None else session.post
    request = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    response = post(url, json=request, headers=headers, timeout=timeout)
    if "json" not in response.headers.get("Content-Type", ""):
        response.raise_for_status()
    answer = response.json()
    return answer.get("result", {"message": {"parts": []}})


def ask_agent(interface, text, *, message_id, poll=1.0, deadline=60.0, on_input=None, timeout=5.0, session=None):
    def ask(method, params):
        if interface.tenant is not None:
            params["tenant"] = interface.tenant
        return call(interface.url, method, params, headers=HEADERS, timeout=timeout, session=session)

    message = {"messageId": message_id, "role": "ROLE_USER", "parts": [{"text": text}]}
    began, wait, number = time.monotonic(), poll, 1
    result = ask("SendMessage", {"message": message, "configuration": {"returnImmediately": True}})
    while True:
        if "message" in result:
            return text_of(result["message"]["parts"])
        task = result["task"]
        state = task["status"]["state"]
        if state == "TASK_STATE_COMPLETED":
            return "\n".join(text_of(artifact["parts"]) for artifact in task["artifacts"])
        elif state in ("TASK_STATE_SUBMITTED", "TASK_STATE_WORKING"):
            if time.monotonic() - began + wait > deadline:
                raise failed(ask("CancelTask", {"id": task["id"]}))
            time.sleep(wait)
            wait = min(wait * 2, LONGEST)
            result = {"task": ask("GetTask", {"id": task["id"]})}
        elif state == "TASK_STATE_INPUT_REQUIRED" and on_input is not None:
            number += 1
            wait = poll
            message = {
                "messageId": f"{message_id}-{number}",
                "taskId": task["id"],
                "contextId": task["contextId"],
                "role": "ROLE_USER",
                "parts": [{"text": on_input(text_of(task["status"]["message"]["parts"]))}],
            }
            result = ask("SendMessage", {"message": message, "configuration": {"returnImmediately": True}})
        else:
            raise failed(task)


def text_of(parts):
    return "\n".join(part["text"] for part in parts if "text" in part)


def failed(task):
    message = task["status"].get("message")
    return TaskFailed(task["status"]["state"], text_of(message["parts"]) if message else None)
