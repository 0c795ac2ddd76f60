"""Less notice than is owed: a manager is asked for it, sees what it costs the clients, and decides (E6, E7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.incidents.actions.asking import ask_for_short_notice, waiting_question
from holdfast.incidents.actions.deciding import approve_short_notice, decline_short_notice
from holdfast.incidents.models import AnnouncementKind, Maintenance, ShortNotice
from holdfast.incidents.notice_owed import longest_owed
from holdfast.incidents.plan_impact import impact_of, taken_times
from holdfast.incidents.windows import Costs
from holdfast.kernel import clock
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.kernel.spans import span_text
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.web.acting import Sheet, ask, go_back, put_refusal
from holdfast.web.frame import person_of, show
from holdfast.web.maintenance import forms as given
from holdfast.web.maintenance.figures import Proposal, local_time, proposal_of, window_words
from holdfast.web.maintenance.found import found_maintenance
from holdfast.web.maintenance.heat import busiest_hour
from holdfast.web.maintenance.scope import whom
from holdfast.web.office.fields import said_by
from holdfast.web.shared_fields import drafts_of

_WEEK = timedelta(days=7)
_SHOWN = 10
"""So many clients are named with their own time; those with the most traffic."""


@dataclass(frozen=True)
class Cost:
    """What the window costs whom, and the cheapest one that leaves all the notice that is owed."""

    clients: int
    ahead: str
    owed: str
    share: float
    asked: Proposal
    in_time: Proposal
    local: Sequence[tuple[str, str]]
    is_by_hours_alone: bool


@allow(Act.PLAN_MAINTENANCE)
def asking(request: HttpRequest, key: int) -> HttpResponse:
    """Ask a manager, or another one than was asked."""
    return ask_manager(request, found_maintenance(key))


def ask_manager(request: HttpRequest, found: Maintenance) -> HttpResponse:
    """The form in which a manager is asked for the window that stands, or the one that is asked for."""
    waiting = waiting_question(found)
    form = given.ShorteningForm(
        said_by(request), initial={"why_short": waiting.why_short} if waiting is not None else None
    )

    def act(_: dict[str, Any]) -> str:
        asked = ask_for_short_notice(found, shortening=form.shortening(), by=person_of(request))
        return f"{asked.asked_of} is asked; once it is approved, the clients are told."

    sheet = Sheet(
        title="Ask somebody else" if waiting is not None else "Ask for a shorter notice",
        button="Ask",
        back=reverse("desk:maintenance", args=[found.pk]),
        lead="That is less notice than the clients are owed: a manager approves it, and with that they are told.",
        place="maintenance",
    )
    return ask(request, form, sheet, act)


@allow(Act.APPROVE_SHORT_NOTICE)
def approval(request: HttpRequest, key: int) -> HttpResponse:
    """Look at what is asked; on POST, and only then, approve or decline it."""
    found, now, person = found_maintenance(key), clock.now(), person_of(request)
    form = given.DecisionForm(said_by(request))
    if request.method == "POST" and form.is_valid():
        try:
            if request.POST.get("deed") == "approve":
                approve_short_notice(found, by=person)
                told = "It is approved in your name, and the clients are told."
            else:
                decline_short_notice(found, words=form.cleaned_data["words"], by=person)
                told = "It is declined; whoever asked is told why."
            return go_back(request, reverse("desk:maintenance", args=[found.pk]), told)
        except Forbidden as refused:
            raise PermissionDenied(refused.message) from None
        except Refused as refused:
            put_refusal(form, refused)
    question = waiting_question(found)
    context = {
        "found": found,
        "form": form,
        "question": question,
        "decides": question is not None and question.asked_of_id == person.pk,
        "window": window_words(question.start_at, question.end_at) if question else "",
        "formerly": window_words(found.start_at, found.end_at),
        "cost": _cost(found, question, now=now) if question else None,
        "whom": whom(found) if question else "",
        "unsent": question is not None and not question.is_move and drafts_of(found, AnnouncementKind.NOTICE),
        "works": list(found.works.select_related("component__service").order_by("pk")),
        "action": request.get_full_path(),
    }
    status = 422 if request.method == "POST" else 200
    return show(request, "maintenance/approval.html", context, place="maintenance", now=now, status=status)


def _cost(found: Maintenance, question: ShortNotice, *, now: datetime) -> Cost | None:
    """None where nobody uses what it takes away, or the window has passed."""
    start, end = question.start_at, question.end_at
    impact = impact_of(found.works.order_by("pk"), start_at=start, now=now)
    if not impact.clients or start <= now:
        return None
    owed, ahead = longest_owed(list(impact.clients.values()), at=now), start - now
    taken = taken_times(since=now, but=found)
    range_start = min(start, now + owed)
    range_end = max(end, now + owed + max(_WEEK, end - start))
    asked = Costs(impact.affected, range_start, range_end).of(start, end)
    in_time = Costs(impact.affected, now + owed, range_end).cheapest(end - start, count=1)[0]
    busiest = busiest_hour(impact.affected, range_start, range_end)
    shown = sorted(impact.affected, key=lambda each: (-sum(each.traffic) * each.weight, each.client))[:_SHOWN]
    return Cost(
        clients=len(impact.clients),
        ahead=span_text(ahead.total_seconds()),
        owed=f"{int(owed.total_seconds() // 3600)} hours",
        share=min(1.0, ahead / owed) if owed else 1.0,
        asked=proposal_of(asked, asked, busiest, impact.affected, taken),
        in_time=proposal_of(in_time, asked, busiest, impact.affected, taken),
        local=[local_time(impact.clients[each.client], start) for each in shown],
        is_by_hours_alone=impact.is_by_hours_alone,
    )
