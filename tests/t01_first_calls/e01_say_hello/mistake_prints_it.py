"""The text is printed, and nothing is returned.

caught by: returns_the_greeting
message: print() only shows a value
"""

import requests


def say_hello(base_url, *, timeout=5.0):
    response = requests.get(f"{base_url}/hello", timeout=timeout)
    print(response.text)
