"""`.content` is bytes, not text.

caught by: returns_the_greeting
message: `.content` is the raw body
"""

import requests


def say_hello(base_url, *, timeout=5.0):
    response = requests.get(f"{base_url}/hello", timeout=timeout)
    return response.content
