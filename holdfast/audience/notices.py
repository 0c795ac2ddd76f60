"""The public stream by mail: what the status page tells, to those who asked for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext

from holdfast.audience.links import subscription_url
from holdfast.audience.models import Subscription
from holdfast.incidents.facts import BulletinSent, InterruptionConfirmed
from holdfast.incidents.models import Bulletin, Impact, Interruption, State
from holdfast.incidents.public import PUBLIC_STATUS, interruption_url, public_interruptions, public_words
from holdfast.kernel.facts import Recorded
from holdfast.notices.actions.writing import write_notice
from holdfast.notices.kinds import STATUS_NEWS, SUBSCRIPTION_PROOF
from holdfast.notices.languages import in_language
from holdfast.notices.letters import Reader
from holdfast.notices.models import Lane
from holdfast.vendor.models import the_vendor

_PURPOSE: Final = "status-"


def ask_to_confirm(subscription: Subscription, *, until: datetime, at: datetime) -> None:
    """The link that begins it; nothing that anybody typed is in this mail."""
    write_notice(
        event=f"subscription-{subscription.pk}",
        kind=SUBSCRIPTION_PROOF,
        about=f"subscription-{subscription.pk}",
        readers=[Reader(person=subscription.person, to_client=False)],
        subject=in_language(settings.LANGUAGE_CODE, lambda: gettext("Please confirm your subscription")),
        said={
            "components": [str(each) for each in subscription.components.select_related("service")],
            "confirm_link": subscription_url(subscription.token),
            "until": until,
            "why": in_language(
                settings.LANGUAGE_CODE,
                lambda: gettext(
                    "Somebody asked for this with your address. If it was not you, leave the link alone."
                ),
            ),
        },
        at=at,
    )


def tell_of_confirmation(told: Recorded[InterruptionConfirmed]) -> None:
    """That something is down, and what, before there is a report."""
    _tell(told.row, event=f"status-{told.row.pk}-confirmed-{told.fact.round}", text="", told=told)


def tell_of_word(told: Recorded[BulletinSent]) -> None:
    """Report, update, restoration, cause: as the page has them."""
    bulletin = Bulletin.objects.get(pk=told.fact.bulletin)
    if not bulletin.is_public:
        return
    _tell(
        told.row,
        event=f"status-{told.row.pk}-bulletin-{bulletin.pk}",
        text=public_words(bulletin),
        next_at=bulletin.next_at,
        told=told,
    )


def _tell(
    interruption: Interruption,
    *,
    event: str,
    text: str,
    next_at: datetime | None = None,
    told: Recorded[Any],
) -> None:
    if not public_interruptions().filter(pk=interruption.pk).exists():
        return
    hit = Impact.recorded.filter(interruption=interruption, component__is_public=True).select_related(
        "component__service"
    )
    components = {each.component_id: str(each.component) for each in hit}
    tell_subscribers(
        event=event,
        about=f"{_PURPOSE}{interruption.pk}",
        title=interruption.title,
        said={
            "stage": _stage(interruption),
            "text": text,
            "components": list(components.values()),
            "began_at": interruption.began_at,
            "next_at": next_at,
            "page_url": interruption_url(interruption),
        },
        components=components,
        thread=f"<status-{interruption.code}@{urlsplit(settings.SITE_URL).hostname}>",
        at=told.at,
    )


def _stage(interruption: Interruption) -> str:
    """How the page calls it; of what was retracted nothing came back, so its mail does not say `Restored`."""
    return "retracted" if interruption.state == State.RETRACTED else str(PUBLIC_STATUS[interruption.state])


def tell_subscribers(
    *,
    event: str,
    about: str,
    title: str,
    said: Mapping[str, Any],
    components: Iterable[int],
    thread: str,
    files: Sequence[Mapping[str, str]] = (),
    at: datetime,
) -> None:
    """One letter to all who subscribed to the whole page or to any of these components, in one thread for each.

    Only what the page shows may come here. Whoever subscribed to a part is told of all that touches it (T61).
    """
    readers = _readers(list(components))
    if not readers:
        return
    vendor = the_vendor().name
    why = in_language(
        settings.LANGUAGE_CODE,
        lambda: (
            gettext("You get this because you subscribed to the service status of %(vendor)s.")
            % {"vendor": vendor or gettext("Support")}
        ),
    )
    write_notice(
        event=event,
        kind=STATUS_NEWS,
        about=about,
        readers=readers,
        subject=f"[Status] {title}",
        said={"title": title, "why": why, **said},
        lane=Lane.NEWS,
        thread_root=thread,
        files=files,
        at=at,
    )


def _readers(components: Sequence[int]) -> list[Reader]:
    """Each with the token that ends their own subscription."""
    running = Subscription.objects.filter(confirmed_at__isnull=False, ended_at=None, person__is_active=True)
    found = running.filter(is_whole=True) | running.filter(components__in=components)
    return [
        Reader(person=each.person, to_client=False, reply_token=each.token)
        for each in found.select_related("person").order_by("pk").distinct()
    ]
