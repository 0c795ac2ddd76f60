"""One client: what is open, what was kept, who speaks for it, what it uses, what was agreed, who looks after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from holdfast.calendars.queries import hours_of
from holdfast.calendars.wording import hours_in_words
from holdfast.clients.models import Contact, Contract, Organisation
from holdfast.clients.queries import agreement_with, day_there
from holdfast.escalation.models import Climb
from holdfast.incidents.periods import month_named
from holdfast.kernel import clock
from holdfast.look.clocks import Clock, running, standing
from holdfast.people.acts import Act, may
from holdfast.people.door import STAFF, allow
from holdfast.people.models import Person
from holdfast.promises.figures import Kept, kept_of
from holdfast.tickets.models import Stage, Ticket, Waiting
from holdfast.web.frame import AMBER, person_of, show, ticket_url, zone_of
from holdfast.web.office.clients.addresses import address_lines
from holdfast.web.office.clients.used import use_lines
from holdfast.web.office.fields import day_in_words
from holdfast.web.office.lists.card import list_card
from holdfast.web.office.places import client_places

SPAN: Final = timedelta(days=90)
_SHOWN: Final = 8


@dataclass(frozen=True)
class OpenTicket:
    """One open ticket of the client."""

    number: int
    url: str
    subject: str
    priority: int
    is_provisional: bool
    stage: str
    step: int
    clock: Clock | None


@dataclass(frozen=True)
class ContractLine:
    """One contract with its days in words."""

    key: int
    days: str
    words: str
    holds: bool
    may_end: bool


@allow(STAFF)
def client(request: HttpRequest, key: int) -> HttpResponse:
    """The page of one organisation."""
    found = Organisation.objects.select_related("account_manager", "cover", "calendar__version")
    organisation = get_object_or_404(found, pk=key)
    now, zone = clock.now(), zone_of(request)
    today = day_there(organisation, at=now)
    agreement = agreement_with(organisation, at=now)
    context = {
        "client": organisation,
        "is_enterprise": agreement.is_enterprise,
        "open_tickets": list(_open_tickets(organisation, now=now)),
        **_figures(organisation, now=now),
        "contacts": list(
            organisation.contacts.select_related("person").order_by("person__name", "person__email")
        ),
        "statement_of": month_named(today),
        "uses": list(use_lines(organisation, at=now)),
        "contracts": list(_contracts(organisation, today=today)),
        "manager": _manager(organisation, now=now),
        "facts": list(_facts(organisation, now=now)),
        "climbs": _climbs(organisation),
        "is_unlooked_after": agreement.is_enterprise and organisation.account_manager is None,
        "may_change": may(person_of(request), Act.CHANGE_CLIENTS),
        "zone": zone,
        "list": None if organisation.is_own else list_card(organisation, person_of(request), now=now),
        "addresses": address_lines(organisation) if _may_hand_out(organisation, request) else [],
        "views": client_places(request, "clients"),
    }
    return show(request, "office/clients/page.html", context, place="clients", now=now)


def _may_hand_out(organisation: Organisation, request: HttpRequest) -> bool:
    return not organisation.is_own and may(person_of(request), Act.CHANGE_CLIENTS)


def _figures(organisation: Organisation, *, now: datetime) -> dict[str, Any]:
    kept: Kept = kept_of(organisation.pk, since=now - SPAN)
    counts = Ticket.objects.filter(organisation=organisation, is_open=True)
    overdue = counts.filter(next_due_at__lt=now).count()
    return {"kept": kept, "open_count": counts.count(), "overdue": overdue}


def _open_tickets(organisation: Organisation, *, now: datetime) -> Iterator[OpenTicket]:
    rows = Ticket.objects.filter(organisation=organisation, is_open=True)
    for row in rows.order_by("priority", "-is_provisional", "next_due_at", "pk")[:_SHOWN]:
        stage = Stage(row.stage)
        yield OpenTicket(
            row.pk,
            ticket_url(row.pk),
            row.subject,
            row.priority,
            row.is_provisional,
            stage.label,
            max(0, stage.value - 1),
            _clock(row, now=now),
        )


def _clock(row: Ticket, *, now: datetime) -> Clock | None:
    if row.next_due_at is None:
        return standing("paused", Waiting(row.waiting).label) if row.waiting else None
    total = int((row.next_due_at - (row.next_due_from or row.opened_at)).total_seconds())
    return running(
        due_at=row.next_due_at,
        now=now,
        total=total,
        soon=int(total * AMBER),
        label=f"Next promise of #{row.pk}",
    )


def _contracts(organisation: Organisation, *, today: date) -> Iterator[ContractLine]:
    rows = organisation.contracts.select_related("policy", "calendar").order_by("-starts_on", "-pk")
    for row in rows:
        until = f"until {day_in_words(row.ends_on)}" if row.ends_on else "without an end"
        holds = row.starts_on <= today and (row.ends_on is None or row.ends_on >= today)
        ended = row.ends_on is not None and row.ends_on < today
        yield ContractLine(
            row.pk, f"From {day_in_words(row.starts_on)}, {until}", _contract_words(row), holds, not ended
        )


def _contract_words(contract: Contract) -> str:
    policy = contract.policy.name if contract.policy else "the default policy"
    calendar = f", on {contract.calendar}" if contract.calendar else ""
    return f"{'Enterprise; ' if contract.is_enterprise else ''}{policy}{calendar}"


def _manager(organisation: Organisation, *, now: datetime) -> dict[str, Any]:
    """Who looks after them now: the account manager, or whoever covers while they are away."""
    away = organisation.account_manager_away_until
    is_away = away is not None and away > now
    person: Person | None = organisation.account_manager
    return {
        "person": person,
        "local": _local_time(person, now=now) if person else "",
        "cover": organisation.cover,
        "away_until": away if is_away else None,
    }


def _local_time(person: Person, *, now: datetime) -> str:
    there = now.astimezone(ZoneInfo(person.time_zone))
    return f"{there:%H:%M} in {person.time_zone.rpartition('/')[2].replace('_', ' ')}"


def _facts(organisation: Organisation, *, now: datetime) -> Iterator[tuple[str, str]]:
    there = now.astimezone(ZoneInfo(organisation.time_zone))
    yield "Time zone", f"{organisation.time_zone.replace('_', ' ')}, now {there:%H:%M}"
    calendar = organisation.calendar
    if calendar is not None and calendar.version_id is not None:
        yield "Business hours", f"{calendar.name}: {hours_in_words(hours_of(calendar.version_id))}"
    else:
        yield "Business hours", "The policy’s default calendar"
    yield "Mail domains", ", ".join(organisation.domains) or "none"


def _climbs(organisation: Organisation) -> list[dict[str, Any]]:
    rows = (
        Climb.objects.filter(ticket__organisation=organisation)
        .select_related("ticket", "person")
        .order_by("-pk")
    )
    return [
        {
            "url": ticket_url(row.ticket_id),
            "number": row.ticket_id,
            "level": row.level,
            "title": row.title,
            "at": row.at,
            "by": "A broken promise" if row.is_automatic else row.by_label,
            "state": "Answered"
            if row.answered_at
            else "In hand"
            if row.acknowledged_at
            else "Waits for an answer",
            "tone": "kept" if row.answered_at else "" if row.acknowledged_at else "soon",
        }
        for row in rows[:5]
    ]


def contact_words(contact: Contact) -> str:
    """What they may do for their client."""
    said = [contact.role] if contact.role else []
    said += ["sees all tickets"] if contact.is_administrator else []
    said += ["approves fixes"] if contact.is_approver else []
    return ", ".join(said)


def client_url(organisation: Organisation) -> str:
    """The organisation's page."""
    return reverse("desk:client", args=[organisation.pk])
