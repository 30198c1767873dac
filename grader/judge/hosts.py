"""The only hosts that there are while a recording is made: names that lead to servers on this machine."""

from __future__ import annotations

import contextlib
import ipaddress
import os
import socket
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from unittest import mock

Routes = Mapping[tuple[str, int], tuple[str, int]]
"""The host and port of a URL, and where its server listens: ``{("bistro.test", 443): ("127.0.0.1", 40123)}``."""

PROXIES = ("http_proxy", "https_proxy", "ftp_proxy", "all_proxy", "no_proxy")
CERTIFICATES = ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE")


@contextlib.contextmanager
def only(routes: Routes, ca: Path | str | None = None) -> Iterator[None]:
    """Let this process reach the servers that are named and its own machine, and nothing else, while it lasts.

    A request keeps the name and port that it was made for; only the connection goes elsewhere. What a person has set
    up for their own requests (proxies, a netrc file) is not seen meanwhile.

    Args:
        routes: where the named hosts are.
        ca: a file with the certificate that vouches for them; None when they don't speak TLS.

    Raises:
        socket.gaierror: out of a lookup of any other host; OSError out of a connection to any other address.
    """
    resolver = _Resolver(routes)
    with contextlib.ExitStack() as stack:
        for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex", "gethostbyaddr", "getnameinfo"):
            stack.enter_context(mock.patch.object(socket, name, getattr(resolver, name)))
        for name in ("connect", "connect_ex", "sendto"):
            stack.enter_context(mock.patch.object(socket.socket, name, _guarded(getattr(socket.socket, name))))
        netrc = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "netrc"
        netrc.touch()
        stack.enter_context(mock.patch.dict(os.environ))
        for name in list(os.environ):
            if name.lower() in PROXIES:
                del os.environ[name]
        # On some systems proxies are also set elsewhere; a star keeps Python from looking there.
        os.environ["NO_PROXY"] = "*"
        os.environ["NETRC"] = str(netrc)
        if ca is not None:
            os.environ.update(dict.fromkeys(CERTIFICATES, str(ca)))
        yield


class _Resolver:
    """The functions of ``socket`` that know names, with the routes in front of them."""

    def __init__(self, routes: Routes) -> None:
        self._routes = {(host.lower(), str(port)): address for (host, port), address in routes.items()}
        self._real = socket.getaddrinfo
        self._real_getnameinfo = socket.getnameinfo

    def getaddrinfo(self, host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
        name = _name(host)
        if name is None or _is_loopback(name):
            return self._real(host, port, *args, **kwargs)
        wanted = port.decode() if isinstance(port, bytes) else str(port)
        if (name, wanted) not in self._routes:
            raise self._unknown(f"{name}:{wanted}")
        return self._real(*self._routes[name, wanted], *args, **kwargs)

    def gethostbyname(self, host: Any) -> str:
        name = _name(host) or ""
        if _is_loopback(name):
            return "127.0.0.1" if name == "localhost" else name
        for (known, _), (address, _) in self._routes.items():
            if known == name:
                return address
        raise self._unknown(name)

    def gethostbyname_ex(self, host: Any) -> tuple[str, list[str], list[str]]:
        return str(host), [], [self.gethostbyname(host)]

    def gethostbyaddr(self, host: Any) -> tuple[str, list[str], list[str]]:
        return self.gethostbyname_ex(host)

    def getnameinfo(self, address: Any, flags: int) -> tuple[str, str]:
        if not _is_loopback(_name(address[0]) or ""):
            raise self._unknown(str(address[0]))
        return self._real_getnameinfo(address, flags)

    def _unknown(self, wanted: str) -> socket.gaierror:
        known = ", ".join(sorted(f"{host}:{port}" for host, port in self._routes))
        text = f"While recording, {wanted} can't be reached: there is only {known or 'this machine'}."
        return socket.gaierror(socket.EAI_NONAME, text)


def _guarded(real: Any) -> Any:
    """A method of a socket whose last argument is an address, for addresses of this machine only."""

    def guarded(self: socket.socket, *arguments: Any) -> Any:
        internet = self.family in (socket.AF_INET, socket.AF_INET6)
        if internet and not _is_loopback(_name(arguments[-1][0]) or ""):
            host, port = arguments[-1][:2]
            raise OSError(f"While recording, nothing but this machine is reached, and not {host}:{port}.")
        return real(self, *arguments)

    return guarded


def _name(host: Any) -> str | None:
    """A host as the routes write it; None stands for this machine."""
    if host is None:
        return None
    text = host.decode("idna") if isinstance(host, bytes) else str(host)
    return text.lower().rstrip(".")


def _is_loopback(name: str) -> bool:
    if name in ("localhost", ""):
        return True
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return False
