"""What one look found, and how far a look may go."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from holdfast.carriers.outgoing.guard import Networks, Refused, addresses_of


@dataclass(frozen=True)
class Reach:
    """Which addresses inside may be asked: none, those of the networks that the operator named, or all in a test."""

    networks: Networks = ()
    allows_inside: bool = False

    def addresses_of(self, host: str, port: int, within: float) -> list[tuple[Any, ...]]:
        """What to connect to, all of it judged; raises `Refused`."""
        return addresses_of(
            host, port, allows_inside=self.allows_inside, within=within, but_for=self.networks
        )


@dataclass(frozen=True)
class Well:
    """It is well, in words; and what is not wrong yet but soon will be."""

    words: str
    warning: str = ""


@dataclass(frozen=True)
class Finding:
    """What one look, or one call of a heartbeat, found, and how long it took."""

    is_ok: bool
    words: str
    ms: int | None = None
    warning: str = ""


class Failed(Exception):
    """It is not well; the text says how, as a sentence."""


def at_port(host: str, port: int) -> str:
    """`host:port`, as one writes it."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


@contextmanager
def line_to(host: str) -> Iterator[None]:
    """Say in words why no line came about."""
    try:
        yield
    except Refused as refused:
        raise Failed(f"{host} {refused}.") from None
    except TimeoutError:
        raise Failed(f"{host} did not answer in time.") from None
    except ConnectionRefusedError:
        raise Failed(f"{host} refuses the connection.") from None
    except OSError as trouble:
        raise Failed(f"{host} can't be reached: {type(trouble).__name__}.") from None
