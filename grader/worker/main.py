"""The worker as a process: it speaks over its own standard input and output, moved aside before anything is loaded.

Started with the argument ``nursery`` it loads all that a worker needs and then makes workers by ``fork``, in a
millisecond each: each message on its socket brings the two ends of a pipe for one of them. With ``sandboxed`` and its
settings it does so within limits, for a class that is graded.
"""

from __future__ import annotations

import concurrent.futures.thread
import contextlib
import gc
import os
import queue
import sched
import sys
from _thread import allocate_lock, get_ident, start_new_thread
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO

from grader.door.link import LONGEST, Link, Message, dump, load

from .host import Host
from .network import rehearse

if TYPE_CHECKING:
    from .limits import Confinement

assert concurrent.futures.thread
assert sched
# Loaded now, so that what they take from ``time`` and ``threading`` when they are loaded is no check's own.

Work = Callable[[], None]

TOO_MUCH: Message = {"problem": "your code returned more than can be passed on", "news": {}, "slept": [], "now": 0.0}


class MainThread:
    """Runs the judge's questions in the main thread, as the learner's code would expect; a second one beside it."""

    def __init__(self) -> None:
        self._work: queue.SimpleQueue[Work | None] = queue.SimpleQueue()
        self._busy = allocate_lock()
        self._thread = 0

    def schedule(self, work: Work) -> None:
        if self._busy.acquire(False):
            self._work.put(work)
        else:
            start_new_thread(work, ())

    def stop(self) -> None:
        self._work.put(None)

    def free(self) -> None:
        """Called where it is about to answer: the next question may come before it is back for it."""
        if get_ident() == self._thread:
            self._busy.release()

    def run(self) -> None:
        self._thread = get_ident()
        while (work := self._work.get()) is not None:
            work()


def prepared() -> tuple[MainThread, Host]:
    """What a worker begins with; made once where many are forked from it."""
    main_thread = MainThread()
    host = Host(main_thread.schedule)
    host.connect()
    return main_thread, host


def serve(incoming: BinaryIO, outgoing: BinaryIO, main_thread: MainThread, host: Host) -> None:
    """Answer the judge until it closes the pipe."""
    writing = allocate_lock()

    def send(message: Message) -> None:
        line = dump(message)
        if len(line) > LONGEST:
            if "re" not in message:
                raise OverflowError("more than can be sent from here")
            line = dump({**TOO_MUCH, "re": message.get("re", 0)})
        if "re" in message and host.link.depth == 1:
            main_thread.free()
        with writing:  # around one write, never around a question and its answer
            outgoing.write(line)
            outgoing.flush()

    def read() -> None:
        with contextlib.suppress(OSError, ValueError):
            while line := incoming.readline(LONGEST):
                host.link.receive(load(line))
        os._exit(0)

    host.link = Link(host, send)
    start_new_thread(read, ())
    main_thread.run()


def move_aside() -> tuple[BinaryIO, BinaryIO]:
    """Take standard input and output for the talk; past ``sys.stdin`` and ``sys.stdout`` there is nothing for the
    learner's code to read, and what it writes there reaches nobody.
    """
    incoming, outgoing = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    os.close(nothing)
    return incoming, outgoing


def nursery(control_descriptors: list[int], confinement: Confinement | None = None) -> None:
    """Make a worker for each pair of pipe ends that comes; tell how one ended when asked by its process id.

    Each judge has a control socket of its own. When all are closed, there is nothing left to do. With a confinement
    it is also asked to end them: from outside of a sandbox their process ids say nothing.
    """
    import select
    import signal
    import socket

    controls = [socket.socket(fileno=descriptor) for descriptor in control_descriptors]
    rehearse()
    beginning = prepared()
    gc.set_threshold(50_000)  # a check makes a few thousand objects, and its module goes with it
    gc.freeze()  # what is here now is shared by all workers, and none need look through it
    while True:
        control = select.select(controls, [], [])[0][0]
        message, descriptors, _, _ = socket.recv_fds(control, 64, 2)
        if not message:
            control.close()
            controls.remove(control)
            if not controls:
                if confinement is not None:
                    confinement.kill_all()
                os._exit(0)
            continue
        if message.startswith(b"wait"):
            control.sendall(b"%d\n" % _wait(int(message.split()[1])))
            continue
        if message.startswith(b"end") and confinement is not None:
            control.sendall(b"%d\n" % confinement.end(int(message.split()[1])))
            continue
        process = os.fork()
        if process:
            with contextlib.suppress(OSError):
                os.setpgid(process, process)  # here too: the judge may want to kill it before it gets to do so
            for descriptor in descriptors:
                os.close(descriptor)
            control.sendall(b"%d\n" % process)
            continue
        for control in controls:
            control.close()
        os.setpgid(0, 0)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        os.dup2(descriptors[0], 0)
        os.dup2(descriptors[1], 1)
        for descriptor in descriptors:
            os.close(descriptor)
        if confinement is not None:
            confinement.confine()
        serve(*move_aside(), *beginning)
        os._exit(0)


def _wait(process: int) -> int:
    """The exit status of a worker, negative for a signal; 0 when it is not known any more."""
    try:
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    except (ChildProcessError, ValueError):
        return 0


def hide() -> None:
    """Take the grader out of what can be imported: the learner's code is not to find it."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "grader"]:
        del sys.modules[name]


def main(arguments: list[str]) -> None:
    confinement = None
    if arguments[:1] == ["sandboxed"]:  # and only then: a learner's run has no need of it
        import json

        from .limits import Confinement

        confinement = Confinement(json.loads(arguments.pop(1)))
        control = int(arguments[1])
        os.closerange(3, control)
        os.closerange(control + 1, os.sysconf("SC_OPEN_MAX"))
    hide()
    if arguments[:1] in (["nursery"], ["sandboxed"]):
        nursery([int(descriptor) for descriptor in arguments[1:]], confinement)
    else:
        serve(*move_aside(), *prepared())
