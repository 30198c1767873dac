"""M39 · Retry-After is taken for a number of seconds, whatever it says.

caught by: reads_a_date
message: Retry-After may be a date, RFC 9110 §10.2.3
"""


def parse_retry_after(value, now):
    if value is None:
        return None
    return float(int(value))
