"""A function for each house; requests' own dict minds no capital letters."""

import re
from datetime import datetime

from requests.structures import CaseInsensitiveDict

UNIT = re.compile(r"(?P<number>\d+\.?\d*)(?P<unit>ms|s|m(?!s)|h)")


def github(headers, now):
    if headers["x-ratelimit-remaining"] == "0":
        yield float(headers["x-ratelimit-reset"]) - now


def openai(headers, now, name):
    if float(headers[f"X-RateLimit-Remaining-{name}"]) == 0:
        text = headers[f"X-RateLimit-Reset-{name}"]
        found = list(UNIT.finditer(text))
        if "".join(match[0] for match in found) != text:
            yield float(text)
        else:
            yield sum(float(one["number"]) * {"h": 3600, "m": 60, "s": 1, "ms": 1 / 1000}[one["unit"]] for one in found)


def anthropic(headers, now, name):
    if int(headers[f"anthropic-ratelimit-{name}-remaining"]) <= 0:
        reset = headers[f"anthropic-ratelimit-{name}-reset"].replace("Z", "+00:00")
        yield datetime.fromisoformat(reset).timestamp() - now


def draft(headers, now):
    for limit in re.findall(r'"[^"]*"([^,"]*)', headers["RateLimit"]):
        left, seconds = (re.search(rf";\s*{name}\s*=\s*(\d+)", limit) for name in "rt")
        if left and seconds and int(left[1]) == 0:
            yield float(seconds[1])


def seconds_to_wait(headers, now):
    headers = CaseInsensitiveDict(headers)
    houses = [(github,), (draft,), (openai, "requests"), (openai, "tokens")]
    houses += [(anthropic, name) for name in ("requests", "tokens", "input-tokens", "output-tokens")]
    waits = []
    for house, *name in houses:
        try:
            waits += house(headers, now, *name)
        except (KeyError, ValueError):
            continue
    return max(0, *waits) if waits else 0
