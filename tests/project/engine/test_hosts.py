"""While recording, the named hosts are there and nothing else is."""

from __future__ import annotations

import contextlib
import http.server
import os
import socket
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from grader.judge import hosts

Address = tuple[str, int]


@pytest.fixture(scope="module")
def server() -> Iterator[Address]:
    """A server that says which host and which credentials it was asked with."""

    class Echo(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            text = f"{self.headers['Host']} {self.headers.get('Authorization', '-')} {self.path}".encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield "127.0.0.1", running.server_address[1]
        running.shutdown()


@pytest.fixture
def routes(server: Address) -> hosts.Routes:
    return {("bistro.test", 80): server, ("httpbin.test", 8080): server}


@pytest.mark.parametrize("url", ["http://bistro.test/a", "http://BISTRO.test:80/a", "http://httpbin.test:8080/a"])
def test_a_named_host_leads_to_its_server_and_keeps_its_name(routes: hosts.Routes, url: str) -> None:
    expected = "httpbin.test:8080 - /a" if "httpbin" in url else "bistro.test - /a"
    with hosts.only(routes):
        assert requests.get(url, timeout=5).text.replace(":80 ", " ").lower() == expected
        with urllib.request.urlopen(url, timeout=5) as answer:
            assert answer.read().decode().replace(":80 ", " ").lower() == expected


@pytest.mark.parametrize("wanted", [("example.com", 80), ("bistro.test", 443), ("93.184.216.34", 80), ("::2", 80)])
def test_everything_else_is_refused_in_one_sentence(routes: hosts.Routes, wanted: Address) -> None:
    with hosts.only(routes), pytest.raises(socket.gaierror) as raised:
        socket.getaddrinfo(*wanted)
    name = f"{wanted[0]}:{wanted[1]}"
    text = f"While recording, {name} can't be reached: there is only bistro.test:80, httpbin.test:8080."
    assert raised.value.strerror == text


def test_requests_tells_that_sentence(routes: hosts.Routes) -> None:
    with hosts.only(routes), pytest.raises(requests.ConnectionError, match=r"While recording, example\.com:80 can't"):
        requests.get("http://example.com/", timeout=5)


@pytest.mark.parametrize("lookup", [socket.gethostbyname, socket.gethostbyname_ex, socket.gethostbyaddr])
def test_the_other_lookups_are_led_too(routes: hosts.Routes, lookup: object) -> None:
    name = lookup.__name__  # type: ignore[attr-defined]
    with hosts.only(routes):
        assert "127.0.0.1" in str(getattr(socket, name)("bistro.test"))
        assert "127.0.0.1" in str(getattr(socket, name)("localhost"))
        with pytest.raises(socket.gaierror, match=r"example\.com can't be reached"):
            getattr(socket, name)("example.com")
    assert getattr(socket, name) is lookup


def test_the_name_of_a_foreign_address_is_not_looked_up(routes: hosts.Routes) -> None:
    with hosts.only(routes):
        assert socket.getnameinfo(("127.0.0.1", 80), socket.NI_NUMERICHOST | socket.NI_NUMERICSERV)[0] == "127.0.0.1"
        with pytest.raises(socket.gaierror, match="can't be reached"):
            socket.getnameinfo(("93.184.216.34", 80), 0)


def test_an_address_needs_no_lookup_and_is_refused_all_the_same(routes: hosts.Routes) -> None:
    with hosts.only(routes):
        with socket.socket() as one, pytest.raises(OSError, match=r"not 93\.184\.216\.34:80"):
            one.connect(("93.184.216.34", 80))
        with socket.socket() as one, pytest.raises(OSError, match="nothing but this machine"):
            one.connect_ex(("93.184.216.34", 80))
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one, pytest.raises(OSError, match="nothing but this"):
            one.sendto(b"?", ("93.184.216.34", 53))


def test_this_machine_can_be_reached(server: Address) -> None:
    with hosts.only({}):
        assert requests.get(f"http://127.0.0.1:{server[1]}/", timeout=5).ok
        assert requests.get(f"http://localhost:{server[1]}/", timeout=5).ok
        with socket.create_connection(server, timeout=5), socket.create_server(("127.0.0.1", 0)):
            pass
        with pytest.raises(socket.gaierror, match="there is only this machine"):
            socket.getaddrinfo("bistro.test", 80)


def test_nothing_of_a_persons_own_is_used(
    routes: hosts.Routes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    poisoned = tmp_path / "netrc"
    poisoned.write_text("default login somebody password secret\n")
    poisoned.chmod(0o600)
    monkeypatch.setenv("NETRC", str(poisoned))
    for name in ("HTTP_PROXY", "http_proxy", "All_Proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with hosts.only(routes):
        assert requests.get("http://bistro.test/", timeout=5).text == "bistro.test - /"
        assert urllib.request.getproxies().keys() <= {"no"}


def test_all_is_as_it_was_afterwards(routes: hosts.Routes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "mine.pem")
    before = (dict(os.environ), {name: getattr(socket, name) for name in vars(socket)}, dict(vars(socket.socket)))
    with contextlib.suppress(KeyError), hosts.only(routes, "theirs.pem"):
        assert os.environ["REQUESTS_CA_BUNDLE"] == os.environ["SSL_CERT_FILE"] == "theirs.pem"
        assert "HTTPS_PROXY" not in os.environ
        assert Path(os.environ["NETRC"]).read_text() == ""
        raise KeyError("something goes wrong meanwhile")
    after = (dict(os.environ), {name: getattr(socket, name) for name in vars(socket)}, dict(vars(socket.socket)))
    assert after == before


def test_without_a_certificate_the_bundle_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "mine.pem")
    with hosts.only({}):
        assert os.environ["REQUESTS_CA_BUNDLE"] == "mine.pem"
