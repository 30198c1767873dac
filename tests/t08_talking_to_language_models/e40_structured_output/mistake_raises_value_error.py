"""What `validate` raised is raised in the end.

caught by: gives_up
message: should raise BadOutput
"""

import json
from typing import Any

import requests

TASK = "Extract what the text says. Answer with one JSON object, and nothing else."
MAX_TOKENS = 100
TYPES = {"string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,)}


class BadOutput(Exception):
    def __init__(self, reason: str, answer: str | None) -> None:
        super().__init__(reason)
        self.answer = answer


def validate(data: object, schema: dict[str, Any]) -> None:
    if not isinstance(data, dict):
        raise ValueError(f"the answer should be an object, not {data!r}")
    for name in sorted(data.keys() ^ schema["properties"].keys()):
        raise ValueError(f"{name!r} {'does not belong there' if name in data else 'is missing'}")
    for name, rule in schema["properties"].items():
        value = data[name]
        if type(value) not in TYPES[rule["type"]]:
            raise ValueError(f"{name!r} should be of type {rule['type']}, not {value!r}")
        if value not in rule.get("enum", [value]):
            raise ValueError(f"{name!r} should be one of {rule['enum']}, not {value!r}")
        if "maximum" in rule and value > rule["maximum"]:
            raise ValueError(f"{name!r} should be at most {rule['maximum']}, not {value}")


def ask(
    base_url: str, api_key: str, body: dict[str, Any], *, timeout: float, session: requests.Session | None
) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {api_key}"}
    url = f"{base_url}/chat/completions"
    response = (session or requests).post(url, json=body, headers=headers, timeout=timeout)
    response.raise_for_status()
    return response.json()["choices"][0]


def extract(base_url, api_key, model, text, schema, *, max_repairs=1, timeout=5.0, session=None):
    messages = [{"role": "system", "content": TASK}, {"role": "user", "content": text}]
    form = {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema, "strict": True}}
    body = {"model": model, "messages": messages, "max_completion_tokens": MAX_TOKENS, "response_format": form}
    while True:
        choice = ask(base_url, api_key, body, timeout=timeout, session=session)
        answer = choice["message"]["content"]
        if choice["finish_reason"] == "length":
            raise BadOutput("the answer was cut off", answer)
        if answer is None:
            raise BadOutput(f"the model refuses: {choice['message'].get('refusal')}", answer)
        try:
            data = json.loads(answer)
            validate(data, schema)
        except ValueError as error:
            if max_repairs <= 0:
                raise
            max_repairs -= 1
            messages.append({"role": "assistant", "content": answer})
            messages.append({"role": "user", "content": f"That can't be used: {error}. {TASK}"})
        else:
            return data
