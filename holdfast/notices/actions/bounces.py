"""A mail that was given over came back: row and person are marked, and whoever counted on it hears so."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.facts import ask, record
from holdfast.kernel.prepared import Prepared
from holdfast.kernel.text import one_line
from holdfast.notices.actions.next_channel import hand_on, say_given_up
from holdfast.notices.facts import NoticeBounced, Settling, naming
from holdfast.notices.models import Delivery, DeliveryState
from holdfast.notices.queries import row_of
from holdfast.people.actions.reaching import take_mark_away
from holdfast.people.models import Person, normal_address

_COMES_BACK_WITHIN: Final = timedelta(days=5)
"""How long mail servers try before they give a mail back."""


@transaction.atomic
def record_bounce(
    named: str, *, failed_address: str, reason: str, permanent: bool, at: datetime
) -> Delivery | None:
    """Mark the row whose mail came back; `named` is the token of its bounce address, or its Message-ID.

    None when no row is meant. A delay (not permanent) is only noted; a bounce told twice is told once.
    Nothing is ever sent because of a bounce to whoever sent it (T20). `at` is when the bounce reached us
    (UTC).
    """
    found = row_of(named)
    if found is None:
        return None
    concerned = dict(found.folded.values_list("pk", "about")) | {found.pk: found.about}
    ask(Settling(concerning=tuple(concerned.values())))
    rows = list(
        Delivery.objects.select_for_update(of=("self",))
        .filter(pk__in=concerned)
        .select_related("notice")
        .order_by("pk")
    )
    said = one_line(f"{failed_address}: {reason}" if failed_address else reason)
    if not permanent:
        Delivery.objects.filter(pk=found.pk, bounced_at=None).update(trouble=one_line(f"Delayed. {said}"))
        found.refresh_from_db()
        return found
    for row in rows:
        if row.bounced_at is None:
            _mark(row, said=said, at=at)
    _mark_person(found, failed_address, at)
    found.refresh_from_db()
    return found


def _mark(row: Delivery, *, said: str, at: datetime) -> None:
    Delivery.objects.filter(pk=row.pk).update(
        state=DeliveryState.BOUNCED, bounced_at=at, trouble=said, lease_by="", lease_until=None
    )
    given = hand_on([(row.notice, row)], at=at)  # before what looks whether anybody may yet be reached
    record(
        NoticeBounced(**naming(row.notice, row), trouble=said, was_accepted_at=row.accepted_at),
        by=SYSTEM,
        at=at,
    )
    if row.next_channels is not None:
        say_given_up(row.notice, row, trouble=said, next_channel=given.get(row.pk, ""), at=at)


def _mark_person(row: Delivery, failed_address: str, at: datetime) -> None:
    """A bounce from where the person forwards their mail to tells of the same person."""
    known = {row.address, normal_address(failed_address)}
    Person.objects.filter(pk=row.person_id or 0, email__in=known).update(bounced_at=at)


def note_what_stayed(persons: Collection[int], *, at: datetime) -> None:
    """A letter that was accepted after the bounce, and has not come back either, shows that the address takes mail.

    Looked at when the next one is accepted, so that nothing but mail itself keeps the mark up to date.
    """
    until = at - _COMES_BACK_WITHIN
    for person in _reached_again(list(persons), until):
        take_mark_away(person, how="a letter that did not come back", as_of=until, at=at, by=SYSTEM)


def _with_a_letter_that_stayed(persons: list[int], until: datetime) -> QuerySet[Person]:
    stayed = Delivery.objects.filter(
        person=OuterRef("pk"),
        address=OuterRef("email"),
        state=DeliveryState.ACCEPTED,
        accepted_at__gt=OuterRef("bounced_at"),
        accepted_at__lte=until,
    )
    return Person.objects.filter(Exists(stayed), pk__among=persons, bounced_at__lt=until).order_by("pk")


_reached_again = Prepared(_with_a_letter_that_stayed, list, datetime)
