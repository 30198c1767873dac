"""urllib3's own Timeout caps both with its total; a timeout is told as a passed deadline where nothing is left."""

import time

import requests
from urllib3 import Timeout


class DeadlinePassed(requests.Timeout):
    pass


def get_specials(base_url, days, *, connect=2.0, read=5.0, deadline=10.0, session=None):
    end = time.perf_counter() + deadline
    specials = []
    for day in days:
        left = end - time.perf_counter()
        if not left > 0:
            raise DeadlinePassed(day)
        try:
            answer = (
                requests.request(
                    "GET",
                    f"{base_url}/specials",
                    params={"day": day},
                    timeout=Timeout(total=left, connect=connect, read=read),
                )
                if session is None
                else session.get(
                    f"{base_url}/specials", params={"day": day}, timeout=Timeout(total=left, connect=connect, read=read)
                )
            )
        except requests.Timeout as error:
            if time.perf_counter() >= end:
                raise DeadlinePassed(day) from error
            raise
        answer.raise_for_status()
        specials.append(answer.json())
    return specials
