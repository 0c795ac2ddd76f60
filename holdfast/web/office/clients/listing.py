"""The clients by name, fifty a page, with what is open for each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.clients.models import Organisation
from holdfast.clients.queries import agreements_with
from holdfast.kernel import clock
from holdfast.look.clocks import Clock, running
from holdfast.people.acts import Act, may
from holdfast.people.door import STAFF, allow
from holdfast.tickets.models import Ticket
from holdfast.web.frame import AMBER, person_of, show
from holdfast.web.office.places import client_places

PAGE = 50


@dataclass(frozen=True)
class ClientLine:
    """One client in the list."""

    name: str
    url: str
    note: str
    is_enterprise: bool
    is_unlooked_after: bool
    account_manager: str
    open_tickets: int
    clock: Clock | None


@allow(STAFF)
def clients(request: HttpRequest) -> HttpResponse:
    """All clients, or those with these words in name, mail domain or a contact's address."""
    words = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:100]
    after = request.GET.get("after", "").replace("\x00", "")[:160]
    now = clock.now()
    rows = list(_found(words, after)[: PAGE + 1])
    agreed = agreements_with(rows, at=now)
    more = {"q": words} if words else {}
    context = {
        "words": words,
        "clients": [_line(row, is_enterprise=agreed[row.pk].is_enterprise, now=now) for row in rows[:PAGE]],
        "first_url": f"?{urlencode(more)}" if after else "",
        "next_url": f"?{urlencode({**more, 'after': rows[PAGE - 1].name})}" if len(rows) > PAGE else "",
        "may_change": may(person_of(request), Act.CHANGE_CLIENTS),
        "views": client_places(request, "clients"),
    }
    return show(request, "office/clients/list.html", context, place="clients", now=now)


def _found(words: str, after: str) -> QuerySet[Organisation]:
    open_here = (
        Ticket.objects.filter(organisation=OuterRef("pk"), is_open=True).order_by().values("organisation")
    )
    first_due = Ticket.objects.filter(
        organisation=OuterRef("pk"), is_open=True, next_due_at__isnull=False
    ).order_by("next_due_at")
    found = Organisation.objects.select_related("account_manager").annotate(
        open_tickets=Subquery(open_here.annotate(n=Count("pk")).values("n")),
        next_due=Subquery(first_due.values("next_due_at")[:1]),
        next_from=Subquery(first_due.values("next_due_from")[:1]),
    )
    if words:
        found = found.filter(
            Q(name__icontains=words)
            | Q(domains__contains=[words.lower().removeprefix("@")])
            | Q(pk__in=Organisation.objects.filter(contacts__person__email__icontains=words).values("pk"))
        )
    return (found.filter(name__gt=after) if after else found).order_by("name")


def _line(row: Organisation, *, is_enterprise: bool, now: datetime) -> ClientLine:
    due: datetime | None = row.next_due  # type: ignore[attr-defined]
    begun: datetime | None = row.next_from  # type: ignore[attr-defined]
    total = int((due - (begun or due)).total_seconds()) if due else 0
    label = f"Next promise to {row.name}"
    shown = running(due_at=due, now=now, total=total, soon=int(total * AMBER), label=label) if due else None
    return ClientLine(
        row.name,
        reverse("desk:client", args=[row.pk]),
        "Your own house" if row.is_own else ", ".join(row.domains),
        is_enterprise,
        is_enterprise and row.account_manager is None,
        str(row.account_manager) if row.account_manager else "",
        row.open_tickets or 0,  # type: ignore[attr-defined]
        shown,
    )
