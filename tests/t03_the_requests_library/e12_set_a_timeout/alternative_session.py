"""A Session of its own where none is passed in, and the clock of `datetime`."""

import contextlib
import datetime

import requests


class DeadlinePassed(requests.Timeout):
    pass


def get_specials(base_url, days, *, connect=2.0, read=5.0, deadline=10.0, session=None):
    began = datetime.datetime.now(datetime.UTC)

    def left():
        return deadline - (datetime.datetime.now(datetime.UTC) - began).total_seconds()

    def special(session, day):
        seconds = left()
        if seconds <= 0:
            raise DeadlinePassed(f"{day}: too late")
        answer = session.get(
            base_url.rstrip("/") + f"/specials?day={day}", timeout=tuple(min(one, seconds) for one in (connect, read))
        )
        answer.raise_for_status()
        return answer.json()

    with contextlib.nullcontext(session) if session else requests.Session() as session:
        return [special(session, day) for day in days]
