"""A match statement over whole answers; the deadline is a moment of time.perf_counter()."""

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
    if "error" in answer:
        raise RpcError(answer["error"]["code"], answer["error"]["message"], answer["error"].get("data"))
    return answer["result"]


def words(parts):
    match parts:
        case []:
            return []
        case [{"text": str(text)}, *rest]:
            return [text, *words(rest)]
        case [_, *rest]:
            return words(rest)


def ask_agent(interface, text, *, message_id, poll=1.0, deadline=60.0, on_input=None, timeout=5.0, session=None):
    end = time.perf_counter() + deadline
    wait = poll
    sent = 0
    about = {}

    def ask(method, **params):
        if interface.tenant is not None:
            params.update(tenant=interface.tenant)
        return call(interface.url, method, params, headers=dict(HEADERS), timeout=timeout, session=session)

    def send(text):
        nonlocal sent, wait
        sent, wait = sent + 1, poll
        own = message_id if sent == 1 else f"{message_id}-{sent}"
        message = {"messageId": own, "role": "ROLE_USER", "parts": [{"text": text}], **about}
        return ask("SendMessage", message=message, configuration={"returnImmediately": True})

    result = send(text)
    while True:
        match result:
            case {"message": {"parts": parts}}:
                return "\n".join(words(parts))
            case {"task": {"status": {"state": "TASK_STATE_COMPLETED"}} as task}:
                return "\n".join(text for artifact in task["artifacts"] for text in words(artifact["parts"]))
            case {"task": {"id": id, "status": {"state": "TASK_STATE_SUBMITTED" | "TASK_STATE_WORKING"}}}:
                if time.perf_counter() + wait > end:
                    status = ask("CancelTask", id=id)["status"]
                    raise TaskFailed(status["state"], "\n".join(words(status["message"]["parts"])))
                time.sleep(wait)
                wait = min(LONGEST, 2 * wait)
                result = {"task": ask("GetTask", id=id)}
            case {
                "task": {"id": id, "contextId": context, "status": {"state": "TASK_STATE_INPUT_REQUIRED"} as status}
            } if on_input:
                about = {"taskId": id, "contextId": context}
                result = send(on_input("\n".join(words(status["message"]["parts"]))))
            case {"task": {"status": {"state": state} as status}}:
                parts = status.get("message", {}).get("parts")
                raise TaskFailed(state, None if parts is None else "\n".join(words(parts)))
