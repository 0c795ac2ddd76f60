"""Look for gaps: each day over the coming four weeks, at once after a change; and say when one begins."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from holdfast.duty.facts import GapClosed, GapFound, NobodyOnDuty
from holdfast.duty.models import Gap, Rota
from holdfast.duty.notices import tell_nobody_on_duty, tell_of_gaps
from holdfast.duty.reading import AHEAD, Shift, Standing, standings
from holdfast.kernel import clock
from holdfast.kernel.actor import POLICY
from holdfast.kernel.facts import record, record_many

_EVERY: Final = timedelta(days=1)


def look_for_gaps() -> int:
    """Look at every rota whose turn it is; returns how many were."""
    at = clock.now()
    wanted = Rota.objects.filter(Q(looked_at=None) | Q(looked_at__lte=at - _EVERY)).order_by("pk")
    keys = list(wanted.values_list("pk", flat=True))
    for key in keys:
        _look(key)
    return len(keys)


def look_for_begun() -> int:
    """Tell of each gap that has begun; returns how many were looked at."""
    at = clock.now()
    begun = list(Gap.objects.filter(closed_at=None, began_at=None, begins_at__lte=at).order_by("pk"))
    for gap in begun:
        _begin(gap.pk)
    return len(begun)


@transaction.atomic
def _look(key: int) -> None:
    """Compare what is with what was found before: new gaps are told in one notice, filled ones are closed."""
    rota = Rota.objects.select_for_update(of=("self",)).select_related("team").filter(pk=key).first()
    if rota is None:
        return
    at = clock.now()
    Rota.objects.filter(pk=key).update(looked_at=at)
    found = standings([rota], since=at)[0].gaps(at, at + AHEAD) if rota.is_round_the_clock else []
    open_gaps = list(Gap.objects.select_for_update().filter(rota=rota, closed_at=None).order_by("begins_at"))
    new = [shift for shift in found if not _take(shift, open_gaps)]
    for gap in open_gaps:
        if not any(shift.begins_at < gap.ends_at and gap.begins_at < shift.ends_at for shift in found):
            _close(rota, gap, at)
    if new:
        gaps = [_gap(rota, shift, at) for shift in new]
        name = str(rota)
        facts = [
            GapFound(
                rota=rota.pk,
                name=name,
                begins_at=gap.begins_at.isoformat(),
                ends_at=gap.ends_at.isoformat(),
            )
            for gap in gaps
        ]
        record_many(facts, by=POLICY, at=at)
        tell_of_gaps(rota, gaps, at=at)


def _take(shift: Shift, known: list[Gap]) -> bool:
    """Whether the gap is known; then its edges are brought up to date: the four weeks move on every day."""
    for gap in known:
        if shift.begins_at <= gap.ends_at and gap.begins_at <= shift.ends_at:
            if gap.began_at is None:
                gap.begins_at = shift.begins_at
            gap.ends_at = shift.ends_at
            gap.save(update_fields=["begins_at", "ends_at"])
            return True
    return False


def _gap(rota: Rota, shift: Shift, at: datetime) -> Gap:
    return Gap.objects.create(rota=rota, begins_at=shift.begins_at, ends_at=shift.ends_at, found_at=at)


@transaction.atomic
def _begin(key: int) -> None:
    gap = Gap.objects.select_for_update(of=("self",)).select_related("rota__team").get(pk=key)
    at = clock.now()
    if gap.began_at is not None or gap.closed_at is not None:
        return
    standing: Standing = standings([gap.rota], since=at)[0]
    if gap.ends_at <= at or standing.on_duty(at) is not None:
        _close(gap.rota, gap, at)
        return
    gap.began_at = at
    gap.save(update_fields=["began_at"])
    told = NobodyOnDuty(rota=gap.rota_id, name=str(gap.rota), until=gap.ends_at.isoformat())
    record(told, by=POLICY, at=at)
    tell_nobody_on_duty(gap.rota, gap, at=at)


def _close(rota: Rota, gap: Gap, at: datetime) -> None:
    gap.closed_at = at
    gap.save(update_fields=["closed_at"])
    record(GapClosed(rota=rota.pk, name=str(rota), begins_at=gap.begins_at.isoformat()), by=POLICY, at=at)
