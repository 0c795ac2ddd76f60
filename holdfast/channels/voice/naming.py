"""A person says who calls, where the number alone does not."""

from __future__ import annotations

from django.db import transaction

from holdfast.channels.voice.facts import CallerNamed
from holdfast.channels.voice.models import Call
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.people.actions.changing import change_person
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person
from holdfast.tickets.actions.requester import name_requester


@transaction.atomic
def name_caller(call: Call, person: Person, *, by: Person) -> Call:
    """It is this person; a ticket that stands for the number alone becomes theirs, and a first number is kept with them.

    A number that somebody has already is changed by whoever looks after the client. Refused: `works_here`.
    """
    require_may(by, Act.WORK_TICKETS)
    if person.is_vendor:
        raise Refused(f"{person} works here.", code="works_here", field="contact")
    call = Call.objects.select_for_update(of=("self",)).select_related("ticket__requester").get(pk=call.pk)
    call.person = person
    call.save(update_fields=["person"])
    if call.other and not person.phone:
        change_person(person, phone=call.other, by=by.actor)
    if call.ticket is not None and call.ticket.is_open and call.ticket.requester.is_known_by_number:
        name_requester(call.ticket, person, by=by)
    record(CallerNamed(call=call.pk, person=person.pk), by=by.actor, at=clock.now())
    return call
