"""Pages end by themselves: what they told of was done, so nobody needs to take them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from holdfast.duty.facts import PageEnded
from holdfast.duty.models import Cause, Page, Via
from holdfast.kernel.actor import POLICY
from holdfast.kernel.facts import record
from holdfast.kernel.models import TrailEntry
from holdfast.kernel.prepared import Prepared


def is_paged(about: str, cause: Cause) -> bool:
    """Whether a page of this cause is open that nobody has in hand."""
    return Page.objects.filter(about=about, cause=cause, acknowledged_at=None).exists()


def paged_among(abouts: Iterable[str], cause: Cause) -> list[str]:
    """Of these, what a page of this cause is open about that nobody has in hand."""
    return sorted({each.about for each in _open_pages(list(abouts), cause)})


_open_pages = Prepared(
    lambda abouts, cause: Page.objects.filter(about__among=abouts, cause=cause, acknowledged_at=None),
    list,
    str,
)


def end_pages(about: str, cause: Cause, *, at: datetime) -> None:
    """No further step is taken of what was paged for this cause; in the caller's transaction.

    A page that something of another cause has joined goes on: that is not done yet.
    """
    rows = Page.objects.select_for_update(of=("self",)).filter(about=about, cause=cause, acknowledged_at=None)
    for page in rows.order_by("pk"):
        if not _tells_of_more(page):
            page.acknowledged_at, page.acknowledged_via, page.next_at = at, Via.DONE, None
            page.save(update_fields=["acknowledged_at", "acknowledged_via", "next_at"])
            record(PageEnded(page=page.pk), by=POLICY, at=at)


def _tells_of_more(page: Page) -> bool:
    joined = TrailEntry.objects.filter(about=f"page-{page.pk}", fact="PageJoined")
    return joined.exclude(said__cause=page.cause).exists()
