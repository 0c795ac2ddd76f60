"""Tickets are linked to an interruption, so that one word answers all of them, and unlinked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from holdfast.incidents import rules
from holdfast.incidents.facts import LinkedToInterruption, UnlinkedFromInterruption
from holdfast.incidents.models import Interruption, LinkedTicket
from holdfast.kernel import clock
from holdfast.kernel.actor import Actor
from holdfast.kernel.facts import record_many
from holdfast.kernel.refusal import Refused
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person
from holdfast.tickets.models import Ticket


@transaction.atomic
def link_tickets(interruption: Interruption, numbers: Iterable[int], *, by: Person) -> list[Ticket]:
    """Let these tickets be answered by the words about it; one that is linked already stays so.

    Refused: `forbidden`, `wrong_stage`, `none_chosen`, and `machine` for what nobody reads the answer of.
    """
    require_may(by, Act.TELL_OF_INTERRUPTION)
    interruption = Interruption.objects.locked(interruption.pk)
    rules.require_state(interruption.state, *rules.LINKABLE, to="linked to")
    tickets = Ticket.objects.all_locked(numbers)
    if not tickets:
        raise Refused("Choose at least one ticket.", code="none_chosen", field="number")
    if any(each.is_machine for each in tickets):
        raise Refused("A ticket of machine mail is answered to nobody.", code="machine", field="number")
    return add_links(interruption, tickets, at=clock.now(), by=by.actor)


def add_links(
    interruption: Interruption, tickets: Sequence[Ticket], *, at: datetime, by: Actor
) -> list[Ticket]:
    """Link what is not linked yet; the interruption and the tickets are locked. Returns the new ones."""
    known = set(interruption.linked_tickets.values_list("ticket_id", flat=True))
    fresh = [each for each in tickets if each.pk not in known]
    LinkedTicket.objects.bulk_create(
        [LinkedTicket(interruption=interruption, ticket=each, at=at, by_label=by.label) for each in fresh]
    )
    facts = [
        LinkedToInterruption(ticket=each.pk, interruption=interruption.pk, title=_public_title(interruption))
        for each in fresh
    ]
    record_many(facts, by=by, at=at)
    return fresh


@transaction.atomic
def unlink_ticket(interruption: Interruption, ticket: Ticket, *, by: Person) -> None:
    """It is about something else after all; saying it twice does no harm."""
    require_may(by, Act.TELL_OF_INTERRUPTION)
    interruption = Interruption.objects.locked(interruption.pk)
    end_links(interruption, interruption.linked_tickets.filter(ticket=ticket), at=clock.now(), by=by.actor)


def end_links(interruption: Interruption, links: QuerySet[LinkedTicket], *, at: datetime, by: Actor) -> None:
    """Unlink these of a locked interruption, so that each ticket's trail says so."""
    tickets = sorted(links.values_list("ticket_id", flat=True))
    links.delete()
    facts = [
        UnlinkedFromInterruption(ticket=each, interruption=interruption.pk, title=_public_title(interruption))
        for each in tickets
    ]
    record_many(facts, by=by, at=at)


def _public_title(interruption: Interruption) -> str:
    return interruption.title if interruption.is_public else ""
