"""Requests are prepared by hand, and a question calls the function once more with what is left."""

import contextlib
import datetime
import json
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


def rpc(interface, method, params, *, timeout, session):
    if interface.tenant is not None:
        params["tenant"] = interface.tenant
    data = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode()
    headers = {"Content-Type": "application/json", "Accept": "*/*", **HEADERS}
    with contextlib.nullcontext(session) if session is not None else requests.Session() as session:
        request = session.prepare_request(requests.Request("POST", interface.url, data=data, headers=headers))
        response = session.send(request, timeout=timeout)
    if not response.ok:
        raise requests.HTTPError(f"{response.status_code} for {method}", response=response)
    answer = response.json()
    if "error" in answer:
        error = answer["error"]
        raise RpcError(error["code"], error["message"], error.get("data"))
    return answer["result"]


def ask_agent(
    interface,
    text,
    *,
    message_id,
    poll=1.0,
    deadline=60.0,
    on_input=None,
    timeout=5.0,
    session=None,
    _task=None,
    _number=1,
):
    end = datetime.datetime.now() + datetime.timedelta(seconds=deadline)
    how = {"timeout": timeout, "session": session}
    message = {"role": "ROLE_USER", "parts": [{"text": text}], "messageId": message_id}
    if _task is not None:
        message |= {"taskId": _task["id"], "contextId": _task["contextId"], "messageId": f"{message_id}-{_number}"}
    params = {"message": message, "configuration": {"returnImmediately": True}}
    result = rpc(interface, "SendMessage", params, **how)
    if set(result) == {"message"}:
        return joined(result["message"])
    task, wait = result["task"], poll
    while (state := task["status"]["state"]).endswith(("_SUBMITTED", "_WORKING")):
        if datetime.datetime.now() + datetime.timedelta(seconds=wait) > end:
            task = rpc(interface, "CancelTask", {"id": task["id"]}, **how)
            state = task["status"]["state"]
            break
        time.sleep(wait)
        wait = wait * 2 if wait * 2 < LONGEST else LONGEST
        task = rpc(interface, "GetTask", {"id": task["id"]}, **how)
    said = joined(task["status"].get("message"))
    if state == "TASK_STATE_COMPLETED":
        return joined(*task["artifacts"])
    if state != "TASK_STATE_INPUT_REQUIRED" or on_input is None:
        raise TaskFailed(state, said)
    answer = on_input(said)
    return ask_agent(
        interface,
        answer,
        message_id=message_id,
        poll=poll,
        deadline=(end - datetime.datetime.now()).total_seconds(),
        on_input=on_input,
        _task=task,
        _number=_number + 1,
        **how,
    )


def joined(*things):
    if things == (None,):
        return None
    return "\n".join(part["text"] for thing in things for part in thing["parts"] if "text" in part)
