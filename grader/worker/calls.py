"""Which system calls a worker of a graded class can't make: a filter of the kernel's, ``seccomp``.

The sandbox around it is what keeps it apart. The filter takes away what gets around the limits, what another reader of
the shared folder would stumble over, and, where there is no sandbox with namespaces, the network.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
from collections.abc import Iterator

DUMPABLE, SECCOMP, CHILD_SUBREAPER, NO_NEW_PRIVILEGES = 4, 22, 36, 38
"""From ``linux/prctl.h``."""

MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
"""Their numbers in ``linux/audit.h``."""

REFUSED: dict[str, tuple[int | None, int | None]] = {
    # What the judge would follow, or wait at, in the shared folder.
    "symlink": (88, None),
    "symlinkat": (266, 36),
    "mknod": (133, None),
    "mknodat": (259, 33),
    # Memory that belongs to no process.
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "msgget": (68, 186),
    "semget": (64, 190),
    # Ways around this list.
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    # Other processes.
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    # Namespaces, in which a nobody is root, and file systems that nobody counts.
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "fsopen": (430, 430),
    "fsmount": (432, 432),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    # Rarely used parts of the kernel.
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
}
"""The number of each system call on the two machines."""

SOCKET, CLONE, CLONE3 = (41, 198), (56, 220), (435, 435)
"""Those of which it depends on the arguments."""

NEW_NAMESPACES = 0x7E020000
"""The flags of ``clone`` that make one."""

LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
"""Instructions of the kernel's packet filter, from ``linux/bpf_common.h``."""

ALLOW, REFUSE, KILL = 0x7FFF0000, 0x00050000, 0x80000000
"""From ``linux/seccomp.h``; an error number is added to ``REFUSE``."""

NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16
"""Where they are in what the filter looks at."""

NOT_PERMITTED, NO_SUCH_CALL, AF_UNIX = 1, 38, 1


def program(machine: str = platform.machine()) -> bytes | None:
    """The filter; None for machines and systems whose calls have other numbers."""
    if sys.platform != "linux" or machine not in MACHINES:
        return None
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in _instructions(machine))


def _instructions(machine: str) -> Iterator[tuple[int, int, int, int]]:
    """Each is what to do, how many to skip if so, how many if not, and an operand."""
    which = list(MACHINES).index(machine)
    yield LOAD, 0, 0, ARCHITECTURE
    yield EQUAL, 1, 0, MACHINES[machine]
    yield RETURN, 0, 0, KILL
    yield LOAD, 0, 0, NUMBER
    if machine == "x86_64":  # has the same calls again under higher numbers
        yield AT_LEAST, 0, 1, 0x40000000
        yield RETURN, 0, 0, REFUSE + NOT_PERMITTED
    for numbers in REFUSED.values():
        number = numbers[which]
        if number is not None:
            yield EQUAL, 0, 1, number
            yield RETURN, 0, 0, REFUSE + NOT_PERMITTED
    yield EQUAL, 0, 1, CLONE3[which]  # its arguments can't be seen from here; who asks for it falls back to clone
    yield RETURN, 0, 0, REFUSE + NO_SUCH_CALL
    yield EQUAL, 0, 3, CLONE[which]
    yield LOAD, 0, 0, FIRST_ARGUMENT
    yield ANY_BIT, 5, 0, NEW_NAMESPACES
    yield RETURN, 0, 0, ALLOW
    yield EQUAL, 0, 2, SOCKET[which]
    yield LOAD, 0, 0, FIRST_ARGUMENT
    yield EQUAL, 0, 1, AF_UNIX  # pairs of sockets within a program
    yield RETURN, 0, 0, ALLOW
    yield RETURN, 0, 0, REFUSE + NOT_PERMITTED


def install(filter_: bytes) -> None:
    """Have the kernel apply the filter to this process and all that come of it, for good."""

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))

    prctl(SECCOMP, 2, ctypes.byref(Program(len(filter_) // 8, filter_)))


def prctl(option: int, argument: int, pointer: object = None) -> None:
    """Change something about this process. Raises OSError when the kernel does not."""
    nothing = ctypes.c_ulong(0)
    if ctypes.CDLL(None, use_errno=True).prctl(option, ctypes.c_ulong(argument), pointer or nothing, nothing, nothing):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
