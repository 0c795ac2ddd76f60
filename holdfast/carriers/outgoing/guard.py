"""Where a connection may lead: to public addresses alone, judged after the DNS and used as judged (T52).

A name is resolved once and the connection is made to what was judged, so a name that answers otherwise a moment later
(DNS rebinding) leads nowhere. How an address is spelled (decimal, octal, mapped into IPv6) does not matter: what is
judged is what the connection would be made to.
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading
from collections.abc import Collection
from typing import Any, Final

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Networks = Collection[ipaddress.IPv4Network | ipaddress.IPv6Network]

_GLOBAL_UNICAST: Final = ipaddress.IPv6Network("2000::/3")
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
_NOBODY_THERE: Final = tuple(
    ipaddress.IPv6Network(each) for each in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
)
"""Within the global ones: Teredo and other protocols' own, documentation, and 6to4, which hides an IPv4 address."""
_NOT_PUBLIC: Final = tuple(
    ipaddress.IPv4Network(each) for each in ("192.0.0.0/24", "192.88.99.0/24", "224.0.0.0/4", "240.0.0.0/4")
)


class Refused(Exception):
    """The connection must not be made, or its name can't be resolved; the text says which, in words."""


class Inside(Refused):
    """The name leads to an address inside."""


def read_networks(said: str) -> Networks:
    """Networks between commas; `ValueError` says which is none."""
    return tuple(ipaddress.ip_network(each.strip()) for each in said.split(",") if each.strip())


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, whatever it is wrapped in."""
    ip = _unwrapped(address)
    if isinstance(ip, ipaddress.IPv6Address):
        return ip in _GLOBAL_UNICAST and not any(ip in network for network in _NOBODY_THERE)
    return ip.is_global and not any(ip in network for network in _NOT_PUBLIC)


def addresses_of(
    host: str, port: int, *, allows_inside: bool, within: float, but_for: Networks = ()
) -> list[tuple[Any, ...]]:
    """What to connect to for this name, all of it judged; raises `Refused`.

    A name with one address inside is refused as a whole: nobody honest has such a one. `but_for` are networks
    inside that the operator named.
    """
    found = _resolved(host, port, within)
    if not allows_inside and not all(_may_be_asked(str(each[4][0]), but_for) for each in found):
        raise Inside("leads to an address that is not public")
    return found


def _may_be_asked(address: str, but_for: Networks) -> bool:
    return is_public(address) or any(_unwrapped(address) in network for network in but_for)


def _unwrapped(address: str) -> IPAddress:
    """The IPv4 address in one of IPv6 that only wraps it, else the address itself."""
    ip: IPAddress = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or (ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None)
        return inner or ip
    return ip


def _resolved(host: str, port: int, within: float) -> list[tuple[Any, ...]]:
    """The system's resolver knows no time limit, so it is asked in a thread of its own."""
    answers: queue.SimpleQueue[list[tuple[Any, ...]] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(list(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
        except (OSError, UnicodeError) as trouble:
            answers.put(trouble)

    threading.Thread(target=ask, name="resolver", daemon=True).start()
    try:
        found = answers.get(timeout=within)
    except queue.Empty:
        raise Refused("could not be resolved in time") from None
    if isinstance(found, Exception) or not found:
        raise Refused("can't be resolved")
    return found
