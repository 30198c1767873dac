"""Sockets, certificates, and servers that start and stop together."""

import asyncio
import contextlib
import json
import logging.config
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import STATUS_PHRASES

from kitchen.app import Application, Receive, Scope, Send, bistro
from kitchen.world import Kitchen

# One line for each request, and nothing about the servers' own comings and goings.
LOG_CONFIG: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "access": {"()": "uvicorn.logging.AccessFormatter", "fmt": "  %(status_code)s  %(request_line)s"},
        "plain": {"format": "%(message)s"},
    },
    "handlers": {
        "access": {"class": "logging.StreamHandler", "formatter": "access"},
        "plain": {"class": "logging.StreamHandler", "formatter": "plain"},
    },
    "loggers": {
        "uvicorn.access": {"handlers": ["access"], "level": "INFO", "propagate": False},
        "uvicorn.error": {"handlers": ["plain"], "level": "WARNING", "propagate": False},
    },
}

HOST = "127.0.0.1"
SERVERS = ("bistro", "auth", "httpbin", "datasette", "roundup", "llm", "pantry", "sommelier")

# The reason phrases of RFC 9110. Python took them over in 3.13 only; the bytes must not depend on its version.
STATUS_PHRASES.update(
    {
        413: b"Content Too Large",
        414: b"URI Too Long",
        416: b"Range Not Satisfiable",
        422: b"Unprocessable Content",
    }
)


class PortTaken(Exception):
    """The port that was asked for belongs to somebody else."""


@dataclass(frozen=True)
class Plan:
    """What is to be served."""

    seed: int = 1
    port: int = 0
    """The bistro's port; 0 lets the system choose. All other ports are always the system's choice."""
    servers: tuple[str, ...] = ("bistro",)
    tls: bool = False
    control: bool = False
    as_json: bool = False


@dataclass(frozen=True)
class Post:
    """One server's place."""

    name: str
    app: Application
    socket: socket.socket
    tls: bool

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"{'https' if self.tls else 'http'}://{HOST}:{self.socket.getsockname()[1]}"


class Server(uvicorn.Server):
    """A uvicorn server that leaves signals alone: there are several of them, and one place that stops all.

    It doesn't wait for guests either: over TLS, one who only keeps a line open would hold it up for seconds.
    """

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # what is cut off now is no error
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        await asyncio.sleep(0)  # let them notice
        await super().shutdown(sockets)


def serve(plan: Plan) -> None:
    """Serve until somebody says stop. Raises `PortTaken` before anything has started."""
    with TemporaryDirectory(prefix="bistro-") as folder, contextlib.ExitStack() as stack:
        certificates = make_certificates(Path(folder), plan.servers) if plan.tls else None
        posts = open_posts(plan, stack)
        servers = [make_server(post, certificates, quiet=plan.as_json) for post in posts]

        def stop(*_: object) -> None:
            for server in servers:
                server.should_exit = True

        if not plan.as_json:
            logging.config.dictConfig(LOG_CONFIG)
        for name in ("SIGINT", "SIGTERM"):
            signal.signal(getattr(signal, name), stop)
        if plan.as_json:
            threading.Thread(target=wait_for_end_of_input, args=(stop,), daemon=True).start()
        asyncio.run(run(servers, posts, lambda: announce(plan, posts, certificates)))


def open_posts(plan: Plan, stack: contextlib.ExitStack) -> list[Post]:
    """A listening socket for each server, so that ports are known, and ours, before anything else happens."""
    kitchen = Kitchen(plan.seed)
    stack.callback(kitchen.close)
    posts = []
    for name in plan.servers:
        port = plan.port if name == "bistro" else 0
        posts.append(Post(name, make_app(name, kitchen), stack.enter_context(listen(port)), plan.tls))
    if plan.control:
        posts.append(Post("control", make_app("control", kitchen), stack.enter_context(listen(0)), False))
    return posts


