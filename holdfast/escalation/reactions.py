"""What the ladder and the account managers do when something happens."""

from __future__ import annotations

from datetime import datetime

from holdfast.clients.account_manager import managers_for
from holdfast.clients.queries import agreement_with
from holdfast.escalation.actions.account_manager import Concern, tell_account_managers
from holdfast.escalation.actions.answering import note_answer
from holdfast.escalation.unreached import tell_of_unreached
from holdfast.kernel.actor import Actor
from holdfast.kernel.facts import Recorded
from holdfast.notices.models import Delivery
from holdfast.people.models import Person
from holdfast.tickets.facts import (
    MessageSent,
    PersonWrote,
    PriorityChanged,
    PriorityConfirmed,
    TicketDescribed,
    TicketOpened,
    TicketReopened,
)
from holdfast.tickets.models import Message, Ticket, TicketKind
from holdfast.tickets.reactions import Lost, is_lost_word


def note_answer_of_level(told: Recorded[MessageSent]) -> None:
    """Any public message by the person of a told level answers it, wherever it was written."""
    ticket = told.row or Ticket.objects.locked(told.fact.ticket)
    if ticket.level > 1 and told.fact.person:
        message = Message.objects.get(pk=told.fact.message)
        note_answer(ticket, message, person=Person.objects.get(pk=told.fact.person), at=told.at)


def tell_of_priority_1(
    told: Recorded[TicketOpened]
    | Recorded[PersonWrote]
    | Recorded[PriorityConfirmed]
    | Recorded[PriorityChanged]
    | Recorded[TicketReopened],
) -> None:
    """The account manager knows of every Priority 1 of their client, once in each cycle (D4)."""
    if getattr(told.fact, "priority", 1) != 1:
        return
    ticket = told.row or Ticket.objects.select_related("organisation").get(pk=told.fact.ticket)
    if ticket.priority == 1 and not ticket.is_machine:
        event = f"account-manager-p1-{ticket.pk}-{ticket.cycle}"
        _tell(ticket, cause="priority_1", event=event, by=told.by, at=told.at)


def tell_of_lost_word(told: Lost) -> None:
    """A word about a ticket that reached nobody of the client is told to people, with its ticket and address."""
    fact = told.fact
    if is_lost_word(told):
        delivery = Delivery.objects.select_related("notice").get(pk=fact.delivery)
        tell_of_unreached(delivery, trouble=fact.trouble, by=told.by, at=told.at)


def give_request_to_account_manager(
    told: Recorded[TicketOpened] | Recorded[PersonWrote] | Recorded[TicketDescribed],
) -> None:
    """A request for additional services or a customised solution is the account manager's to take (D4)."""
    if "kind" not in getattr(told.fact, "changed", ("kind",)):
        return
    ticket = told.row or Ticket.objects.locked(told.fact.ticket)
    if ticket.kind != TicketKind.REQUEST or ticket.is_machine:
        return
    named = managers_for([ticket.organisation]).named(ticket.organisation, at=told.at)
    if named is not None and ticket.assignee_id is None:
        ticket.assignee = named
        ticket.save(update_fields=["assignee"])
    _tell(ticket, cause="request", event=f"account-manager-request-{ticket.pk}", by=told.by, at=told.at)


def _tell(ticket: Ticket, *, cause: str, event: str, by: Actor, at: datetime) -> None:
    agreement = agreement_with(ticket.organisation, at=at)
    concern = Concern(ticket=ticket, cause=cause, event=event, said={}, is_enterprise=agreement.is_enterprise)
    tell_account_managers([concern], by=by, at=at)
