"""Which of the affected clients a word goes to: all, save that none reads a report twice, or of what it never heard."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from holdfast.incidents.models import Affected, BulletinKind, Interruption, Told
from holdfast.notices.acceptance import not_lost
from holdfast.notices.models import Delivery


def recipients_of(interruption: Interruption, kind: str) -> list[Affected]:
    """A report goes to those that had none, while there are some, and a retraction to those that were told anything."""
    everybody = interruption.affected.select_related("organisation__account_manager").order_by("pk")
    if kind == BulletinKind.REPORT:
        return list(without_report(everybody)) or list(everybody)
    if kind == BulletinKind.RETRACTION:
        return list(everybody.filter(Exists(Told.objects.filter(affected=OuterRef("pk")))))
    return list(everybody)


def without_report(affected: QuerySet[Affected]) -> QuerySet[Affected]:
    """Those of whom nobody had the complete report, nor may get it yet."""
    rows = Delivery.objects.filter(
        to_client=True,
        notice__told__affected=OuterRef("pk"),
        notice__told__bulletin__kind=BulletinKind.REPORT,
    )
    return affected.exclude(Exists(not_lost(rows)))
