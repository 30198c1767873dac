"""One bistro for all the tests here: a process of its own, as people and recorders start it."""

import json
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Running:
    """A started `python -m kitchen serve --json --control`."""

    process: subprocess.Popen[str]
    directory: dict[str, Any]

    @property
    def control(self) -> str:
        """The back door's address."""
        return f"{self.directory['control']}/_kitchen"

    def url(self, host: str = "bistro.test") -> str:
        """Where a server really listens."""
        ((port, (address, number)),) = self.directory["routes"][host].items()
        return f"{'https' if port == '443' else 'http'}://{address}:{number}"

    def reset(self, seed: int = 1) -> None:
        """Go back to the beginning of an evening."""
        requests.post(f"{self.control}/reset", json={"seed": seed}, timeout=5).raise_for_status()

    def world(self) -> dict[str, Any]:
        """What there is tonight."""
        world: dict[str, Any] = requests.get(f"{self.control}/world", timeout=5).json()
        return world


def start(*options: str) -> Running:
    """Start a kitchen and wait until it says where it is."""
    command = [sys.executable, "-m", "kitchen", "serve", "--control", "--json", *options]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    line = process.stdout.readline()
    assert line, "the kitchen did not start"
    return Running(process, json.loads(line))


def stop(running: Running) -> int:
    """Close its input, which is how a recorder says that it is done; the exit status."""
    assert running.process.stdin
    assert running.process.stdout
    running.process.stdin.close()
    status = running.process.wait(10)
    running.process.stdout.close()
    return status


@pytest.fixture(scope="session")
def running() -> Iterator[Running]:
    started = start("--servers", "all")
    yield started
    assert stop(started) == 0


@pytest.fixture
def bistro(running: Running) -> Callable[..., requests.Response]:
    """`bistro("GET", "/menu", …)` on a fresh evening of seed 1; the connection is kept, the state is not."""
    running.reset(1)
    session = requests.Session()

    def ask(method: str, path: str, **options: Any) -> requests.Response:
        return session.request(method, running.url() + path, timeout=5, **options)

    return ask


@pytest.fixture
def world(running: Running, bistro: object) -> dict[str, Any]:
    """What there is on that evening."""
    return running.world()


@pytest.fixture
def routed(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """`http://bistro.test` (and the other servers' names) lead to the running servers, as they do while recording."""
    places = {host: tuple(next(iter(ports.values()))) for host, ports in running.directory["routes"].items()}
    find = socket.getaddrinfo

    def find_here(host: Any, port: Any, *rest: Any, **options: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name in places:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", places[name])]
        return find(host, port, *rest, **options)

    monkeypatch.setattr(socket, "getaddrinfo", find_here)


@pytest.fixture(name="start")
def start_fixture() -> Callable[..., Running]:
    """The function that starts another kitchen."""
    return start


@pytest.fixture(name="stop")
def stop_fixture() -> Callable[[Running], int]:
    """The function that stops one."""
    return stop
