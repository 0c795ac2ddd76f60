"""The form that knows who somebody is, what it promises, and the reference that it ends in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Final

from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET

from holdfast.channels.console.identity import Identity
from holdfast.channels.console.opening import Report, open_from_console
from holdfast.channels.console.visits import visit_behind
from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.knowledge.access import reader_of
from holdfast.knowledge.actions.counting import note_read_before
from holdfast.look.once import do_once
from holdfast.people.door import ANYONE, allow
from holdfast.portal import scenarios, uploads
from holdfast.portal.console.form import ConsoleForm
from holdfast.portal.console.panel import show_panel
from holdfast.portal.frame import part, zone_for
from holdfast.portal.outages import suspect_outage
from holdfast.portal.refusing import refusals_on
from holdfast.portal.support.received import promised_by, received_ticket, received_token
from holdfast.portal.tickets.lines import lines_for, open_tickets
from holdfast.portal.turnstile import Gate, Limit, pass_gates
from holdfast.promises.clauses import WEIGHED
from holdfast.promises.models import Promise
from holdfast.tickets.models import Ticket, TicketKind
from holdfast.vendor.models import the_vendor

PER_USER: Final = (Limit(20, timedelta(hours=1)), Limit(60, timedelta(days=1)))
SHOWN: Final = 5
TOO_OFTEN: Final = "too_often"

View = Callable[..., HttpResponse]


def _known(view: View) -> View:
    """Give the view whoever the address of the visit stands for; else say that it has ended."""

    @wraps(view)
    def answer(request: HttpRequest, visit: str, **more: str) -> HttpResponse:
        now = clock.now()
        found = visit_behind(visit, at=now)
        if found.identity is None or the_vendor().set_up_at is None:
            return show_panel(
                request, "portal/console/ended.html", {}, console=found.console, now=now, status=410
            )
        return view(request, found.identity, visit, **more)

    return answer


@allow(ANYONE)
@csrf_exempt  # in another site's frame there is no cookie; the address, which nobody else knows, is the proof
@_known
def report(request: HttpRequest, identity: Identity, visit: str) -> HttpResponse:
    """The form, and the ticket that comes of it."""
    now = clock.now()
    zone = zone_for(identity.person)
    catalogue = scenarios.catalogue_for(identity.organisation, now=now, zone=zone)
    form = ConsoleForm(request.POST or None, request.FILES or None, catalogue=catalogue)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            number = do_once(request, lambda: _open(identity, form, catalogue, at=now).pk, unsaid=["article"])
            token = received_token(number, at=now)
            return HttpResponseRedirect(reverse("portal:console_received", args=[visit, token]))
    chosen = str(form.data.get("scenario", ""))
    values = {
        **_of(identity, now=now),
        "form": form,
        "catalogue": catalogue,
        "chosen": chosen,
        "offer": catalogue.offer_for(chosen) if chosen in dict(catalogue.choices) else None,
        "offer_url": reverse("portal:console_offer", args=[visit]),
        "allowed": uploads.SIGNED_IN,
    }
    status = 422 if form.errors else 200
    if form.has_error(NON_FIELD_ERRORS, code=TOO_OFTEN):
        status = 429
    return show_panel(
        request, "portal/console/form.html", values, console=identity.console, now=now, status=status
    )


@allow(ANYONE)
@require_GET
@_known
def offer(request: HttpRequest, identity: Identity, visit: str) -> HttpResponse:
    """What the chosen scenario promises, were the ticket opened now."""
    now = clock.now()
    catalogue = scenarios.catalogue_for(identity.organisation, now=now, zone=zone_for(identity.person))
    chosen = request.GET.get("scenario", "")
    values = {"offer": catalogue.offer_for(chosen) if chosen in dict(catalogue.choices) else None}
    return part(request, "portal/tickets/_offer.html", values, now=now)


@allow(ANYONE)
@require_GET
@_known
def received(request: HttpRequest, identity: Identity, visit: str, token: str) -> HttpResponse:
    """The reference, and what is promised by when."""
    now, zone = clock.now(), zone_for(identity.person)
    try:
        ticket = received_ticket(token, now=now)
    except Refused:
        return show_panel(
            request, "portal/console/ended.html", {}, console=identity.console, now=now, status=410
        )
    promises = Promise.objects.filter(ticket=ticket)
    values = {
        "reference": ticket.reference,
        "reply_by": promised_by(promises, "first_response", now=now, zone=zone),
        "turnaround_by": promised_by(promises, "turnaround", now=now, zone=zone),
        "weighed_by": promised_by(promises, WEIGHED, now=now, zone=zone),
        "again_url": reverse("portal:console_form", args=[visit]),
        "identity": identity,
    }
    return show_panel(request, "portal/console/received.html", values, console=identity.console, now=now)


def _open(identity: Identity, form: ConsoleForm, catalogue: scenarios.Catalogue, *, at: datetime) -> Ticket:
    said = form.cleaned_data
    who = f"{identity.console.code}\x1f{identity.email}"
    if pass_gates([Gate("console-user", who, PER_USER)], at=at) is not None:
        raise Refused("You have written a lot lately. Call us, or try again in an hour.", code=TOO_OFTEN)
    is_request = said["scenario"] == scenarios.REQUEST
    told = Report(
        subject=said["subject"],
        text=said["text"],
        scenario=catalogue.scenario_for(said["scenario"]),
        kind=TicketKind.REQUEST if is_request else TicketKind.ISSUE,
        attached=uploads.keep(said["files"], at=at),
    )
    ticket = open_from_console(identity, told, at=at)
    suspect_outage(ticket, chosen=said["scenario"], catalogue=catalogue, words=said["text"])
    note_read_before(said["article"], reader=reader_of(identity.person), ticket=ticket.pk)
    return ticket


def _of(identity: Identity, *, now: datetime) -> dict[str, object]:
    """What the form shows of what it knows, and the person's own open tickets."""
    person = identity.person
    if person is None:
        return {"identity": identity, "lines": []}
    own = list(open_tickets(person).filter(requester=person)[: SHOWN + 1])
    lines = lines_for(person, own[:SHOWN], now=now, zone=zone_for(person)).lines
    return {"identity": identity, "lines": lines, "more": len(own) > SHOWN}
