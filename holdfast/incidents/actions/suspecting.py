"""A client suspects an interruption, on a ticket of theirs; what turns out to be the same is joined (E5)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from holdfast.catalogue.models import Component
from holdfast.duty.actions.acknowledging import acknowledge_by_doing
from holdfast.duty.models import Cause
from holdfast.incidents import rules
from holdfast.incidents.actions.confirming import add_suspicion, suspect_interruption
from holdfast.incidents.actions.linking import add_links, end_links
from holdfast.incidents.actions.weighing import confirm_suspicions
from holdfast.incidents.confirmers import require_may_confirm
from holdfast.incidents.facts import SuspicionsJoined
from holdfast.incidents.models import Interruption, State, Suspicion
from holdfast.kernel import clock
from holdfast.kernel.actor import Actor
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.people.models import Person
from holdfast.tickets.models import Ticket


@transaction.atomic
def suspect_on_ticket(
    ticket: Ticket,
    *,
    title: str = "",
    words: str = "",
    into: Interruption | None = None,
    component: Component | None = None,
    began_at: datetime | None = None,
    by: Actor,
) -> Interruption:
    """The ticket says that a service is down: a new suspicion, one more of a known one, or a link to what is confirmed.

    Refused: `machine`, `resolved`, `suspected` while an earlier one of this ticket waits to be weighed, `wrong_stage`.
    """
    into = Interruption.objects.locked(into.pk) if into else None
    ticket = Ticket.objects.locked(ticket.pk)
    _require_suspicious(ticket)
    at = clock.now()
    if into is not None and into.state in rules.CONFIRMED:
        add_links(into, [ticket], at=at, by=by)
        return into
    if into is None:
        return suspect_interruption(
            title=title,
            words=words,
            began_at=began_at,
            organisation=ticket.organisation,
            ticket=ticket,
            component=component,
            person=ticket.requester,
            by=by,
        )
    rules.require_state(into.state, State.SUSPECTED, to="suspected")
    add_suspicion(
        into,
        words=words,
        organisation=ticket.organisation,
        ticket=ticket,
        component=component,
        person=ticket.requester,
        at=at,
        by=by,
    )
    if began_at is not None and began_at < into.began_at:
        into.began_at = began_at
        into.save(update_fields=["began_at"])
    return into


@transaction.atomic
def join_suspicions(interruption: Interruption, *, into: Interruption, by: Person) -> Interruption:
    """What is suspected here is the same as that: its reporters go on there; where that is confirmed they are told now.

    Refused: `forbidden`, `wrong_stage`, `itself`.
    """
    require_may_confirm(by)
    if interruption.pk == into.pk:
        raise Refused("It can't be joined to itself.", code="itself", field="into")
    locked = {each.pk: each for each in Interruption.objects.all_locked([interruption.pk, into.pk])}
    interruption, into = locked[interruption.pk], locked[into.pk]
    rules.require_state(interruption.state, State.SUSPECTED, to="joined to another")
    rules.require_state(into.state, State.SUSPECTED, *rules.CONFIRMED, to="joined")
    at = clock.now()
    interruption.suspicions.update(interruption=into)
    tickets = Ticket.objects.all_locked(interruption.linked_tickets.values_list("ticket_id", flat=True))
    end_links(interruption, interruption.linked_tickets.all(), at=at, by=by.actor)
    add_links(into, tickets, at=at, by=by.actor)
    interruption.state, interruption.ended_at, interruption.part_of = State.DISMISSED, at, into
    interruption.because = f"It is part of “{into.title}”."
    interruption.save()
    record(SuspicionsJoined(interruption=interruption.pk, into=into.pk), by=by.actor, at=at, row=interruption)
    if into.state in rules.CONFIRMED:
        confirm_suspicions(into, at=at, by=by)
    acknowledge_by_doing(Cause.SUSPECTED, interruption.about, by=by)
    return into


def _require_suspicious(ticket: Ticket) -> None:
    if ticket.is_machine:
        raise Refused("Machine mail suspects nothing; open a ticket of your own.", code="machine")
    if not ticket.is_open:
        raise Refused("The ticket is resolved.", code="resolved")
    if Suspicion.objects.filter(ticket=ticket, weighed_at=None).exists():
        raise Refused("What this ticket suspects is being weighed already.", code="suspected")
