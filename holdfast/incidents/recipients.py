"""Which of the affected clients a word goes to: whom it concerns, once.

While it is down, updates go to those whom it still hits, and words on the cause to those that it is back for. None reads
a report twice, or that it was none of what it never heard.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Exists, OuterRef, QuerySet

from holdfast.incidents.linked import answerable
from holdfast.incidents.models import Affected, BulletinKind, Interruption, Told
from holdfast.notices.acceptance import not_lost
from holdfast.notices.models import Delivery


def recipients_of(interruption: Interruption, kind: str) -> list[Affected]:
    """Those whom a word of that kind goes to now; an uptime notification with which all that is still down comes back."""
    everybody = interruption.affected.select_related("organisation__account_manager").order_by("pk")
    if kind == BulletinKind.RETRACTION:
        return list(everybody.filter(Exists(Told.objects.filter(affected=OuterRef("pk")))))
    if kind == BulletinKind.REPORT and (missing := list(without_report(everybody))):
        return missing
    if not interruption.is_down:
        return list(everybody)
    return list(everybody.filter(restored_at__isnull=kind != BulletinKind.CAUSE))


def back_without(interruption: Interruption, still: Collection[int]) -> QuerySet[Affected]:
    """Those that it is back for once only these clients are hit."""
    rows = interruption.affected.select_related("organisation__account_manager").order_by("pk")
    return rows.filter(restored_at=None).exclude(organisation__in=list(still))


def is_aside(interruption: Interruption, kind: str) -> bool:
    """Whether such a word is for those alone that it is back for, while others wait for the next update."""
    return interruption.is_down and kind in (BulletinKind.RESTORED, BulletinKind.CAUSE)


def is_for_all(interruption: Interruption, affected: Collection[Affected]) -> bool:
    """Whether nobody waits for the next word besides these: while it is down, of those whom it still hits."""
    rows = interruption.affected.exclude(pk__in=[each.pk for each in affected])
    return not (rows.filter(restored_at=None) if interruption.is_down else rows).exists()


def not_for(interruption: Interruption, kind: str, affected: Collection[Affected]) -> set[int | None]:
    """The clients on whose linked tickets the word does not stand.

    Others than the affected read on theirs what all read, but not what is for those alone that it is back for.
    """
    told: set[int | None] = {each.organisation_id for each in affected}
    clients: set[int | None] = set()
    if is_aside(interruption, kind):
        clients = set(answerable(interruption).values_list("organisation_id", flat=True))
    elif kind in (BulletinKind.REPORT, BulletinKind.UPDATE, BulletinKind.RESTORED):
        clients = set(interruption.affected.values_list("organisation_id", flat=True))
    return clients - told


def without_report(affected: QuerySet[Affected]) -> QuerySet[Affected]:
    """Those of whom nobody had the complete report, nor may get it yet."""
    rows = Delivery.objects.filter(
        to_client=True,
        notice__told__affected=OuterRef("pk"),
        notice__told__bulletin__kind=BulletinKind.REPORT,
    )
    return affected.exclude(Exists(not_lost(rows)))
