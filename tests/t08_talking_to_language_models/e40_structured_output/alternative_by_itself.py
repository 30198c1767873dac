"""It builds its requests by hand, and does each repair by calling itself."""

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


def extract(base_url, api_key, model, text, schema, *, max_repairs=1, timeout=5.0, session=None):
    start = [{"content": TASK, "role": "system"}, {"content": text, "role": "user"}]
    own = session or requests.Session()

    def turn(messages, repairs):
        body = {
            "messages": messages,
            "model": model,
            "max_completion_tokens": MAX_TOKENS,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"strict": True, "schema": schema, "name": "answer"},
            },
        }
        headers = {"authorization": f"Bearer {api_key}", "content-type": "application/json; charset=utf-8"}
        url = base_url + "/chat/completions"
        request = requests.Request("POST", url, data=json.dumps(body, ensure_ascii=False).encode(), headers=headers)
        answer = own.send(own.prepare_request(request), timeout=(timeout, timeout))
        answer.raise_for_status()
        [choice, *_] = answer.json()["choices"]
        said = choice["message"].get("content")
        if choice["finish_reason"] != "stop" or said is None:
            raise BadOutput(choice["finish_reason"], said)
        try:
            data = json.loads(said)
            validate(data, schema)
        except ValueError as error:
            if repairs == max_repairs:
                raise BadOutput(str(error), said) from None
            complaint = f"Your answer was refused. The reason: {error}\n\nPlease answer again."
            more = [{"role": "assistant", "content": said}, {"role": "user", "content": complaint}]
            return turn(messages + more, repairs + 1)
        return data

    return turn(start, 0)
