"""The page at which a maintenance is worked: its window, what is owed, what was told to whom, what can be done now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from holdfast.incidents.models import (
    Announced,
    Announcement,
    AnnouncementKind,
    Maintenance,
    MaintenanceState,
    Reached,
    ShortNotice,
)
from holdfast.incidents.models.maintenance import RUNS
from holdfast.incidents.notice_given import notice_given
from holdfast.incidents.variables import lasts
from holdfast.kernel import clock
from holdfast.kernel.spans import span_text
from holdfast.look.pieces import when
from holdfast.people.acts import Act, may
from holdfast.people.door import STAFF, allow
from holdfast.people.models import Person
from holdfast.promises.actions.waiving import Cause
from holdfast.promises.models import Promise
from holdfast.promises.models import State as Outcome
from holdfast.web.frame import part, person_of, show, zone_of
from holdfast.web.maintenance.found import found_maintenance
from holdfast.web.maintenance.listing import TONES, state_of
from holdfast.web.maintenance.people import people_context
from holdfast.web.told import Deed, Delivered, WordLine, delivered, deliveries_of, next_due

_NOTICE = "maintenance_notice"
_OUTCOMES = {
    Outcome.RUNNING: ("Owed", "soon"),
    Outcome.KEPT: ("Kept", "kept"),
    Outcome.BROKEN: ("Broken", "late"),
    Outcome.KEPT_LATE: ("Kept late", "late"),
}


@dataclass(frozen=True)
class ReachedLine:
    """One client: what its notice came to, and what became of the newest word."""

    name: str
    url: str
    notice: str
    tone: str
    ahead: str
    """How long before the start the first of its contacts had the notice."""
    delivered: Delivered


@allow(STAFF)
def maintenance(request: HttpRequest, key: int) -> HttpResponse:
    """One maintenance."""
    found, now = found_maintenance(key), clock.now()
    context = {**people_context(found, now=now), **matter_context(request, found, now=now)}
    return show(request, "maintenance/page.html", context, place="maintenance", now=now)


@allow(STAFF)
def matter(request: HttpRequest, key: int) -> HttpResponse:
    """What its page says of it, fetched again when a hint names it: all but who is on it."""
    found, now = found_maintenance(key), clock.now()
    return part(request, "maintenance/_matter.html", matter_context(request, found, now=now), now=now)


def matter_context(request: HttpRequest, found: Maintenance, *, now: datetime) -> dict[str, Any]:
    zone, person = zone_of(request), person_of(request)
    promises = list(Promise.objects.filter(reached__maintenance=found).order_by("due_at", "pk"))
    words = list(found.announcements.select_related("by").order_by("-pk"))
    question = newest_question(found)
    return {
        "found": found,
        "topic": found.about,
        "live_url": reverse("desk:maintenance-live", args=[found.pk]),
        "state": state_of(found),
        "tone": TONES.get(MaintenanceState(found.state), "") if found.announced_at else "",
        "url": reverse("desk:maintenance", args=[found.pk]),
        "next_due": next_due(promises, now=now),
        "kept": sum(each.state == Outcome.KEPT for each in promises),
        "broken": sum(each.broken_at is not None for each in promises),
        "short": sum(is_short(each) for each in promises),
        "promised": sum(each.state != Outcome.WAIVED for each in promises),
        "start": when(found.begun_at or found.start_at, now=now, zone=zone),
        "end": when(found.ended_at or found.end_at, now=now, zone=zone, inside=True),
        "length": lasts(found.start_at, found.end_at),
        "short_words": f"{found.why_short} Approved by {found.approved_by}.",
        "question": question,
        "question_title": _question_title(question, now=now, zone=zone) if question else "",
        "may_plan": may(person, Act.PLAN_MAINTENANCE),
        "decides": question is not None and question.decided_at is None and question.asked_of_id == person.pk,
        "works": list(found.works.select_related("component__service").order_by("pk")),
        "clients": _clients(found, words[0] if words else None, promises),
        "words": [_word(each, now=now, zone=zone) for each in words],
        "deeds": _deeds(found, question, person, now=now),
        "is_late": not found.is_over and (found.end_at if found.is_running else found.start_at) < now,
    }


def newest_question(found: Maintenance) -> ShortNotice | None:
    """What a manager is asked about it, or declined and nothing changed since; None of what was approved or overtaken."""
    rows = found.short_notices.select_related("asked_of", "asked_by").order_by("-pk")
    newest = rows.first()
    if newest is None or newest.is_approved or found.state != MaintenanceState.SCHEDULED:
        return None
    is_declined = newest.is_approved is False and newest.decided_at and newest.decided_at >= found.changed_at
    return newest if newest.decided_at is None or is_declined else None


def _question_title(question: ShortNotice, *, now: datetime, zone: tzinfo) -> SafeString:
    if question.decided_at is not None:
        return format_html("{} declined a shorter notice", str(question.asked_of))
    return format_html(
        "Waits for {} since {}, to approve {}",
        str(question.asked_of),
        when(question.asked_at, now=now, zone=zone, inside=True),
        "a move" if question.is_move else "a shorter notice",
    )


def _outcome(promise: Promise | None) -> tuple[str, str]:
    """What became of one client's notice, and its tone; what broke stays broken, whatever became of it after."""
    if promise is None:
        return "None owed", ""
    if promise.state == Outcome.WAIVED:
        if promise.broken_at is not None:
            return "Broken", "late"
        return ("Short", "soon") if is_short(promise) else ("Let go", "")
    if promise.state == Outcome.RUNNING and promise.had_no_time:
        return "Needs approval", "soon"
    return _OUTCOMES[Outcome(promise.state)]


