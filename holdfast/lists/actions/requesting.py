"""A client asks for a change of its list: what is asked for becomes a ticket."""

from __future__ import annotations

from django.db import transaction

from holdfast.clients.emergency.contacts import Listed, require_listed
from holdfast.clients.emergency.reading import list_of
from holdfast.clients.models import Contact
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.lists.difference import in_words
from holdfast.lists.facts import ListChangeAsked
from holdfast.lists.models import Change, ListRequest, as_json
from holdfast.people.models import Person, normal_address
from holdfast.tickets.actions.messages import Said
from holdfast.tickets.actions.opening import Opening, open_ticket
from holdfast.tickets.models import Channel, Ticket


@transaction.atomic
def ask_for_change(
    contact: Contact, *, change: Change, address: str = "", wanted: Listed | None = None, words: str = ""
) -> Ticket:
    """Open the ticket, acknowledged by the page that shows its reference, with what is to change beside it.

    Refused: what can't stand is refused at its field at once; whether somebody is known elsewhere is not told to a
    client (T42), support sees it when it applies.
    """
    person, organisation = contact.person, contact.organisation
    if person.is_vendor:
        raise Forbidden("The client asks for changes of its own list.")
    address = normal_address(address)
    listed = {entry.person.email for entry in list_of(organisation.pk).entries}
    if change != Change.ADD and address not in listed:
        raise Refused("This contact is not on the list any more.", code="not_listed")
    if wanted is not None:
        wanted = require_listed(wanted)
        if wanted.email in listed - {address}:
            raise Refused(f"{wanted.email} is on the list already.", code="listed_twice", field="email")
    request = ListRequest(
        change=change, address=address, wanted=as_json(wanted) if wanted and change != Change.REMOVE else {}
    )
    request.ticket = _opened(request, contact, words=words, by=person)
    request.save()
    fact = ListChangeAsked(
        ticket=request.ticket.pk,
        client=organisation.pk,
        change=change.value,
        address=address or (wanted.email if wanted else ""),
    )
    record(fact, by=person.actor, at=clock.now())
    return request.ticket


def _opened(request: ListRequest, contact: Contact, *, words: str, by: Person) -> Ticket:
    told = in_words(request)
    text = f"{told}\n\n{words.strip()}" if words.strip() else told
    opening = Opening(
        requester=by,
        subject=f"Emergency list: {told.splitlines()[0].lower()}",
        said=Said(text=text, author=by),
        channel=Channel.PORTAL,
        organisation=contact.organisation,
        acknowledged="page",
    )
    return open_ticket(opening, by=by.actor)
