"""Who is on duty now, what is paged, the reader's own shifts, and four weeks ahead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.duty.models import Page, Rota
from holdfast.duty.queries import OnDuty, who_is_on_duty
from holdfast.duty.reading import Shift
from holdfast.kernel import clock
from holdfast.people.acts import Act, may
from holdfast.people.door import allow
from holdfast.people.names import names_of
from holdfast.web.duty.weeks import weeks_of
from holdfast.web.frame import person_of, show, zone_of

_MOST_PAGES = 20


@dataclass(frozen=True)
class Line:
    """One rota now."""

    rota: Rota
    person: str
    until: datetime | None
    next: str
    next_at: datetime | None
    gaps: int
    is_current: bool
    url: str


@dataclass(frozen=True)
class Mine:
    """One shift of the reader's."""

    rota: Rota
    begins_at: datetime
    ends_at: datetime
    is_now: bool
    cover_url: str


@allow(Act.BE_ON_DUTY)
def duty(request: HttpRequest) -> HttpResponse:
    """The page."""
    now, me = clock.now(), person_of(request)
    found = who_is_on_duty(at=now)
    chosen = _chosen(request, found, me.pk)
    names = names_of({shift.person for each in found for shift in each.shifts if shift.person is not None})
    context: dict[str, Any] = {
        "lines": [_line(each, names, is_current=each is chosen) for each in found],
        "pages": open_pages(),
        "mine": list(_mine(found, me.pk, now)),
        "may_change": may(me, Act.CHANGE_ROTAS),
        "zone": zone_of(request),
    }
    if chosen is not None:
        context |= {
            "chosen": chosen.rota,
            "weeks": weeks_of(chosen.shifts, zone=zone_of(request), names=names, me=me.pk),
            "gaps": chosen.gaps if chosen.rota.is_round_the_clock else [],
        }
    return show(request, "duty/now.html", context, place="duty", now=now)


def open_pages() -> list[Page]:
    """What nobody has in hand, the newest first."""
    pages = Page.objects.filter(acknowledged_at=None, only_person=None).select_related("team")
    return list(pages.order_by("-opened_at")[:_MOST_PAGES])


def _chosen(request: HttpRequest, found: list[OnDuty], me: int) -> OnDuty | None:
    """The rota whose weeks are shown: the one asked for, else one on which the reader has shifts, else the first."""
    asked = request.GET.get("rota", "")
    for each in found:
        if str(each.rota.pk) == asked:
            return each
    own = [each for each in found if any(shift.person == me for shift in each.shifts)]
    return next(iter(own or found), None)


def _line(each: OnDuty, names: Mapping[int, str], *, is_current: bool) -> Line:
    following = each.next
    return Line(
        rota=each.rota,
        person=_name(each.now, names),
        until=each.now.ends_at if following else None,
        next=_name(following, names) if following else "",
        next_at=following.begins_at if following else None,
        gaps=len(each.gaps) if each.rota.is_round_the_clock else 0,
        is_current=is_current,
        url=reverse("desk:duty-rota", args=[each.rota.pk]),
    )


def _name(shift: Shift, names: Mapping[int, str]) -> str:
    return names.get(shift.person, "somebody") if shift.person is not None else ""


def _mine(found: Iterable[OnDuty], me: int, now: datetime) -> Iterable[Mine]:
    shifts = [(each.rota, shift) for each in found for shift in each.shifts if shift.person == me]
    for rota, shift in sorted(shifts, key=lambda pair: pair[1].begins_at):
        asked = f"begins={_in_url(shift.begins_at)}&ends={_in_url(shift.ends_at)}&instead_of={me}"
        url = f"{reverse('desk:duty-cover', args=[rota.pk])}?{asked}"
        yield Mine(rota, shift.begins_at, shift.ends_at, shift.begins_at <= now, url)


def _in_url(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M}Z"
