"""e01 · Say hello

You sit down, the waiter comes to your table. Before you order anything, you say hello and see whether he answers.
This one works already: run it, read it, change it if you like.
"""

import requests


def say_hello(base_url: str, *, timeout: float = 5.0) -> str:
    """Return the text that the bistro answers to ``GET /hello``.

    ``base_url`` is where the bistro is, for example ``https://bistro.test``. ``timeout`` is how many seconds to
    wait for an answer; without one, `requests` would wait for ever.
    """
    # One request goes out, one response comes back. The response has a status, headers and a body;
    # `.text` is the body, decoded with the charset that the Content-Type header names.
    response = requests.get(f"{base_url}/hello", timeout=timeout)
    return response.text
