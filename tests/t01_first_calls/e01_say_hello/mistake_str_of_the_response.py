"""`str()` of a response is its name and status, not its text.

caught by: returns_the_greeting
message: the response's name
"""

import requests


def say_hello(base_url, *, timeout=5.0):
    response = requests.get(f"{base_url}/hello", timeout=timeout)
    return str(response)
