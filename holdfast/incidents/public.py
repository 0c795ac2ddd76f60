"""What the public reads of interruptions: which ones, in which state, and which of the words; on the page and by mail.

An interruption is public from its confirmation on, where it takes away at least one component that the status page
shows. One that hits hidden components alone is told to the clients who use them, and stands nowhere else (T45, T64).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from holdfast.incidents.models import Bulletin, BulletinKind, Impact, Interruption, Part

PUBLIC_STATUS: Final[Mapping[str, str | None]] = MappingProxyType(
    {
        "suspected": None,
        "dismissed": None,
        "confirmed": "investigating",
        "identified": "identified",
        "watching": "monitoring",
        "restored": "resolved",
        "cause_known": "postmortem",
        "closed": "postmortem",
        "retracted": "resolved",
    }
)
"""What the public reads of each state of an interruption; None: nothing at all."""

_HIDDEN: Final = [state for state, status in PUBLIC_STATUS.items() if status is None]
_SAID: Final[Mapping[str, tuple[str, ...]]] = {
    BulletinKind.REPORT: ("affected", "noticed", "workaround", "doing"),
    BulletinKind.ANALYSIS: tuple(str(part) for part in Part),
}
"""The parts that the public reads; of a report not who is affected, which may name clients."""


def public_interruptions() -> QuerySet[Interruption]:
    """Those that anybody may read of."""
    shown = Impact.recorded.filter(interruption=OuterRef("pk"), component__is_public=True)
    return Interruption.objects.exclude(state__in=_HIDDEN).filter(Exists(shown))


def interruption_url(interruption: Interruption) -> str:
    """Its place on the page."""
    return f"{settings.SITE_URL}/status/{interruption.code}/"


def where_to_follow_interruption(interruption: Interruption) -> str:
    """Its place on the page; of one that stands on none, in the portal, where whoever it reaches finds it."""
    if public_interruptions().filter(pk=interruption.pk).exists():
        return interruption_url(interruption)
    return in_portal(f"interruption-{interruption.code}")


def in_portal(anchor: str) -> str:
    """A place on the page on which a client reads all that reaches it, whoever else may."""
    return f"{settings.SITE_URL}/service-status/#{anchor}"


def public_words(bulletin: Bulletin) -> str:
    """A word as the public reads it."""
    parts = _SAID.get(bulletin.kind, ("text",))
    return "\n\n".join(bulletin.said[name] for name in parts if bulletin.said.get(name))
