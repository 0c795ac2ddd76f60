"""Leave the news: by the token of one mail that was sent, for the kind of that mailing, and for nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from holdfast.clients.actions.own_wishes import want_no_more
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.news.facts import NewsLeft
from holdfast.news.models import MailingKind
from holdfast.notices.models import Delivery, Lane
from holdfast.notices.queries import row_of
from holdfast.people.models import Person


@dataclass(frozen=True)
class Leaver:
    """Who holds the link, and what it is about."""

    person: Person
    address: str
    kind: MailingKind


def read_leaving_token(token: str) -> Leaver:
    """Refused: `link_wrong` when no mailing of ours went out with it."""
    row: Delivery | None = row_of(token)
    if row is None or row.lane != Lane.NEWS or row.person is None:
        raise Refused("This link opens nothing. Use the one in our newest mail.", code="link_wrong")
    return Leaver(row.person, row.address, MailingKind(row.notice.mailing.kind))


@transaction.atomic
def leave_news(token: str) -> Leaver:
    """Take this wish off every list that the reader stands on; doing it again changes nothing."""
    leaver = read_leaving_token(token)
    if want_no_more(leaver.person, leaver.kind):
        fact = NewsLeft(person=leaver.person.pk, kind=leaver.kind)
        record(fact, by=leaver.person.actor, at=clock.now())
    return leaver
