"""What visitors said of their chats, and who of them is kept out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.db.models import Avg, Count, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse

from holdfast.channels.chat.models import Conversation, Visitor
from holdfast.kernel import clock
from holdfast.people.door import STAFF, allow
from holdfast.web.frame import show, zone_of

SHOWN: Final = 50
LATELY: Final = timedelta(days=30)


@allow(STAFF)
def ratings(request: HttpRequest) -> HttpResponse:
    """Each with its words, the newest chat first, under what the last thirty days come to."""
    now = clock.now()
    rated = Conversation.objects.exclude(rating=None)
    rows = rated.select_related("visitor__person", "ticket", "agent").order_by("-pk")
    if before := _before(request):
        rows = rows.filter(pk__lt=before)
    lately = rated.filter(began_at__gt=now - LATELY).aggregate(number=Count("pk"), mean=Avg("rating"))
    context = {**_leaf(request, rows), "lately": lately, "zone": zone_of(request)}
    return show(request, "chats/ratings.html", context, place="chats", now=now)


@allow(STAFF)
def blocks(request: HttpRequest) -> HttpResponse:
    """Who is kept out, since when, by whom and why; each can be let in again here."""
    now = clock.now()
    newest = Conversation.objects.filter(visitor=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    rows = Visitor.objects.exclude(blocked_at=None).annotate(chat=Subquery(newest))
    rows = rows.select_related("person", "blocked_by").order_by("-blocked_at", "-pk")
    if last := Visitor.objects.filter(pk=_before(request)).exclude(blocked_at=None).first():
        rows = rows.filter(Q(blocked_at__lt=last.blocked_at) | Q(blocked_at=last.blocked_at, pk__lt=last.pk))
    context = {**_leaf(request, rows), "zone": zone_of(request)}
    return show(request, "chats/blocks.html", context, place="chats", now=now)


def _before(request: HttpRequest) -> int:
    """The key behind which the leaf begins; nothing for whatever is none."""
    told = request.GET.get("before", "")
    return int(told) if told.isdecimal() and told.isascii() and len(told) < 18 else 0


def _leaf(request: HttpRequest, rows: QuerySet[Any]) -> dict[str, Any]:
    found = list(rows[: SHOWN + 1])
    return {
        "rows": found[:SHOWN],
        "older_url": f"?before={found[SHOWN - 1].pk}" if len(found) > SHOWN else "",
        "newer_url": "?" if _before(request) else "",
    }
