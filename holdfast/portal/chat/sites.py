"""On which sites the chat may stand: on any, unless the installation names some."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

ANY: Final = "*"


def readable_by(origin: str, *, host: str) -> str:
    """What a browser on that site is told of who may read the answer; nothing for a site that may not."""
    sites = {each.strip().lower().rstrip("/") for each in settings.ENV.chat_sites.split(",") if each.strip()}
    if not sites:
        return ANY
    return origin if origin.lower() in sites or (origin and urlsplit(origin).netloc == host) else ""


def is_kept_out(origin: str, *, host: str) -> bool:
    """Whether a page of that site asks in vain; whoever is no page of a site says no origin."""
    return bool(origin) and not readable_by(origin, host=host)
