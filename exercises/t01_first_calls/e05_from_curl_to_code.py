r"""e05 · From curl to code

You would like a table for tonight. The bistro's page shows how to book one with `curl`, a program for the command line:

    curl https://bistro.test/bookings \
         -H "Content-Type: application/json" \
         -H "X-Seating: terrace" \
         -d '{"name": "Zoë Ångström", "guests": 4, "high_chair": false}'

`-H` is a header, `-d` is the body; with a body, curl sends a POST. Further down the page says:

    POST /bookings   Book a table

    Parameter    In      Type                                    Meaning
    X-Seating    header  indoors | terrace                       Where you would like to sit.

    Send application/json: NewBooking
    name         string, from 1 to 80 characters
    guests       integer, from 1 to 12
    high_chair   boolean, optional                               Is a small child among them?

    Status       Type                                            Meaning
    201          application/json: Booking                       A table is kept.
    422          application/problem+json: Problem               Something in the request is not valid.
"""

import requests


def book_a_table(base_url: str, name: str, guests: int, *, timeout: float = 5.0) -> tuple[int, dict[str, object]]:
    """Send what curl sends above, for this name and so many guests, and return the answer's status and its JSON.

    All the rest stays as it is above. When the bistro says no, that is an answer like any other, and is not raised.

    >>> book_a_table("https://bistro.test", "Zoë Ångström", 4)
    (201, {'id': 'book-w3n8q2tf', 'name': 'Zoë Ångström', 'guests': 4, …})
    >>> book_a_table("https://bistro.test", "Zoë Ångström", 40)
    (422, {'type': 'https://bistro.test/problems/invalid', …})

    Names may have any signs in them, quotation marks too. Wait at most ``timeout`` seconds for an answer.
    """
    # TODO 1: say all this to requests: the method, the address, the headers, the body.
    # TODO 2: return two things, the status and what the JSON of the answer means.
    raise NotImplementedError("TODO 1: say all this to requests")
