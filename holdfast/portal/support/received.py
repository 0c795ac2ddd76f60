"""The page that shows a stranger the reference of what they sent: signed, for one ticket, for an hour."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from holdfast.kernel import clock, tokens
from holdfast.kernel.refusal import Refused
from holdfast.look.times import due_in_words
from holdfast.people.door import ANYONE, allow
from holdfast.portal.frame import show, zone_for
from holdfast.portal.mailed_links.ended import behind_a_link
from holdfast.promises.models import Promise
from holdfast.tickets.models import Ticket

_PURPOSE: Final = "received"
_TOKEN = re.compile(r"r([1-9]\d{0,17})\.(\d{1,11})\.([a-z2-7]{26})")
_LASTS: Final = timedelta(hours=1)


def received_token(number: int, *, at: datetime) -> str:
    """The token of the page of that ticket; the leading letter names the format (T7)."""
    began = int(at.timestamp())
    return f"r{number}.{began}.{tokens.sign(_PURPOSE, number, began)}"


@allow(ANYONE)
@behind_a_link
def received(request: HttpRequest, token: str) -> HttpResponse:
    """The reference, and by when a person answers; nothing of what was written."""
    now = clock.now()
    ticket = received_ticket(token, now=now)
    zone = zone_for(request.person)  # type: ignore[attr-defined]
    by = promised_by(Promise.objects.filter(ticket=ticket), "first_response", now=now, zone=zone)
    values = {"reference": ticket.reference, "reply_by": by}
    return show(request, "portal/support/received.html", values, now=now, here="support")


def promised_by(promises: QuerySet[Promise], clause: str, *, now: datetime, zone: tzinfo) -> str:
    """By when the newest promise of this clause falls due, with the zone it is said in; empty when there is none."""
    promise = promises.filter(clause=clause).order_by("-pk").first()
    if promise is None:
        return ""
    return f"{due_in_words(promise.due_at, now=now, zone=zone)} {promise.due_at.astimezone(zone):%Z}"


def received_ticket(token: str, *, now: datetime) -> Ticket:
    """The ticket that the page is about; refused is a token that is not ours or has ended."""
    found = _TOKEN.fullmatch(token)
    if found is None or not tokens.is_signed(found[3], _PURPOSE, int(found[1]), int(found[2])):
        raise Refused("This address opens nothing.", code="link_wrong")
    if now - datetime.fromtimestamp(int(found[2]), tz=UTC) > _LASTS:
        raise Refused(
            "This page showed your reference for an hour. It also stands in our mail to you.",
            code="link_ended",
        )
    return Ticket.objects.get(pk=int(found[1]))
