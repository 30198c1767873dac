"""M01 · The request has no timeout.

caught by: passes_the_timeout_on
message: does not pass `timeout` on
"""

import requests


def say_hello(base_url, *, timeout=5.0):
    response = requests.get(f"{base_url}/hello")
    return response.text
