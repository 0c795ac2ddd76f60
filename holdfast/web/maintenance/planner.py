"""The planner: what a maintenance costs whom, when it costs least, whether notice is kept, and how it will be told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from holdfast.incidents.actions.asking import waiting_question
from holdfast.incidents.actions.planning import Plan, announce_maintenance, plan_maintenance
from holdfast.incidents.models import Maintenance, MaintenanceKind
from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.look.once import do_once
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.people.models import Person
from holdfast.web.acting import go_back, put_refusal
from holdfast.web.frame import part, person_of, show, zone_of
from holdfast.web.maintenance.figures import Figures, figures_of
from holdfast.web.maintenance.listing import coming_up
from holdfast.web.maintenance.plan_form import PlanForm


@allow(Act.PLAN_MAINTENANCE)
def plan(request: HttpRequest) -> HttpResponse:
    """Look at windows, as often as one likes; keep the plan, or send the notice of it at once."""
    now, said = clock.now(), request.POST.copy() if request.method == "POST" else None
    deed = said.get("deed", "look") if said is not None else "look"
    if said is not None and (use := said.get("use")):
        said["start_at"] = str(use)
    form = PlanForm(said)
    form.is_valid()
    figures, refusal = _figures(form, now=now)
    if refusal is not None:
        put_refusal(form, refusal)
    if said is not None and figures is not None and not said.get("start_at"):
        form = _with_start(said, figures)
    is_refused = False
    if deed in ("keep", "send"):
        if form.is_valid():
            try:
                return _do(request, form, sends=deed == "send")
            except Refused as refused:
                put_refusal(form, refused)
        is_refused = True
    context = _context(request, form, figures, refusal, is_refused=is_refused)
    if getattr(request, "htmx", False):
        return part(request, "maintenance/_impact.html", context, now=now)
    status = 422 if is_refused else 200
    return show(request, "maintenance/plan.html", context, place="maintenance", now=now, status=status)


def _figures(form: PlanForm, *, now: datetime) -> tuple[Figures | None, Refused | None]:
    """What is shown of the plan, or why it can't be: looking is no deed, and goes on without."""
    try:
        return figures_of(form, now=now), None
    except Refused as refused:
        return None, refused


def _with_start(said: QueryDict, figures: Figures) -> PlanForm:
    """With no start named, the cheapest window is the one that is proposed."""
    said["start_at"] = figures.start_value
    form = PlanForm(said)
    form.is_valid()
    return form


def _context(
    request: HttpRequest,
    form: PlanForm,
    figures: Figures | None,
    refusal: Refused | None,
    *,
    is_refused: bool,
) -> dict[str, Any]:
    if refusal is not None and not is_refused:
        form.errors.clear()
        put_refusal(form, refusal)
    elif not is_refused:
        form = PlanForm(initial=_shown(form)) if form.is_bound else form
    return {
        "form": form,
        "figures": figures,
        "coming": coming_up(now=clock.now(), zone=zone_of(request)),
        "action": reverse("desk:maintenance-plan"),
    }


def _shown(form: PlanForm) -> dict[str, Any]:
    """What was typed so far, without the complaints that looking is not the time for."""
    return {
        name: form.data.getlist(name) if name == "components" else form.data.get(name, "")  # type: ignore[attr-defined]
        for name in form.fields
    }


def _do(request: HttpRequest, form: PlanForm, *, sends: bool) -> HttpResponse:
    key = do_once(request, lambda: _keep(form, sends=sends, by=person_of(request)).pk)
    planned = Maintenance.objects.get(pk=key)
    if (asked := waiting_question(planned)) is not None:
        told = f"The plan is kept, and {asked.asked_of} is asked: the notice goes out with the approval."
    elif sends:
        told = "The notice is on its way."
    else:
        told = "The plan is kept; nobody outside is told of it yet."
    return go_back(request, reverse("desk:maintenance", args=[key]), told)


def _keep(form: PlanForm, *, sends: bool, by: Person) -> Maintenance:
    """The plan is kept, and its notice sent where that was asked for and nobody must approve it first."""
    said = form.cleaned_data
    start_at, end_at = form.window()
    planned = plan_maintenance(
        Plan(
            title=said["title"],
            text=said["text"],
            hits=form.hits(),
            start_at=start_at,
            end_at=end_at,
            kind=MaintenanceKind(said["kind"]),
            remind_minutes=int(said["remind_minutes"]),
        ),
        shortening=form.shortening(),
        by=by,
    )
    if sends and waiting_question(planned) is None:
        announce_maintenance(planned, by=by)
    return planned
