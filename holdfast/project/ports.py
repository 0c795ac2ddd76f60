"""The two ports that people and mail come in by."""

import errno
import socket

from holdfast.project.trouble import Trouble


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


def require_free(address: str, port: int, *, setting: str) -> None:
    """Refuse a port that another program holds."""
    if not is_free(address, port):
        raise Trouble(
            f"Port {port} is taken by another program. Stop that one, or choose another port:"
            f" {setting}={port + 1} bin/up. Nothing was started."
        )


def is_answered(address: str, port: int) -> bool:
    """Whether somebody takes connections there."""
    reached = "127.0.0.1" if address in ("0.0.0.0", "") else "::1" if address == "::" else address  # noqa: S104
    try:
        with socket.create_connection((reached, port), timeout=1):
            return True
    except OSError:
        return False