def make_app(name: str, kitchen: Kitchen) -> Application:
    """The application of this name. A server that is slow to set up is not even imported before its first guest."""
    if name == "control":
        from kitchen.control import control

        return control(kitchen)
    if name == "bistro":
        return bistro(kitchen)
    return AtFirstRequest(lambda: import_module(f"kitchen.others.{name}").application(kitchen))


class AtFirstRequest:
    """An application that is made when somebody asks it for something."""

    def __init__(self, make: Callable[[], Application]) -> None:
        self._make = make
        self._app: Application | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._app is None:
            self._app = self._make()  # on the servers' only thread, so that it is made once
        await self._app(scope, receive, send)


def listen(port: int) -> socket.socket:
    """A socket that listens on this port."""
    # The protocol is named because asyncio switches Nagle's delay off only where it is; it would cost 40 ms a request.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name != "nt":  # on Windows the option would let two servers share a port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise PortTaken(f"Port {port} can't be used: {os.strerror(error.errno or 0).lower()}.") from error
    return listener


def make_server(post: Post, certificates: tuple[Path, Path] | None, *, quiet: bool) -> Server:
    """A server whose bytes depend on nothing but the application: no date, no name, always the same parser."""
    options: dict[str, Any] = {}
    if post.tls and certificates:
        options = {"ssl_certfile": certificates[1]}
    config = uvicorn.Config(
        post.app,
        http="h11",
        ws="none",
        lifespan="off",
        date_header=False,
        server_header=False,
        proxy_headers=False,
        access_log=not quiet,
        log_config=None,
        timeout_graceful_shutdown=1,
        **options,
    )
    return Server(config)


async def run(servers: list[Server], posts: list[Post], ready: Callable[[], None]) -> None:
    """Run all servers; say so once the last one answers."""
    tasks = [asyncio.create_task(server.serve([post.socket])) for server, post in zip(servers, posts, strict=True)]
    while not all(server.started for server in servers) and not any(task.done() for task in tasks):
        await asyncio.sleep(0.005)
    if all(server.started for server in servers):
        ready()
    await asyncio.gather(*tasks)


def announce(plan: Plan, posts: list[Post], certificates: tuple[Path, Path] | None) -> None:
    """Say where everything is: to a program in one line of JSON, to people in a few friendly ones."""
    if plan.as_json:
        print(json.dumps(directory(posts, certificates)), flush=True)
        return
    for post in posts:
        if post.name == "bistro":
            print(f"The bistro is open (seed {plan.seed}): {post.url}")
            print(f"What it offers: {post.url}/docs")
        else:
            print(f"{post.name}: {post.url}")
    if certificates:
        print(f"Its certificates are signed by {certificates[0]}")
    print("Ctrl-C closes the doors.", flush=True)


def directory(posts: list[Post], certificates: tuple[Path, Path] | None) -> dict[str, Any]:
    """Which name and port is to be found where."""
    guests = [post for post in posts if post.name != "control"]
    return {
        "routes": {
            f"{post.name}.test": {"443" if post.tls else "80": [HOST, post.socket.getsockname()[1]]} for post in guests
        },
        "ca": str(certificates[0]) if certificates else None,
        "control": next((post.url for post in posts if post.name == "control"), None),
    }


def make_certificates(folder: Path, servers: tuple[str, ...]) -> tuple[Path, Path]:
    """A throw-away authority (to trust) and a certificate with its key (to serve with), for all the names at once."""
    import trustme

    authority = trustme.CA()
    certificate = authority.issue_cert(*[f"{name}.test" for name in servers], "localhost", HOST)
    to_trust, to_serve = folder / "ca.pem", folder / "server.pem"
    authority.cert_pem.write_to_path(str(to_trust))
    certificate.private_key_and_cert_chain_pem.write_to_path(str(to_serve))
    return to_trust, to_serve


def wait_for_end_of_input(stop: Callable[[], None]) -> None:
    """Stop when the program that started us is gone. (`os.read`: a buffered reader would hold a lock at the end.)"""
    with contextlib.suppress(OSError):
        while os.read(sys.stdin.fileno(), 1024):
            pass
    stop()
