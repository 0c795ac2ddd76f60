"""Tier 1 hands a ticket to engineering; a senior developer or lead takes it (C2)."""

from __future__ import annotations

from django.db import transaction

from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person
from holdfast.procedure import notices, rules
from holdfast.procedure.actions.stages import put
from holdfast.procedure.actions.stages import tell_client as say_to_client
from holdfast.procedure.facts import HandedOver, HandOverTaken
from holdfast.procedure.models import HandOver
from holdfast.tickets.facts import TicketAssigned
from holdfast.tickets.models import Stage, Ticket
from holdfast.tickets.rules import require_answerable, require_open, require_words


@transaction.atomic
def hand_over(ticket: Ticket, *, to: Person, words: str, tell_client: str = "", by: Person) -> HandOver:
    """Hand the ticket to a lead, who is told at once; with `tell_client` the client is told in these words
    too.

    Without such words the client gets a short notice of who has it now. Refused: `priority_first`,
    `wrong_stage`, `not_a_lead` (field `to`), `words_missing` (field `words`).
    """
    require_may(by, Act.HAND_OVER)
    words = require_words(words, of="What engineering must know", field="words")
    rules.require_lead(to, field="to")
    ticket = Ticket.objects.locked(ticket.pk)
    require_answerable(ticket)
    if same := _same_again(ticket, to=to, words=words):
        return same
    rules.require_before_engineering(ticket)
    ticket, message = say_to_client(ticket, tell_client, by=by)
    at = clock.now()
    row = HandOver.objects.create(
        ticket=ticket, cycle=ticket.cycle, at=at, by=by, to=to, words=words, told_client=message
    )
    put(ticket, stage=Stage.ENGINEERING, holder=to, waiting=ticket.waiting, at=at, by=by.actor)
    record(
        HandedOver(
            ticket=ticket.pk,
            hand_over=row.pk,
            to=to.pk,
            words=words,
            told_client=message.pk if message else None,
        ),
        by=by.actor,
        at=at,
    )
    notices.tell_lead(row, at=at)
    if message is None:
        notices.tell_client_of_hand_over(row, at=at)
    return take_over(row, by=by) if to.pk == by.pk else row


@transaction.atomic
def take_over(row: HandOver, *, by: Person) -> HandOver:
    """A lead takes what was handed over, and holds the ticket from now on; taking it twice does no harm."""
    require_may(by, Act.RECORD_FIX)
    ticket = Ticket.objects.locked(row.ticket_id)
    row = HandOver.objects.select_for_update(of=("self",)).select_related("taken_by").get(pk=row.pk)
    if row.taken_at is not None:
        if row.taken_by_id != by.pk:
            raise Refused(f"{row.taken_by} took it already.", code="taken")
        return row
    require_open(ticket)
    if row.cycle != ticket.cycle:
        raise Refused(f"#{ticket.pk} was resolved and reopened since.", code="past_cycle")
    at = clock.now()
    row.taken_at, row.taken_by = at, by
    row.save(update_fields=["taken_at", "taken_by"])
    record(HandOverTaken(ticket=ticket.pk, hand_over=row.pk, person=by.pk), by=by.actor, at=at)
    if ticket.assignee_id != by.pk and ticket.stage == Stage.ENGINEERING:
        formerly, ticket.assignee = ticket.assignee_id, by
        ticket.save(update_fields=["assignee"])
        record(TicketAssigned(ticket=ticket.pk, to=by.pk, formerly=formerly), by=by.actor, at=at)
    return row


def _same_again(ticket: Ticket, *, to: Person, words: str) -> HandOver | None:
    """The hand-over that says just this, when the same form was sent twice."""
    if ticket.stage != Stage.ENGINEERING:
        return None
    last = ticket.hand_overs.filter(cycle=ticket.cycle).order_by("-id").first()
    return last if last is not None and last.to_id == to.pk and last.words == words else None
