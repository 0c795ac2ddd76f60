"""A word to a client that reached nobody pages whoever looks after the client, and whoever holds the ticket."""

from __future__ import annotations

from datetime import datetime

from holdfast.clients.account_manager import who_manages
from holdfast.escalation import notices
from holdfast.escalation.facts import ClientNotReached
from holdfast.kernel.actor import Actor
from holdfast.kernel.facts import record
from holdfast.notices.acceptance import may_yet_arrive, not_lost
from holdfast.notices.kinds import ACKNOWLEDGEMENTS
from holdfast.notices.models import Delivery, Notice
from holdfast.people.models import Person
from holdfast.procedure.acceptance import beside
from holdfast.tickets.holders import holders_of
from holdfast.tickets.models import Ticket


def tell_of_unreached(delivery: Delivery, *, trouble: str, by: Actor, at: datetime) -> None:
    """Tell of a row that was lost, when nobody whom the word was meant for can get it any more.

    Told once for each substitute, or for there being none. Of acknowledgements to addresses that nobody showed
    to be theirs nothing is told: a form filled in with invented ones must not page anybody, and the promise to
    acknowledge breaks aloud.
    """
    notice = delivery.notice
    if delivery.to_stranger and notice.kind in ACKNOWLEDGEMENTS:
        return
    rows = beside(delivery)
    if may_yet_arrive(rows.filter(is_substitute=False)):
        return
    standing = not_lost(rows.filter(is_substitute=True)).select_related("person").first()
    substitute = standing.person if standing is not None else None
    event = notices.unreached_event(notice, substitute)
    if Notice.objects.filter(event=event).exists():
        return
    ticket = Ticket.objects.select_related("organisation").get(pk=int(delivery.about.removeprefix("ticket-")))
    people = _people(ticket, kind=notice.kind, at=at)
    record(
        ClientNotReached(
            ticket=ticket.pk,
            kind=notice.kind,
            address=delivery.shown_address,
            trouble=trouble,
            person=substitute.pk if substitute else None,
            persons=tuple(person.pk for person in people),
        ),
        by=by,
        at=at,
    )
    notices.tell_of_unreached(ticket, delivery, people, trouble=trouble, substitute=substitute, at=at)


def _people(ticket: Ticket, *, kind: str, at: datetime) -> list[Person]:
    """Account manager and holder; of a request for approval the procedure tells the holder itself."""
    holders = [] if kind == "approval_asked" else holders_of(ticket)
    return list(
        {person.pk: person for person in (*who_manages(ticket.organisation, at=at), *holders)}.values()
    )
