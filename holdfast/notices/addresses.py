"""The addresses in and around a mail: who can be written to at all, and the tokens in our own."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from holdfast.notices.models import Delivery
from holdfast.vendor.models import Vendor

_USABLE = re.compile(
    r"[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f]{1,64}@[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f.]+(\.[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f.]+)*"
)
_MACHINES: Final = re.compile(r"(mailer-daemon|no-?reply|do-?not-?reply|bounces?)([+.\-=].*)?")
_BOUNCE = re.compile(r"\+b([a-z2-7]{26})@", re.IGNORECASE)


@lru_cache(maxsize=4096)
def is_usable(address: str) -> bool:
    """Whether mail can be sent there: a plain `local@domain`, without quotes, blanks or line breaks (T15).

    Whoever is in a chat, or only called, may have none: nothing is ever delivered to `.invalid` (RFC 6761).
    """
    if address.lower().endswith(".invalid"):
        return False
    if len(address) > 254 or not _USABLE.fullmatch(address) or ".." in address.partition("@")[0]:
        return False
    local = address.partition("@")[0]
    return not (local.startswith(".") or local.endswith(".")) and on_the_wire(address) is not None


def is_machine(address: str) -> bool:
    """Whether nobody reads what is sent there, by its name (RFC 3834 §2)."""
    return _MACHINES.fullmatch(address.partition("@")[0].lower()) is not None


def untagged(address: str) -> str:
    """The address without what stands behind a plus sign, lower case."""
    local, _, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def on_the_wire(address: str) -> str | None:
    """The address with its domain in ASCII (IDNA); None where that can't be."""
    local, _, domain = address.rpartition("@")
    try:
        return f"{local}@{domain if domain.isascii() else domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return None


def mail_host(vendor: Vendor) -> str:
    """The host in our Message-IDs: of the support address, else of the site."""
    _, _, domain = vendor.support_address.rpartition("@")
    return domain or urlsplit(settings.SITE_URL).hostname or "localhost"


def support_address(vendor: Vendor) -> str:
    """The vendor's support address; before the set-up, one on the site's own host."""
    return vendor.support_address or f"support@{mail_host(vendor)}"


def tagged(vendor: Vendor, tag: str) -> str:
    """The support address with a token behind a plus sign."""
    local, _, domain = support_address(vendor).rpartition("@")
    return f"{local}+{tag}@{domain}" if tag else f"{local}@{domain}"


def bounce_address(delivery: Delivery, vendor: Vendor) -> str:
    """The envelope sender of one row's mail (VERP): what comes back to it names the row."""
    return tagged(vendor, f"b{delivery.token}")


def bounce_token(address: str) -> str | None:
    """The token of the row whose mail came back, out of the address that the bounce was sent to."""
    found = _BOUNCE.search(address)
    return found.group(1).lower() if found else None
