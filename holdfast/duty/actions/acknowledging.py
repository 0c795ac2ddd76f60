"""Somebody has it in hand: at the desk, by the link, by a key in the call, or because they did it."""

from __future__ import annotations

from django.db import transaction

from holdfast.carriers.wires import VOICE
from holdfast.duty.facts import PageAcknowledged
from holdfast.duty.models import Cause, Page, Via
from holdfast.duty.notices import PAGE
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.notices.queries import row_of
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person


@transaction.atomic
def acknowledge_page(page: Page, *, via: Via, by: Person) -> Page:
    """No further step is taken. The first one counts; saying it again, or after somebody else, changes nothing."""
    require_may(by, Act.BE_ON_DUTY)
    page = Page.objects.select_for_update(of=("self",)).get(pk=page.pk)
    if page.acknowledged_at is None:
        _take(page, via=via, by=by)
    return page


def acknowledge_by_doing(cause: Cause, about: str, *, by: Person) -> None:
    """Whoever did what was asked for has it in hand, in the caller's transaction; that they may is the caller's to know."""
    open_ones = Page.objects.filter(cause=cause, about=about, acknowledged_at=None)
    for page in open_ones.select_for_update(of=("self",)).order_by("pk"):
        _take(page, via=Via.DESK, by=by)


def acknowledge_by_key(token: str) -> bool:
    """Whether the call with this name was a page's, and whoever took it has it in hand now."""
    row = row_of(token)
    if row is None or row.channel != VOICE or row.notice.kind != PAGE:
        return False
    person = Person.objects.staff().filter(pk=row.person_id or 0).first()
    page = Page.objects.filter(pk=int(row.about.removeprefix("page-"))).first()
    if person is None or page is None:
        return False
    acknowledge_page(page, via=Via.KEY, by=person)
    return True


def _take(page: Page, *, via: Via, by: Person) -> None:
    at = clock.now()
    page.acknowledged_at, page.acknowledged_by, page.acknowledged_via = at, by, via
    page.next_at = None
    page.save(update_fields=["acknowledged_at", "acknowledged_by", "acknowledged_via", "next_at"])
    record(PageAcknowledged(page=page.pk, person=by.pk, via=via), by=by.actor, at=at)
