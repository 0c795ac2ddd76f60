"""The two ports that people and mail come in by."""

import errno
import socket
from collections.abc import Collection
from typing import Final

from holdfast.project.trouble import Trouble

_LOOKED_AT: Final = 200
"""So many ports above a taken one are looked at for a free one."""


def is_free(address: str, port: int) -> bool:
    """Whether a listener could be put there now."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((address, port))
            tried.listen(1)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            if error.errno == errno.EACCES:
                raise Trouble(f"Port {port} is only for root here; choose one above 1023.") from None
            raise Trouble(f"Nothing can listen on {address}: {error.strerror}.") from None
    return True


def require_free(address: str, port: int, *, setting: str, besides: Collection[int] = ()) -> None:
    """Refuse a port that another program holds, and name one that is free and none of those `besides`."""
    if is_free(address, port):
        return
    free = _next_free(address, port, besides)
    instead = f": {setting}={free} bin/up" if free else f" by {setting}"
    raise Trouble(
        f"Port {port} is taken by another program. Stop that one, or choose another port{instead}."
        " Nothing was started."
    )


def _next_free(address: str, port: int, besides: Collection[int]) -> int | None:
    """The first port above that could be had now; a privileged one is proposed to nobody."""
    above = range(max(port + 1, 1024), min(port + _LOOKED_AT, 65536))
    return next((each for each in above if each not in besides and is_free(address, each)), None)


def reached_at(address: str) -> str:
    """Where a listener of that address is found on this machine."""
    return "127.0.0.1" if address in ("0.0.0.0", "") else "::1" if address == "::" else address  # noqa: S104


def is_answered(address: str, port: int) -> bool:
    """Whether somebody takes connections there."""
    try:
        with socket.create_connection((reached_at(address), port), timeout=1):
            return True
    except OSError:
        return False
