"""A stranger gives a name and an address, so that the answer finds them when they have left."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_noop

from holdfast.channels.chat.actions.words import BY_CHAT
from holdfast.channels.chat.models import Visitor
from holdfast.channels.chat.numbering import topics_of
from holdfast.kernel import hints
from holdfast.kernel.refusal import Refused
from holdfast.kernel.text import one_line
from holdfast.people.actions.entering import known_or_entered, require_address
from holdfast.people.models import Person
from holdfast.tickets.actions.requester import hand_over
from holdfast.tickets.models import Ticket


@transaction.atomic
def give_address(visitor: Visitor, *, name: str, address: str) -> Visitor:
    """Their tickets are of whoever has the address, marked as not confirmed: typing one proves nobody.

    The talk stays the browser's: who has the address sees no more of it here, and the browser nothing else of theirs.
    Refused: `no_address`, `our_address` (field `email`); `recognised`, `given` where somebody stands there already.
    """
    address = require_address(address)
    visitor = Visitor.objects.select_for_update(of=("self",)).select_related("person").get(pk=visitor.pk)
    if visitor.is_recognised:
        raise Refused(gettext_noop("We know your address."), code="recognised", field="address")
    if visitor.person is not None and visitor.person.has_address:
        if visitor.person.email == address:
            return visitor
        raise Refused(gettext_noop("An address was given before."), code="given", field="address")
    person = known_or_entered(address, name=name, by=BY_CHAT)
    visitor.person, visitor.name = person, one_line(name, limit=200) or visitor.name
    visitor.save(update_fields=["person", "name"])
    _hand_over_tickets(visitor, person)
    return visitor


def _hand_over_tickets(visitor: Visitor, person: Person) -> None:
    talks = list(visitor.conversations.order_by("pk"))
    for ticket in Ticket.objects.all_locked({each.ticket_id for each in talks}):
        if not ticket.requester.has_address:
            hand_over(ticket, person, organisation=ticket.organisation, by=BY_CHAT)
    hints.send(*{topic for each in talks for topic in topics_of(each)})
