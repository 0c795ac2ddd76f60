"""Support applies what a client asked for, with the ticket as its reason; or declines it with words to the client."""

from __future__ import annotations

from django.db import transaction

from holdfast.clients.actions.emergency_list import change_on_list, put_on_list, take_off_list
from holdfast.clients.emergency.reading import list_of, listed
from holdfast.clients.list_rules import require_may_change_list
from holdfast.clients.models import EmergencyList, Organisation
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.lists.facts import ListChangeApplied, ListChangeDeclined
from holdfast.lists.models import Answer, Change, ListRequest, as_contact, as_json
from holdfast.people.models import Person
from holdfast.tickets.actions.messages import Said, send_message
from holdfast.tickets.models import Ticket
from holdfast.tickets.rules import require_words


@transaction.atomic
def apply_request(ticket: Ticket, *, by: Person) -> EmergencyList:
    """Change the list as it was asked for; whoever asked is told beside old and new addresses.

    Refused: `forbidden`, `decided` already, `not_theirs` when whoever asked is no contact of the client any more, and
    whatever a change of the list refuses.
    """
    request, organisation = _locked(ticket, by=by)
    present = {entry.person.email: entry for entry in list_of(organisation.pk).entries}
    if standing := present.get(request.address):
        request.before = as_json(listed(standing))
    the_list = _applied(request, organisation, by=by)
    _answer(request, Answer.APPLIED, by=by)
    fact = ListChangeApplied(ticket=ticket.pk, client=organisation.pk, number=the_list.number)
    record(fact, by=by.actor, at=clock.now())
    return the_list


@transaction.atomic
def decline_request(ticket: Ticket, *, words: str, by: Person) -> None:
    """The list stays as it is, and the client reads why on the ticket; refused: `words_missing`, `decided`."""
    words = require_words(words, of="The reason", field="words")
    request, organisation = _locked(ticket, by=by)
    _answer(request, Answer.DECLINED, by=by)
    record(ListChangeDeclined(ticket=ticket.pk, client=organisation.pk), by=by.actor, at=clock.now())
    send_message(request.ticket, Said(text=words, author=by), by=by)


def _locked(ticket: Ticket, *, by: Person) -> tuple[ListRequest, Organisation]:
    (organisation,) = Organisation.objects.locked(ticket.organisation_id or 0)
    require_may_change_list(by, organisation, asked_by=ticket.requester, at=clock.now())
    request = (
        ListRequest.objects.select_for_update(of=("self",))
        .select_related("ticket__requester")
        .get(ticket=ticket.pk)
    )
    if request.answer != Answer.OPEN:
        raise Refused(
            f"{request.by_label} has {Answer(request.answer).label.lower()} this already.", code="decided"
        )
    return request, organisation


def _applied(request: ListRequest, organisation: Organisation, *, by: Person) -> EmergencyList:
    asker, wanted = request.ticket.requester, as_contact(request.wanted)
    because = f"#{request.ticket_id}, asked for by {asker}"
    if request.change == Change.REMOVE or wanted is None:
        return take_off_list(organisation, request.address, because=because, asked_by=asker, by=by)
    if request.change == Change.ADD:
        return put_on_list(organisation, wanted, because=because, asked_by=asker, by=by)
    return change_on_list(organisation, request.address, wanted, because=because, asked_by=asker, by=by)


def _answer(request: ListRequest, answer: Answer, *, by: Person) -> None:
    request.answer, request.answered_at, request.by_label = answer, clock.now(), str(by)
    request.save(update_fields=["answer", "answered_at", "by_label", "before"])
