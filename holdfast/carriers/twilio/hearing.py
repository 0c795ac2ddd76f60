"""What Twilio tells us afterwards: whether it is Twilio that speaks, and what a status means."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit, urlunsplit

PORTS: Final = {"https": 443, "http": 80}


class Heard(StrEnum):
    """What a status says about the row."""

    UNDER_WAY = "under way"
    ARRIVED = "arrived"
    CAME_BACK = "came back"


_MEANS: Final = {
    "queued": Heard.UNDER_WAY,
    "accepted": Heard.UNDER_WAY,
    "scheduled": Heard.UNDER_WAY,
    "sending": Heard.UNDER_WAY,
    "sent": Heard.UNDER_WAY,
    "initiated": Heard.UNDER_WAY,
    "ringing": Heard.UNDER_WAY,
    "in-progress": Heard.UNDER_WAY,
    "delivered": Heard.ARRIVED,
    "read": Heard.ARRIVED,
    "completed": Heard.ARRIVED,
    "undelivered": Heard.CAME_BACK,
    "failed": Heard.CAME_BACK,
    "canceled": Heard.CAME_BACK,
    "busy": Heard.CAME_BACK,
    "no-answer": Heard.CAME_BACK,
}


def meaning(status: str) -> Heard | None:
    """What the status of a message or call means; None for one that is not known."""
    return _MEANS.get(status)


def signature(url: str, values: Mapping[str, Sequence[str]], token: str) -> str:
    """What X-Twilio-Signature holds for a form posted to that address: HMAC-SHA1 over address, names and values."""
    said = url + "".join(f"{name}{value}" for name in sorted(values) for value in sorted(set(values[name])))
    return base64.b64encode(
        hmac.new(token.encode(), said.encode("utf-8", "replace"), hashlib.sha1).digest()
    ).decode()


def is_from_twilio(given: str, url: str, values: Mapping[str, Sequence[str]], *, token: str) -> bool:
    """Whether the signature is the account's for this address and form; without a token nothing is believed.

    Twilio signs the address with its port or without it, by age of the service.
    """
    if not token or not given:
        return False
    right = [
        hmac.compare_digest(given.encode(), signature(each, values, token).encode()) for each in _forms(url)
    ]
    return any(right)


def _forms(url: str) -> Iterable[str]:
    parts = urlsplit(url)
    host = parts.hostname or ""
    name = f"[{host}]" if ":" in host else host
    port = parts.port or PORTS.get(parts.scheme, 443)
    return {url, *(urlunsplit(parts._replace(netloc=each)) for each in (name, f"{name}:{port}"))}
