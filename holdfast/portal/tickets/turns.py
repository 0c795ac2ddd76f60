"""Whose turn it is: which tickets wait for this very person."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.people.models import Person
from holdfast.procedure.approvers import may_approve_of
from holdfast.tickets.models import Ticket, Waiting


def waiting_for(person: Person, tickets: Sequence[Ticket]) -> set[int]:
    """The numbers of those that wait for the person's approval, or for an answer of whoever may write on them."""
    asked = [ticket for ticket in tickets if ticket.is_open and ticket.waiting == Waiting.APPROVAL]
    answers = {ticket.pk for ticket in tickets if ticket.is_open and ticket.waiting == Waiting.ANSWER}
    return may_approve_of(asked, person) | answers
