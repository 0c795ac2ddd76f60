"""Tell account managers (D4), and hand them what support cannot resolve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from holdfast.clients.account_manager import Managers, managers_for
from holdfast.escalation import notices, rules
from holdfast.escalation.actions import gaps
from holdfast.escalation.facts import AccountManagerToBeTold, HandedToAccountManager
from holdfast.kernel import clock
from holdfast.kernel.actor import Actor
from holdfast.kernel.facts import Happening, record, record_all
from holdfast.kernel.refusal import Refused
from holdfast.notices.models import Notice
from holdfast.people.models import Person
from holdfast.tickets.models import Ticket
from holdfast.tickets.rules import require_open, require_words


@dataclass(frozen=True, kw_only=True)
class Concern:
    """What an account manager is told about one ticket of their client; `event` names it for good."""

    ticket: Ticket
    cause: str
    """`priority_1`, `escalation` or `request`."""
    event: str
    said: Mapping[str, Any]
    is_enterprise: bool


def tell_account_managers(
    concerns: Sequence[Concern], *, managers: Managers | None = None, by: Actor, at: datetime
) -> None:
    """Tell the account manager of each ticket's client, or the cover, else the managers; one event is told
    once.
    """
    told = set(
        Notice.objects.filter(event__in=[each.event for each in concerns]).values_list("event", flat=True)
    )
    concerns = [each for each in concerns if each.event not in told]
    if not concerns:
        return
    managers = managers or managers_for([each.ticket.organisation for each in concerns])
    readers = {each.event: managers.of(each.ticket.organisation, at=at) for each in concerns}
    record_all([Happening(_fact(each, readers[each.event]), by, each.ticket) for each in concerns], at=at)
    notices.tell_account_managers([(each, readers[each.event]) for each in concerns], managers, at=at)
    enterprises = {
        each.ticket.organisation.pk: each.ticket.organisation
        for each in concerns
        if each.is_enterprise and each.ticket.organisation is not None
    }
    gaps.say_missing(
        [each for each in enterprises.values() if not managers.is_named(each)], managers.managers, at=at
    )


def _fact(concern: Concern, people: Sequence[Person]) -> AccountManagerToBeTold:
    return AccountManagerToBeTold(
        ticket=concern.ticket.pk,
        organisation=concern.ticket.organisation_id,
        cause=concern.cause,
        persons=tuple(person.pk for person in people),
    )


@transaction.atomic
def hand_to_account_manager(ticket: Ticket, *, words: str, by: Person) -> Ticket:
    """Give what support cannot resolve to the client's account manager, who holds the ticket from now on.

    Refused: `forbidden`, `words_missing` (field `words`), `nobody_manages` when there is not even a manager.
    """
    rules.require_may_climb(by, takes_part=False)
    words = require_words(words, of="What the account manager must know", field="words")
    ticket = Ticket.objects.locked(ticket.pk)
    require_open(ticket)
    at = clock.now()
    people = managers_for([ticket.organisation]).of(ticket.organisation, at=at)
    if not people:
        raise Refused("Nobody looks after this client. Name an account manager first.", code="nobody_manages")
    to = people[0]
    if ticket.assignee_id == to.pk:
        return ticket
    ticket.assignee = to
    ticket.save(update_fields=["assignee"])
    entry = record(HandedToAccountManager(ticket=ticket.pk, to=to.pk, words=words), by=by.actor, at=at)
    notices.tell_handed(ticket, to, words=words, by=by, event=f"account-manager-handed-{entry}", at=at)
    return ticket
