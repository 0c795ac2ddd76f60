"""What a word about an interruption would keep if it were accepted now."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Min, Q

from holdfast.incidents.models import BulletinKind, Interruption
from holdfast.promises.interruption_reactions import KEEPS
from holdfast.promises.models import OWED, Promise


@dataclass(frozen=True)
class Keeps:
    """One clause: of how many clients it is owed, and how many of them wait past their time."""

    clause: str
    clients: int
    late: int


def word_keeps(interruption: Interruption, kind: BulletinKind) -> list[Keeps]:
    """By clause, what falls due first before the rest."""
    rows = (
        Promise.objects.filter(affected__interruption=interruption, clause__in=KEEPS[kind], state__in=OWED)
        .values("clause")
        .annotate(
            clients=Count("affected", distinct=True),
            late=Count("affected", distinct=True, filter=Q(broken_at__isnull=False)),
            first=Min("due_at"),
        )
        .order_by("first", "clause")
    )
    return [Keeps(row["clause"], row["clients"], row["late"]) for row in rows]
