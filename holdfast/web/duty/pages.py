"""One page with its steps; and that somebody has it in hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from holdfast.clients.emergency.channels import ChannelKind
from holdfast.duty.actions.acknowledging import acknowledge_page
from holdfast.duty.models import Page, Step, Via
from holdfast.duty.notices import page_event
from holdfast.kernel import clock
from holdfast.kernel.models import TrailEntry
from holdfast.notices.models import Delivery, DeliveryState
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.people.models import Person
from holdfast.web.frame import person_of, show, zone_of

_TOLD = {
    DeliveryState.WAITING: "not sent yet",
    DeliveryState.ACCEPTED: "sent",
    DeliveryState.KEPT: "kept in the outbox",
}


@dataclass(frozen=True)
class StepLine:
    """One step as people read it."""

    who: str
    by: str
    at: datetime
    outcome: str
    has_failed: bool


@allow(Act.BE_ON_DUTY)
def page(request: HttpRequest, key: int) -> HttpResponse:
    """The page; POST says that the reader has it in hand."""
    found = get_object_or_404(Page.objects.select_related("team", "acknowledged_by", "only_person"), pk=key)
    if request.method == "POST":
        taken = acknowledge_page(found, via=Via.DESK, by=person_of(request))
        messages.success(request, _taken(taken, person_of(request)))
        return HttpResponseRedirect(reverse("desk:duty-page", args=[key]))
    rows = Delivery.objects.filter(about=f"page-{found.pk}").select_related("notice")
    states = {row.notice.event: row for row in rows}
    steps = found.steps.select_related("person").order_by("number")
    joined = TrailEntry.objects.filter(about=f"page-{found.pk}", fact="PageJoined").order_by("pk")
    context = {
        "paged": found,
        "steps": [_step(each, states.get(page_event(found.pk, each.number))) for each in steps],
        "joined": [(entry.at, entry.said.get("words", "")) for entry in joined],
        "zone": zone_of(request),
    }
    return show(request, "duty/page.html", context, place="duty", now=clock.now())


def _taken(page: Page, person: Person) -> str:
    if page.is_done:
        return "What it told of is done already."
    mine = page.acknowledged_by_id == person.pk
    return "It is yours. Nobody else is called." if mine else "Somebody else has it already."


def _step(step: Step, row: Delivery | None) -> StepLine:
    if step.level == 0:
        return StepLine("The managers", "", step.at, "", has_failed=False)
    told = step.trouble or (
        _TOLD.get(DeliveryState(row.state), row.get_state_display().lower()) if row else ""
    )
    if row is not None and row.delivered_at and not step.trouble:
        told = "reached them"
    label = ChannelKind(step.channel).label if step.channel in ChannelKind.values else step.channel
    return StepLine(str(step.person), label, step.at, told, has_failed=bool(step.trouble))
