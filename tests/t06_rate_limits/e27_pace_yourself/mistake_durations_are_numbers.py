"""M41 · OpenAI's reset goes through `float`, and 6m0s is no number.

caught by: reads_durations
message: Your code raised ValueError
"""

from datetime import datetime


def duration(text):
    return float(text)


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
            if int(headers[left]) == 0:
                waits.append(read(headers[reset]))
        except KeyError:
            pass
    for limit in draft(headers.get("ratelimit", "")):
        try:
            if int(limit["r"]) == 0:
                waits.append(float(limit["t"]))
        except KeyError:
            pass
    return max(waits)
