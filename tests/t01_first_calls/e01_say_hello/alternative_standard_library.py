"""Python brings what it takes: `urllib.request`."""

from urllib.request import urlopen


def say_hello(base_url: str, *, timeout: float = 5.0) -> str:
    with urlopen(f"{base_url}/hello", timeout=timeout) as response:
        return response.read().decode(response.headers.get_content_charset("utf-8"))
