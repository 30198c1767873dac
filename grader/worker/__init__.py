"""The learner's side of the door: a process that loads a module and does what the judge asks, and nothing else.

Nothing in here knows a cassette, an expected value or a check.
"""

OTHER_CLIENTS = ("botocore", "httplib2", "tornado", "aiohttp", "httpx", "httpx2", "httpx_curl_cffi", "pyreqwest")
"""HTTP libraries that vcrpy looks for besides requests and urllib3. No learner's code may count on them."""

OTHER_PATCHERS = ("boto3", "httplib2", "tornado", "aiohttp", "httpx", "httpx2")
"""What vcrpy calls its ways to patch them; none is used."""
