"""A slash at the end makes it another address.

caught by: returns_the_greeting
message: without a slash at the end
"""

import requests


def say_hello(base_url, *, timeout=5.0):
    return requests.get(f"{base_url}/hello/", timeout=timeout).text
