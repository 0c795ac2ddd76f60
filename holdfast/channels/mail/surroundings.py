"""What is known around some mails before they are judged: read once for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from holdfast.channels.mail.case import Case
from holdfast.channels.mail.floods import Lately, sent_lately
from holdfast.channels.models import RawMail
from holdfast.clients.models import Contact
from holdfast.people.models import Person


@dataclass(frozen=True)
class Before:
    """The same mail as it came before, and whether its Message-ID is one that we made."""

    double: RawMail | None = None
    is_our_id: bool = False


@dataclass(frozen=True)
class Surroundings:
    """Earlier copies by mail, senders by address, and what each address sent lately."""

    before: dict[int, Before]
    people: dict[str, Person]
    sent: dict[str, list[tuple[str, bool]]]

    def lately(self, sender: str, contact: Contact | None) -> Lately:
        return Lately(self.sent.get(sender, []), is_contact=contact is not None)


def look_around(cases: Sequence[Case]) -> Surroundings:
    """Read it, for described mails whose clock was read at one instant."""
    senders = {case.sender for case in cases} - {""}
    people = Person.objects.select_related("contact__organisation").filter(email__in=senders)
    return Surroundings(
        before=_looked_back(cases),
        people={person.email: person for person in people},
        sent=sent_lately(senders, at=cases[0].at),
    )


_BEFORE = """
SELECT r.id,
       (SELECT m.id FROM channels_rawmail m WHERE m.sameness = r.sameness AND m.sameness <> '' AND m.same_as_id IS NULL
           AND m.state IN ('done', 'held', 'dropped') AND m.id <> r.id),
       EXISTS (SELECT FROM notices_delivery d WHERE d.mail_id = r.mail_id AND r.mail_id <> '')
FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS r(id, sameness, mail_id)
"""


def _looked_back(cases: Sequence[Case]) -> dict[int, Before]:
    """A constraint holds when two workers look at the same time."""
    mails = [case.mail for case in cases]
    values: list[Any] = [
        [each.pk for each in mails],
        [each.sameness for each in mails],
        [each.mail_id for each in mails],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_BEFORE, values)
        found = cursor.fetchall()
    wanted = [double for _, double, _ in found if double is not None]
    doubles = RawMail.objects.defer("raw").in_bulk(wanted) if wanted else {}
    return {key: Before(doubles.get(double), is_ours) for key, double, is_ours in found}
