"""Which addresses may be connected to: public ones, and hosts that the user named.

An article can cite any URL, and a name can resolve to any address: what is checked is the address that is
connected to, at every hop, after the name has been resolved.
"""

import ipaddress
import re
from collections.abc import Iterable

from kgraph.identifiers import escape_iri

_FORBIDDEN = tuple(
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
        "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24",
        "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
"""IANA's special-purpose IPv4 blocks; `ipaddress.is_global` lets several of them through."""
_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
_NOT_GLOBAL = tuple(
    ipaddress.ip_network(text)
    for text in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "2620:4f:8000::/48")
)
_PORTS = frozenset({80, 443, 8080, 8443})
_HOST_PORT = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^:\[\]/@\s]+)(?::(\d{1,5}))?")


def is_public(address: str) -> bool:
    """Whether an IP address, as resolved, is one of the public internet.

    >>> is_public("93.184.216.34"), is_public("127.0.0.1"), is_public("::ffff:10.0.0.1"), is_public("fe80::1%eth0")
    (True, False, False, False)
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if ip.version == 4:
        return not any(ip in network for network in _FORBIDDEN)
    # Mapped, translated (64:ff9b::/96) and compatible addresses lie outside 2000::/3, tunnels in it are listed.
    return ip in _GLOBAL_UNICAST and not any(ip in network for network in _NOT_GLOBAL)


def as_asked(address: str) -> str:
    """An address as it is asked: as every parser takes it, and without what names a place within the page.

    >>> as_asked("HTTPS://example.org/a b#part")
    'https://example.org/a%20b'
    """
    scheme, mark, rest = address.strip().partition("#")[0].partition("://")
    return escape_iri(f"{scheme.lower()}{mark}{rest}")


class Allowed:
    """The private hosts that the user lets through, each `HOST` or `HOST:PORT`."""

    def __init__(self, hosts: Iterable[str] = ()) -> None:
        self._hosts: set[tuple[str, int | None]] = set()
        for text in hosts:
            match = _HOST_PORT.fullmatch(text.strip())
            if not match or (match[2] and not 0 < int(match[2]) < 65536):
                raise ValueError(f"{text!r} is no HOST or HOST:PORT")
            self._hosts.add((match[1].strip("[]").lower(), int(match[2]) if match[2] else None))

    def names(self, host: str, port: int) -> bool:
        """Whether the user named this host and port."""
        host = host.strip("[]").lower()
        return (host, port) in self._hosts or (host, None) in self._hosts

    def port(self, host: str, port: int) -> bool:
        """Whether a port may be asked: one of the web, or one the user named."""
        return port in _PORTS or self.names(host, port)
