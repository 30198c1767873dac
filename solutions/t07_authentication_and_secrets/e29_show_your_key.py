"""e29 · Show your key

Regulars have a key. You show it to the waiter, and he lets you in. Nobody else gets to see it: not the next table, not
the guest book, and not the slip of paper that you leave behind.
"""

import os

import requests


class MissingKey(Exception):
    """There is no key to show."""


def whoami(
    base_url: str,
    *,
    env: str = "BISTRO_API_KEY",
    timeout: float = 5.0,
    session: requests.Session | None = None,
) -> dict[str, object]:
    """Ask the bistro whose key this is: return the JSON of ``GET /whoami``, with the key in the header ``X-API-Key``.

    The key is in the environment variable that ``env`` names, so that it stands in no file. Read it when the function
    is called, since by then it may be another one. Send it without the white space around it (a line end comes along
    easily): none belongs to a header's value (RFC 9110 §5.5).

    A key is a password: whoever reads it can use it. So it is in no URL, which servers write down wherever it passes
    (RFC 6750 §2.3), in nothing that you print or log, and in the text of no exception.

    Wait at most ``timeout`` seconds for an answer. The request goes over ``session`` when one is passed in, which
    does not keep the key: it may be used for other houses, too.

    Raises:
        MissingKey: when the variable is not set, or has nothing but white space in it; before any request.
        requests.HTTPError: for an error status (401 for a key that nobody has, 403 for one that was withdrawn).
    """
    # Read here and not at the head of the file: whoever runs this decides which key it is, and may change their mind.
    key = os.environ.get(env, "").strip()
    if not key:
        # The variable's name helps whoever reads this; its value would help everybody else.
        raise MissingKey(f"the environment variable {env} is not set, or it is blank")
    get = session.get if session is not None else requests.get
    # In the headers of this one request: `session.headers` would send it to whatever the session is used for next.
    response = get(f"{base_url}/whoami", headers={"X-API-Key": key}, timeout=timeout)
    # The text of an HTTPError has the URL in it, and not the headers. That is why a key belongs into a header.
    response.raise_for_status()
    return response.json()
