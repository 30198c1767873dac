"""What is left is not looked at: the longest reset of all limits counts.

caught by: takes_the_longest_of_the_exhausted
message: only the exhausted ones count
"""

import re
from datetime import datetime


def duration(text):
    if re.fullmatch(r"[0-9.]+", text):
        return float(text)
    if not re.fullmatch(r"([0-9.]+(ms|h|m|s))+", text):
        raise ValueError(text)
    units = {"h": 3600, "m": 60, "s": 1, "ms": 0.001}
    return sum(float(number) * units[unit] for number, unit in re.findall(r"([0-9.]+)(ms|h|m|s)", text))


def draft(header):
    for limit in header.split(","):
        yield dict(part.strip().partition("=")[::2] for part in limit.split(";")[1:])


def seconds_to_wait(headers, now):
    headers = {name.lower(): value for name, value in headers.items()}

    def until(text):
        return datetime.fromisoformat(text).timestamp() - now

    limits = []
    limits.append(("x-ratelimit-remaining", "x-ratelimit-reset", lambda text: float(text) - now))
    for name in ("requests", "tokens"):
        limits.append((f"x-ratelimit-remaining-{name}", f"x-ratelimit-reset-{name}", duration))
    for name in ("requests", "tokens", "input-tokens", "output-tokens"):
        prefix = f"anthropic-ratelimit-{name}"
        limits.append((f"{prefix}-remaining", f"{prefix}-reset", until))
    waits = [0.0]
    for left, reset, read in limits:
        try:
            if int(headers[left]) >= 0:
                waits.append(read(headers[reset]))
        except (KeyError, ValueError):
            pass
    for limit in draft(headers.get("ratelimit", "")):
        try:
            if int(limit["r"]) >= 0:
                waits.append(float(limit["t"]))
        except (KeyError, ValueError):
            pass
    return max(waits)
