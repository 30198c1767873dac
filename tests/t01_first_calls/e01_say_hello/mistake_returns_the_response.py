"""The whole response is returned, not the text in it.

caught by: returns_the_greeting
message: returned a Response, not a text
"""

import requests


def say_hello(base_url, *, timeout=5.0):
    return requests.get(f"{base_url}/hello", timeout=timeout)
