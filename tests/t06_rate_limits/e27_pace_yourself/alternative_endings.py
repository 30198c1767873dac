"""What a limit is called is found in the headers themselves, and a list of readers is tried on each reset."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime

UNITS = (("ms", 1e-3), ("h", 3600), ("m", 60), ("s", 1))


def in_seconds(text: str) -> float:
    total, number = 0.0, ""
    while text:
        if text[0] in "0123456789.":
            number, text = number + text[0], text[1:]
            continue
        unit, factor = next((unit, factor) for unit, factor in UNITS if text.startswith(unit))
        total, number, text = total + float(number) * factor, "", text[len(unit) :]
    return total + float(number or 0)


def seconds_to_wait(headers: Mapping[str, str], now: float) -> float:
    moment = datetime.fromtimestamp(now, UTC)
    longest = 0.0
    small = {name.casefold(): value for name, value in headers.items()}
    for name, value in small.items():
        if not value.strip().startswith("0") or "-remaining" not in name:
            continue
        reset = small.get(name.replace("remaining", "reset"), "?")
        with suppress(ValueError, StopIteration):
            if name == "x-ratelimit-remaining":
                wait = int(reset) - now
            elif name.startswith("anthropic-"):
                wait = (datetime.strptime(reset, "%Y-%m-%dT%H:%M:%S%z") - moment).total_seconds()
            else:
                wait = in_seconds(reset)
            longest = max(longest, wait)
    return max([longest, *drafted(small.get("ratelimit", ""))])


def drafted(header: str):
    outside, inside = "", False
    for letter in header:
        inside ^= letter == '"'
        outside += "" if inside else letter
    for limit in outside.split(","):
        said = dict(part.strip().split("=", 1) for part in limit.split(";") if "=" in part)
        if said.get("r") == "0" and said.get("t", "").isdigit():
            yield int(said["t"])
