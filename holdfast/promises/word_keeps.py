"""What a word about an interruption would keep if it were accepted now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Min, Q

from holdfast.incidents.models import Affected, BulletinKind
from holdfast.promises.interruption_reactions import KEEPS
from holdfast.promises.models import OWED, Promise


@dataclass(frozen=True)
class Keeps:
    """One clause: of how many clients it is owed, and how many of them wait past their time."""

    clause: str
    clients: int
    late: int


def word_keeps(to: Sequence[Affected], kind: BulletinKind) -> list[Keeps]:
    """Told to these, by clause; what falls due first before the rest."""
    rows = (
        Promise.objects.filter(affected__in=list(to), clause__in=KEEPS[kind], state__in=OWED)
        .values("clause")
        .annotate(
            clients=Count("affected", distinct=True),
            late=Count("affected", distinct=True, filter=Q(broken_at__isnull=False)),
            first=Min("due_at"),
        )
        .order_by("first", "clause")
    )
    return [Keeps(row["clause"], row["clients"], row["late"]) for row in rows]
