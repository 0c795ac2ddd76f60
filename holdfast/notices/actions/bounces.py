"""A mail that was given over came back: row and person are marked, and whoever counted on it hears so."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.facts import ask, record
from holdfast.kernel.text import one_line
from holdfast.notices.facts import NoticeBounced, Settling, naming
from holdfast.notices.models import Delivery, DeliveryState
from holdfast.notices.queries import row_of
from holdfast.people.models import Person, normal_address


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
    record(
        NoticeBounced(**naming(row.notice, row), trouble=said, was_accepted_at=row.accepted_at),
        by=SYSTEM,
        at=at,
    )


def _mark_person(row: Delivery, failed_address: str, at: datetime) -> None:
    """A bounce from where the person forwards their mail to tells of the same person."""
    known = {row.address, normal_address(failed_address)}
    Person.objects.filter(pk=row.person_id or 0, email__in=known).update(bounced_at=at)
