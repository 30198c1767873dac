"""What all of the project's own tests need."""

from __future__ import annotations

import signal

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # So it is in what a shell starts in the background. The programs in which Ctrl-C is tested would inherit it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
