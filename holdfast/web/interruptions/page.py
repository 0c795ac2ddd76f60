"""The page at which an interruption is worked: what is owed when, what was told to whom, and what can be done now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString

from holdfast.incidents.bulletin_words import parts_of
from holdfast.incidents.confirmers import may_confirm
from holdfast.incidents.models import Affected, Bulletin, BulletinKind, Interruption, Part, State, Told
from holdfast.incidents.models.interruption import DOWN
from holdfast.incidents.monitor_reactions import is_well_again
from holdfast.kernel import clock
from holdfast.look.pieces import when
from holdfast.notices.models import Delivery
from holdfast.people.acts import Act, may
from holdfast.people.door import STAFF, allow
from holdfast.people.models import Person
from holdfast.promises.models import Promise
from holdfast.promises.models import State as Outcome
from holdfast.web.frame import person_of, show, zone_of
from holdfast.web.interruptions.linked import tickets_of
from holdfast.web.interruptions.listing import TONES
from holdfast.web.interruptions.reporters import reporters_of
from holdfast.web.told import Deed, Delivered, WordLine, delivered, deliveries_of, next_due


@dataclass(frozen=True)
class ClientLine:
    """One affected client: what it was told last, and what became of that."""

    name: str
    url: str
    delivered: Delivered
    since: SafeString
    is_restored: bool


@allow(STAFF)
def interruption(request: HttpRequest, key: int) -> HttpResponse:
    """One interruption."""
    found = found_interruption(key)
    now, zone, person = clock.now(), zone_of(request), person_of(request)
    promises = list(Promise.objects.filter(affected__interruption=found).order_by("due_at"))
    told = _newest(found)
    said = reporters_of([found], now=now, zone=zone).get(found.pk, [])
    impacts = list(found.impacts.select_related("component__service").order_by("pk"))
    sections = {each.part: each for each in found.sections.select_related("by")}
    context = {
        "found": found,
        "state": State(found.state).label,
        "tone": TONES.get(State(found.state), ""),
        "url": reverse("desk:interruption", args=[found.pk]),
        "next_due": next_due(promises, now=now),
        "kept": sum(each.state == Outcome.KEPT for each in promises),
        "broken": sum(each.broken_at is not None for each in promises),
        "promised": sum(each.state != Outcome.WAIVED for each in promises),
        "began": when(found.began_at, now=now, zone=zone),
        "zone": zone,
        "impacts": [(each, when(each.began_at, now=now, zone=zone)) for each in impacts],
        "clients": list(_clients(found, told, now=now, zone=zone)),
        "words": [_word(each, now=now, zone=zone) for each in _bulletins(found)],
        "sections": [(part.label, sections.get(part)) for part in Part],
        "deeds": _deeds(found, person, is_reported=told is not None),
        "reporters": [line for _, line in said],
        "is_well_again": found.state in (State.SUSPECTED, State.CONFIRMED, State.IDENTIFIED)
        and is_well_again([suspicion for suspicion, _ in said], impacts),
        "tickets": tickets_of(found, person),
        "is_over": found.state in (State.CLOSED, State.DISMISSED, State.RETRACTED),
    }
    return show(request, "interruptions/page.html", context, place="interruptions", now=now)


def found_interruption(key: int) -> Interruption:
    """The interruption that an address names; everybody of the vendor sees all of them."""
    found = (
        Interruption.objects.select_related("confirmed_by").filter(pk=key).first() if key < 2**63 else None
    )
    if found is None:
        raise Http404("There is no such interruption.")
    return found


def _bulletins(found: Interruption) -> list[Bulletin]:
    return list(found.bulletins.select_related("by").order_by("-pk"))


def _newest(found: Interruption) -> Bulletin | None:
    return found.bulletins.order_by("-pk").first()


def _clients(
    found: Interruption, bulletin: Bulletin | None, *, now: datetime, zone: tzinfo
) -> list[ClientLine]:
    rows = found.affected.select_related("organisation").order_by("organisation__name")
    told = (
        {each.affected_id: each.notice_id for each in Told.objects.filter(bulletin=bulletin)}
        if bulletin
        else {}
    )
    deliveries = deliveries_of(told.values())
    return [
        _client(row, deliveries.get(told[row.pk], []) if row.pk in told else None, now=now, zone=zone)
        for row in rows
    ]


def _client(affected: Affected, its: list[Delivery] | None, *, now: datetime, zone: tzinfo) -> ClientLine:
    return ClientLine(
        name=affected.organisation.name,
        url=reverse("desk:client", args=[affected.organisation_id]),
        delivered=delivered(its),
        since=when(affected.since_at, now=now, zone=zone),
        is_restored=affected.restored_at is not None,
    )


def _word(bulletin: Bulletin, *, now: datetime, zone: tzinfo) -> WordLine:
    return WordLine(
        kind=BulletinKind(bulletin.kind).label,
        at=when(bulletin.at, now=now, zone=zone),
        by=str(bulletin.by),
        parts=parts_of(bulletin),
    )


def _deeds(found: Interruption, person: Person, *, is_reported: bool) -> list[Deed]:
    """What this stage comes to next, and what else may be done, by this person."""
    writes, confirms = may(person, Act.TELL_OF_INTERRUPTION), may_confirm(person)
    state = State(found.state)
    deeds: list[Deed] = []
    if state == State.SUSPECTED and confirms:
        deeds += [
            Deed("Confirm it", "confirmation", is_first=True),
            Deed("Same as another", "joining"),
            Deed("Dismiss", "dismissal", is_danger=True),
        ]
    if state in DOWN and writes:
        deeds += [Deed("Send the report", "report", is_first=not is_reported)]
        deeds += [Deed("Send an update", "update", is_first=True)] if is_reported else []
    if state in DOWN and confirms:
        deeds += [
            Deed("Service restored", "restoration"),
            Deed("More is hit", "widening"),
            Deed("Retract", "retraction", is_danger=True),
        ]
    if state == State.RESTORED:
        deeds += [Deed("Send an update on the cause", "cause", is_first=True)] if writes else []
        deeds += [Deed("Send the analysis", "analysis")] if writes else []
        deeds += [Deed("Send the report", "report")] if writes and not is_reported else []
        deeds += [Deed("It is down again", "confirmation", is_danger=True)] if confirms else []
    if state == State.CAUSE_KNOWN and confirms:
        deeds.append(Deed("Close it", "closing", is_first=True))
    return deeds
