"""Which addresses are ours, and what stands behind the plus sign of one that was written to."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass

from holdfast.people.models import normal_address
from holdfast.vendor.models import Vendor, the_vendor


def without_tag(address: str) -> str:
    """The address in the form that is compared, without what stands behind a plus sign."""
    local, at, domain = normal_address(address).rpartition("@")
    return f"{local.partition('+')[0]}{at}{domain}"


def tag_of(address: str) -> str:
    """What stands behind the plus sign of an address; empty when nothing does."""
    return normal_address(address).rpartition("@")[0].partition("+")[2]


def is_ours(address: str, own: Iterable[str]) -> bool:
    """Whether an address, with or without a tag, is one of our own."""
    return without_tag(address) in own


def tags_to_us(addresses: Iterable[str], own: set[str]) -> list[str]:
    """The tags behind those of the addresses that are ours, in order, each once."""
    return list(dict.fromkeys(tag for each in addresses if is_ours(each, own) and (tag := tag_of(each))))


@dataclass(frozen=True)
class Known:
    """What is needed of the vendor to judge a mail."""

    own: frozenset[str]
    trusted_authserv_id: str
    is_set_up: bool


class KnownVendor:
    """The vendor's row as it was at most a few seconds ago, for doors and loops that ask at every mail."""

    def __init__(self, *, fresh_for: float = 5.0) -> None:
        """`fresh_for` in seconds."""
        self._fresh_for = fresh_for
        self._known: Known | None = None
        self._read = 0.0

    @property
    def fresh(self) -> Known | None:
        """What is known, without asking the database; None when it is old."""
        return self._known if time.monotonic() - self._read < self._fresh_for else None

    def read(self) -> Known:
        """What is known, asked again of the database when it is old; raises the database's errors."""
        known = self.fresh
        if known is None:
            self._known = known = known_of(the_vendor())
            self._read = time.monotonic()
        return known


def known_of(vendor: Vendor) -> Known:
    return Known(
        frozenset(vendor.own_addresses),
        vendor.trusted_authserv_id.strip().lower(),
        vendor.set_up_at is not None,
    )
