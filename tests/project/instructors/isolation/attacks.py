"""What a learner's module may try. Each function says what it achieved; it is sent to a worker as text."""

import contextlib
import ctypes
import errno
import mmap
import os
import signal
import socket
import sys
import threading
import time


def hello():
    return "hello"


def who():
    return os.getuid()


def read(paths):
    """Those that can be read, or listed."""
    found = []
    for path in paths:
        try:
            if os.path.isdir(path):
                found += [path] if os.listdir(path) else []
            else:
                with open(path, "rb") as file:
                    found += [path] if file.read(1) else []
        except OSError:
            pass
    return found


def environments():
    """All that can be read of anybody's environment."""
    texts = ["\n".join(f"{name}={value}" for name, value in os.environ.items())]
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/environ", "rb") as file:
                    texts.append(file.read().decode("utf-8", "replace"))
            except OSError:
                pass
    return "\n".join(texts)


def processes():
    return sorted(int(name) for name in os.listdir("/proc") if name.isdigit())


def network(port, path):
    """What answers, past all that is put in the place of the standard library: here, and to a child."""
    raw = sys.modules["_socket"].socket
    reached = []
    for family, address in (
        (socket.AF_INET, ("127.0.0.1", port)),
        (socket.AF_INET6, ("::1", port)),
        (socket.AF_INET, ("192.0.2.1", 80)),
        (socket.AF_UNIX, path),
    ):
        try:
            one = raw(family, socket.SOCK_STREAM)
            one.settimeout(0.3)
            one.connect(address)
            one.close()
            reached.append(str(address))
        except OSError:
            pass
    process = os.fork()
    if not process:
        try:
            one = raw(socket.AF_INET, socket.SOCK_STREAM)
            one.settimeout(0.3)
            one.connect(("127.0.0.1", port))
            os._exit(7)
        except OSError:
            os._exit(0)
    if os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 7:
        reached.append("by a child")
    return reached


def write(paths):
    """Those into which something could be put."""
    written = []
    for path in paths:
        try:
            target = os.path.join(path, "planted.py") if os.path.isdir(path) else path
            with open(target, "ab") as file:
                file.write(b"\n# planted\n")
            written.append(path)
        except OSError:
            pass
    return written


def daemon(folder):
    """Leave something behind that goes on."""
    if not os.fork():
        os.setsid()
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        if not os.fork():
            while True:
                with open(os.path.join(folder, "beat"), "w") as file:
                    file.write(str(os.getpid()))
                for descriptor in range(3, 20):
                    with contextlib.suppress(OSError):
                        os.close(descriptor)
        os._exit(0)
    while not os.path.exists(os.path.join(folder, "beat")):
        pass
    return "left"


def forks(most):
    """How many processes there could be."""
    for count in range(most):
        try:
            if not os.fork():
                while True:
                    signal.pause()
        except OSError:
            return count
    return most


def forks_and_stays(count):
    """In sessions of their own."""
    for _ in range(count):
        if not os.fork():
            os.setsid()
            break
    while True:
        signal.pause()


def threads(count):
    """So many at the same time."""
    started = threading.Barrier(count + 1)
    for _ in range(count):
        threading.Thread(target=started.wait, daemon=True).start()
    started.wait()
    return count


def fill():
    kept = []
    while True:
        kept.append(bytearray(10_000_000))


def swallow():
    """Fill memory, ignore that it is full, and go on."""
    kept = []
    while True:
        with contextlib.suppress(MemoryError):
            kept.append(bytearray(1_000_000))


def fill_by_many(count, size):
    """Each below the limit, together above it."""
    for _ in range(count):
        if not os.fork():
            kept = bytearray(size)
            for place in range(0, size, 4096):
                kept[place] = 1
            while True:
                signal.pause()
    while True:
        signal.pause()


def fill_shared(size):
    kept = mmap.mmap(-1, size)
    for place in range(0, size, 4096):
        kept[place] = 1
    while True:
        signal.pause()


def fill_disk(folder, size):
    """Large files, one after another. How many bytes there were when it ended."""
    total = 0
    while True:
        try:
            with open(os.path.join(folder, f"{total}.bin"), "wb") as file:
                total += file.write(b"x" * size)
        except OSError as error:
            return [total, errno.errorcode[error.errno]]


def many_files(folder, count):
    for number in range(count):
        os.mkdir(os.path.join(folder, str(number)))
    while True:
        signal.pause()


def deep(folder):
    os.chdir(folder)
    for _ in range(400):
        os.mkdir("d" * 200)
        os.chdir("d" * 200)
    open("file", "w").close()
    os.chmod(".", 0)
    return "deep"


def burn():
    while True:
        pass


def to_parent(number):
    try:
        os.kill(os.getppid(), number)
        return "sent"
    except OSError as error:
        return errno.errorcode[error.errno]


def trace():
    """Attach to the parent, and read its memory."""
    library = ctypes.CDLL(None, use_errno=True)
    done = []
    if library.ptrace(16, os.getppid(), 0, 0) == 0:
        done.append("ptrace")
    try:
        with open(f"/proc/{os.getppid()}/mem", "rb"):
            done.append("mem")
    except OSError:
        pass
    for name in ("maps", "environ", "fd"):
        done += [name] if read([f"/proc/{os.getppid()}/{name}"]) else []
    return done


def traps(folder):
    """Things that whoever looks into the folder would follow, or wait at."""
    made = []
    for name, make in (
        ("link", lambda path: os.symlink("/etc/passwd", path)),
        ("pipe", os.mkfifo),
        ("node", lambda path: os.mknod(path, 0o666)),
    ):
        try:
            make(os.path.join(folder, name))
            made.append(name)
        except OSError:
            pass
    return made


def privileges():
    """What of root could be had back."""
    got = []
    for name, attempt in (
        ("root", lambda: os.setuid(0)),
        ("groups", lambda: os.setgroups([0])),
        ("chroot", lambda: os.chroot("/tmp")),
    ):
        try:
            attempt()
            got.append(name)
        except OSError:
            pass
    library = ctypes.CDLL(None, use_errno=True)
    for flags in (0x10000000, 0x10020000, 0x40000000):
        got += [f"unshare {flags:x}"] if library.unshare(flags) == 0 else []
    if library.memfd_create(b"memory", 0) >= 0:
        got.append("memfd")
    return got


def flood():
    while True:
        print("x" * 100_000)


def long(size):
    return "x" * size


def stop_itself():
    threading.Thread(target=lambda: (time.sleep(0), os.kill(os.getpid(), signal.SIGSTOP)), daemon=True).start()
    while True:
        pass
