"""What is suspected, with the evidence side by side: who says what, tickets against the usual rate, and the clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from holdfast.incidents.actions.linking import link_tickets
from holdfast.incidents.actions.suspecting import join_suspicions
from holdfast.incidents.confirmers import CONFIRMERS, may_confirm
from holdfast.incidents.evidence import Rate, rates
from holdfast.incidents.models import Interruption, State, Suspicion
from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.look.pieces import when
from holdfast.people.acts import Act
from holdfast.people.door import STAFF, allow
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import part, person_of, show, zone_of
from holdfast.web.interruptions import forms as given
from holdfast.web.interruptions.found import found_interruption
from holdfast.web.interruptions.reporters import Reporter, reporters_of
from holdfast.web.office.fields import said_by


@dataclass(frozen=True)
class Suspected:
    """One suspicion in the list."""

    title: str
    url: str
    since: SafeString
    reporters: list[Reporter]
    clients: int
    rates: list[Rate]


@allow(STAFF)
def suspected(request: HttpRequest) -> HttpResponse:
    """All that waits to be weighed, the longest first; live hints fetch the list alone."""
    now, weighs = clock.now(), may_confirm(person_of(request))
    rows = list(Interruption.objects.filter(state=State.SUSPECTED).order_by("suspected_at"))
    found = reporters_of(rows, now=now, zone=zone_of(request))
    counted = rates(at=now) if rows else []
    context = {
        "suspected": [
            Suspected(
                title=each.title,
                url=reverse("desk:interruption", args=[each.pk]),
                since=when(each.suspected_at, now=now, zone=zone_of(request), inside=True),
                reporters=[line for _, line in found.get(each.pk, [])],
                clients=len({said.organisation_id for said, _ in found.get(each.pk, [])} - {None}),
                rates=_about([said for said, _ in found.get(each.pk, [])], counted),
            )
            for each in rows
        ],
        "rates": [each for each in counted if each.tickets or not each.services],
        "may_weigh": weighs,
        "src": request.path,
    }
    if getattr(request, "htmx", False):
        return part(request, "interruptions/_suspected.html", context, now=now)
    return show(request, "interruptions/suspected.html", context, place="interruptions", now=now)


@allow(CONFIRMERS)
def joining(request: HttpRequest, key: int) -> HttpResponse:
    """What is suspected here is the same as another that is going on."""
    found = found_interruption(key)
    form = given.JoiningForm(said_by(request), but=found)

    def act(said: dict[str, Any]) -> str:
        into = join_suspicions(found, into=form.chosen(), by=person_of(request))
        return reverse("desk:interruption", args=[into.pk])

    sheet = Sheet(
        title="The same as another",
        button="Join it",
        back=reverse("desk:interruption", args=[key]),
        lead="Its reporters and tickets go on there. Of what is confirmed they are told at once.",
        place="interruptions",
    )
    return ask(request, form, sheet, act)


@allow(Act.TELL_OF_INTERRUPTION)
@require_POST
def tickets(request: HttpRequest, key: int) -> HttpResponse:
    """Link the tickets that were chosen, one or several."""
    found = found_interruption(key)
    numbers = {int(each) for each in request.POST.getlist("number") if each.isascii() and each.isdigit()}
    try:
        linked = link_tickets(found, [each for each in numbers if each < 2**63], by=person_of(request))
        many = "1 ticket is" if len(linked) == 1 else f"{len(linked)} tickets are"
        messages.success(request, f"{many} linked. Every word about the interruption answers them.")
    except Refused as refused:
        messages.info(request, refused.message)
    return HttpResponseRedirect(f"{reverse('desk:interruption', args=[key])}#i-tickets")


def _about(said: list[Suspicion], counted: list[Rate]) -> list[Rate]:
    """The rates of the services that the reporters name; of all services where none is named."""
    services = {each.component.service_id for each in said if each.component}
    named = [each for each in counted if services.intersection(each.services)]
    return named or counted[:1]
