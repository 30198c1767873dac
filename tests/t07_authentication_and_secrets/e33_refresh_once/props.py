"""What the check on threads needs beside the learner's code."""

from concurrent.futures import ThreadPoolExecutor


def eight_at_once(guest, path):
    """What eight threads get that all ask at once; the first exception, if there is one."""
    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(guest.get, [path] * 8))
