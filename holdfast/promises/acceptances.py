"""What an acceptance means for promises: only the first one of a word keeps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from holdfast.kernel.facts import Recorded
from holdfast.notices.facts import NoticeAccepted
from holdfast.notices.models import Delivery
from holdfast.promises.matters import Standing
from holdfast.promises.models import Promise


def first_by_notice(
    told: Sequence[Recorded[NoticeAccepted]], *, about: str
) -> dict[int, Recorded[NoticeAccepted]]:
    """Of words to clients about matters of this kind: by notice, the first acceptance among these."""
    found: dict[int, Recorded[NoticeAccepted]] = {}
    for each in told:
        if each.fact.to_client and each.fact.concerning.startswith(f"{about}-"):
            found.setdefault(each.fact.notice, each)
    return found


def counted(standings: Iterable[Standing], notices: Iterable[int], *, column: str) -> set[int]:
    """Which of these words another contact of the client had before, by the promises to those clients."""
    rows = Promise.objects.filter(**{f"{column}__in": [each.pk for each in standings]}).exclude(evidence="")
    evidence = set(rows.values_list("evidence", flat=True))
    told = Delivery.objects.filter(notice__in=list(notices)).values_list("pk", "notice") if evidence else ()
    return {notice for delivery, notice in told if f"delivery-{delivery}" in evidence}