def is_short(promise: Promise) -> bool:
    """Waived for less notice than is owed: by a manager, or because the client came too late for it."""
    is_waived = promise.clause == _NOTICE and promise.state == Outcome.WAIVED
    return is_waived and (not promise.waived_by_rule or promise.waiver == Cause.CAME_LATE)


def _clients(
    found: Maintenance, newest: Announcement | None, promises: Sequence[Promise]
) -> list[ReachedLine]:
    notices = {
        each.reached_id: each for each in promises if each.clause == _NOTICE and each.cycle == found.round
    }
    told = dict(Announced.objects.filter(announcement=newest).values_list("reached_id", "notice_id"))
    rows = deliveries_of(told.values())
    ahead = notice_given(found)
    return [
        _line(
            each,
            notices.get(each.pk),
            ahead=span_text(ahead[each.pk].total_seconds()) if each.pk in ahead else "",
            delivery=delivered(rows.get(told[each.pk], []) if each.pk in told else None),
        )
        for each in found.reached.select_related("organisation").order_by("organisation__name")
    ]


def _line(reached: Reached, promise: Promise | None, *, ahead: str, delivery: Delivered) -> ReachedLine:
    notice, tone = _outcome(promise)
    return ReachedLine(
        name=reached.organisation.name,
        url=reverse("desk:client", args=[reached.organisation_id]),
        notice=notice,
        tone=tone,
        ahead=ahead,
        delivered=delivery,
    )


def _word(word: Announcement, *, now: datetime, zone: tzinfo) -> WordLine:
    parts = [("Why", word.said.get("reason", "")), ("", word.said.get("text", ""))]
    return WordLine(
        kind=AnnouncementKind(word.kind).label,
        at=when(word.at, now=now, zone=zone),
        by=str(word.by) if word.by else "by the clock",
        parts=[(name, text) for name, text in parts if text],
    )


def _deeds(found: Maintenance, question: ShortNotice | None, person: Person, *, now: datetime) -> list[Deed]:
    """What this stage comes to next, and what else may be done, by this person."""
    plans, writes = may(person, Act.PLAN_MAINTENANCE), may(person, Act.TELL_OF_MAINTENANCE)
    deeds: list[Deed] = []
    if found.state == MaintenanceState.SCHEDULED and plans:
        if found.announced_at is None:
            if question is None or question.decided_at is not None:
                deeds.append(Deed("Send the notice", "announcement", is_first=True))
            deeds.append(Deed("Change its words", "words"))
        elif found.start_at <= now:
            deeds.append(Deed("Begin it", "start", is_first=True))
        deeds += [Deed("Move it", "moving"), Deed("Cancel it", "cancellation", is_danger=True)]
    if found.state in RUNS:
        deeds += [Deed("Send an update", "update", is_first=True)] if writes else []
        deeds += [Deed("Complete it", "completion"), Deed("It takes longer", "extension")] if plans else []
    return deeds
