"""One happening, one mail: what a person of ours is told of it for several reasons leaves together.

Whoever holds a ticket, answers for the level it climbs to and looks after its client has a row for each, so that the
ledger can prove each of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from holdfast.kernel.prepared import Prepared
from holdfast.notices.actions.folding import fold_into
from holdfast.notices.channels import MAIL
from holdfast.notices.kinds import FOLDED
from holdfast.notices.models import Delivery, DeliveryState, Lane

_PAGE: Final = {"to_client": False, "channel": MAIL, "lane": Lane.PAGING, "notice__is_automatic": True}


def bring_together(rows: Sequence[Delivery]) -> list[Delivery]:
    """Of the rows just claimed, those to send now; in the claim's transaction, so a fold is for good."""
    pages = [row for row in rows if not row.to_client and row.lane == Lane.PAGING]
    behind = _behind(pages) if pages else {}
    return [_leading(row, behind[row.pk]) if behind.get(row.pk) else row for row in rows]


def _behind(pages: Sequence[Delivery]) -> dict[int, list[Delivery]]:
    """What waits behind each of them for the same person, about the same, written at the same instant."""
    claimed = {_happening(row): row.pk for row in pages}
    found: dict[int, list[Delivery]] = defaultdict(list)
    for each in _free_pages(list({row.about for row in pages}), list({row.address for row in pages})):
        if (first := claimed.get(_happening(each))) is not None:
            found[first].append(each)
    return found


_free_pages = Prepared(
    lambda abouts, addresses: (
        Delivery.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(about__among=abouts, address__among=addresses, **_PAGE)
        .filter(state=DeliveryState.WAITING, lease_until=None, folded_into=None, folded=None)
        .select_related("notice")
        .order_by("pk")
    ),
    list,
    list,
)


def _happening(row: Delivery) -> tuple[object, ...]:
    return row.about, row.address, row.channel, row.written_at, row.notice.is_automatic


def _leading(row: Delivery, behind: Sequence[Delivery]) -> Delivery:
    """The row whose words tell the reader what to do, with all that was written for them beside it.

    Warnings alone stay apart: each is of a promise of its own, and many of them become a digest.
    """
    together = [row, *behind]
    if row.folded.exists() or all(each.notice.kind in FOLDED for each in together):
        return row
    lead = min(together, key=_urgency)
    fold_into(lead.pk, [each.pk for each in together if each.pk != lead.pk], like=row)
    Delivery.objects.filter(pk=lead.pk).update(follows=row.follows)
    return Delivery.objects.select_related("notice").get(pk=lead.pk)


def _urgency(row: Delivery) -> tuple[bool, bool, int]:
    """What asks the reader to act, by a link of their own, leads; a warning is the least of them."""
    has_link = any(key.endswith("_link") for key in row.notice.said)
    return not has_link, row.notice.kind in FOLDED, row.pk
