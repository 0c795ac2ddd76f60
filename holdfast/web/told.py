"""What pages about interruptions and maintenance show alike: what may be done, what was told, what is owed next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils.safestring import SafeString

from holdfast.look.clocks import Clock, running
from holdfast.notices.models import Delivery, DeliveryState
from holdfast.promises.models import OWED, Promise
from holdfast.promises.rounds import is_same_round
from holdfast.promises.wording import title_of
from holdfast.web.frame import AMBER

_NAMED = 3
"""So many people of one client are shown."""


@dataclass(frozen=True)
class Deed:
    """What can be done now: its words and the address of its form."""

    label: str
    name: str
    is_first: bool = False
    is_danger: bool = False
    is_page: bool = False
    """Whether its form has a page of its own, and is not shown in a dialog."""


@dataclass(frozen=True)
class Delivered:
    """What became of one word to one client."""

    state: str
    tone: str
    people: str = ""
    is_substitute: bool = False


@dataclass(frozen=True)
class WordLine:
    """One word in the timeline."""

    kind: str
    at: SafeString
    by: str
    parts: Sequence[tuple[str, str]]


def deliveries_of(notices: Iterable[int]) -> dict[int, list[Delivery]]:
    """The rows of the ledger of these notices, by notice, in one query."""
    found: dict[int, list[Delivery]] = {}
    for each in Delivery.objects.filter(notice__in=list(notices)).order_by("pk"):
        found.setdefault(each.notice_id, []).append(each)
    return found


def delivered(its: Sequence[Delivery] | None) -> Delivered:
    """None of a client that was not told yet."""
    if its is None:
        return delivered_of(None)
    people = ", ".join(each.name or each.shown_address for each in its[:_NAMED])
    return delivered_of(
        len(its),
        accepted=sum(each.state == DeliveryState.ACCEPTED for each in its),
        has_lost=any(each.state in (DeliveryState.BOUNCED, DeliveryState.FAILED) for each in its),
        people=people + (" …" if len(its) > _NAMED else ""),
        is_substitute=any(each.is_substitute for each in its),
    )


def delivered_of(
    contacts: int | None,
    *,
    accepted: int = 0,
    has_lost: bool = False,
    people: str = "",
    is_substitute: bool = False,
) -> Delivered:
    """The same from numbers alone."""
    if contacts is None:
        return Delivered("not told yet", "soon")
    if not contacts:
        return Delivered("nobody to tell", "late")
    return Delivered(
        state=f"{accepted} of {contacts} accepted" + (", some came back" if has_lost else ""),
        tone="late" if has_lost and not accepted else "soon" if accepted < contacts else "kept",
        people=people,
        is_substitute=is_substitute,
    )


def next_due(promises: Sequence[Promise], *, now: datetime) -> tuple[str, Clock] | None:
    """Of promises in the order of their due times: what is owed first, to how many clients, and its clock."""
    owed = [each for each in promises if each.is_owed and not each.had_no_time]
    if not owed:
        return None
    first = owed[0]
    same = sum(is_same_round(first, each) for each in owed)
    return due_next(first.clause, start_at=first.start_at, due_at=first.due_at, clients=same, now=now)


def due_next(
    clause: str, *, start_at: datetime, due_at: datetime, clients: int, now: datetime
) -> tuple[str, Clock]:
    """What is owed first, to how many clients, and its clock."""
    shown = _clock(clause, start_at=start_at, due_at=due_at, now=now)
    return f"{title_of(clause)}, {'1 client' if clients == 1 else f'{clients} clients'}", shown


def first_due(matter: str, keys: Iterable[int], *, now: datetime) -> dict[int, tuple[str, Clock]]:
    """By each of these, as the path names them from a promise: what is owed first about it, and its clock."""
    its = Promise.objects.filter(**{f"{matter}__in": list(keys)}, due_at__gte=F("start_at"))
    owed = its.filter(state__in=OWED).annotate(matter=F(matter))
    return {
        each.matter: (
            title_of(each.clause),
            _clock(each.clause, start_at=each.start_at, due_at=each.due_at, now=now),
        )
        for each in owed.order_by("matter", "due_at", "pk").distinct("matter")
    }


def _clock(clause: str, *, start_at: datetime, due_at: datetime, now: datetime) -> Clock:
    total = max(0, int((due_at - start_at).total_seconds()))
    return running(due_at=due_at, now=now, total=total, soon=int(total * AMBER), label=title_of(clause))
