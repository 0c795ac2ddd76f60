"""Secret addresses for calendar programs: of one person's shifts, or of a rota's."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from icalendar import Calendar, Event

from holdfast.duty import rules
from holdfast.duty.facts import FeedMade, FeedRevoked
from holdfast.duty.models import Feed, Rota
from holdfast.duty.reading import Shift, all_rotas, standings
from holdfast.kernel import clock, tokens
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.kernel.text import one_line
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person
from holdfast.people.names import names_of

BACK: Final = timedelta(days=28)
AHEAD: Final = timedelta(days=84)
_TOKEN: Final = re.compile(r"c([1-9]\d{0,17})\.([a-z2-7]{26})")
_PURPOSE: Final = "duty calendar"


def feed_token(feed: Feed) -> str:
    return f"c{feed.pk}.{tokens.sign(_PURPOSE, feed.pk)}"


def feed_link(feed: Feed) -> str:
    """The address to give to a calendar program."""
    return f"{settings.SITE_URL}/duty/{feed_token(feed)}.ics"


def feed_of(*, rota: Rota | None = None, person: Person | None = None) -> Feed | None:
    """The address that holds."""
    return Feed.objects.filter(rota=rota, person=person, revoked_at=None).first()


def read_feed_token(token: str) -> Feed:
    """Refused: `link_wrong` when it is not ours, `link_ended` when it was revoked."""
    found = _TOKEN.fullmatch(token)
    feed = (
        Feed.objects.select_related("rota__team", "person").filter(pk=int(found[1])).first()
        if found and tokens.is_signed(found[2], _PURPOSE, int(found[1]))
        else None
    )
    if feed is None:
        raise Refused("There is no such calendar.", code="link_wrong")
    if feed.revoked_at is not None or (feed.person is not None and not feed.person.is_active):
        raise Refused("This address has ended.", code="link_ended")
    return feed


@transaction.atomic
def make_feed(*, rota: Rota | None = None, person: Person | None = None, by: Person) -> Feed:
    """A new address; the one before it ends."""
    revoke_feed(rota=rota, person=person, by=by)
    at = clock.now()
    feed = Feed.objects.create(rota=rota, person=person, made_at=at)
    record(FeedMade(feed=feed.pk, rota=feed.rota_id, person=feed.person_id), by=by.actor, at=at)
    return feed


@transaction.atomic
def revoke_feed(*, rota: Rota | None = None, person: Person | None = None, by: Person) -> None:
    """End the address, if there is one: a rota's by whoever may change rotas, one's own by oneself."""
    if rota is not None:
        require_may(by, Act.CHANGE_ROTAS)
    else:
        rules.require_own(by, person)
    feed = Feed.objects.select_for_update().filter(rota=rota, person=person, revoked_at=None).first()
    if feed is not None:
        feed.revoked_at = clock.now()
        feed.save(update_fields=["revoked_at"])
        record(
            FeedRevoked(feed=feed.pk, rota=feed.rota_id, person=feed.person_id),
            by=by.actor,
            at=feed.revoked_at,
        )


def calendar_of(feed: Feed, *, at: datetime) -> bytes:
    """Four weeks back and twelve ahead, one event for each shift; what nobody has is an event that says so."""
    rotas = [feed.rota] if feed.rota is not None else all_rotas()
    shifts = [
        (standing.rota, shift)
        for standing in standings(rotas, since=at - BACK)
        for shift in standing.shifts(at - BACK, at + AHEAD)
        if feed.rota is not None or shift.person == feed.person_id
    ]
    names = names_of({shift.person for _, shift in shifts if shift.person is not None})
    calendar = Calendar()
    calendar.add("prodid", "-//Holdfast//Duty//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    name = one_line(f"On duty: {feed.rota or feed.person}")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)  # for programs that don't know RFC 7986
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for rota, shift in sorted(shifts, key=lambda pair: (pair[1].begins_at, pair[0].pk)):
        who = names.get(shift.person, "somebody") if shift.person is not None else ""
        if who or rota.is_round_the_clock:
            calendar.add_component(_event(rota, shift, who, at))
    written: bytes = calendar.to_ical()
    return written


def _event(rota: Rota, shift: Shift, who: str, at: datetime) -> Event:
    event = Event()
    event.add(
        "uid", f"duty-{rota.pk}-{shift.begins_at:%Y%m%dT%H%M%SZ}@{settings.SITE_URL.partition('://')[2]}"
    )
    event.add("dtstamp", at.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", shift.begins_at)
    event.add("dtend", shift.ends_at)
    event.add("summary", one_line(f"{who or 'NOBODY ON DUTY'}: {rota}"))
    event.add("transp", "TRANSPARENT")
    return event
