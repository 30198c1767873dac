"""Loops for ever, swallows what should stop it, and blocks the signals that it can.

earns: 0
"""

import signal

signal.pthread_sigmask(signal.SIG_BLOCK, set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP})


def order_a_dish(base_url, dish, *, timeout=5.0):
    while True:
        try:
            while True:
                signal.alarm(0)
        except BaseException:
            continue
