"""The greeting is plain text, and is read as JSON.

caught by: returns_the_greeting
message: JSONDecodeError
"""

import requests


def say_hello(base_url, *, timeout=5.0):
    response = requests.get(f"{base_url}/hello", timeout=timeout)
    return response.json()
