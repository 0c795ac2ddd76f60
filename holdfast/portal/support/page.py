"""Somebody without an account writes to us: the page, its limits, and the ticket (A5, T10 to T12)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.core.exceptions import NON_FIELD_ERRORS
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

from holdfast.kernel import clock
from holdfast.kernel.actor import Actor, ActorKind
from holdfast.kernel.refusal import Refused
from holdfast.knowledge.access import ANYBODY
from holdfast.knowledge.actions.counting import note_read_before
from holdfast.look.once import do_once
from holdfast.look.replies import confirm_draft
from holdfast.people.actions.entering import known_or_entered
from holdfast.people.door import ANYONE, allow
from holdfast.people.mailbox import mailbox_of
from holdfast.people.models import Person
from holdfast.portal import scenarios, uploads
from holdfast.portal.frame import not_set_up, show, zone_for
from holdfast.portal.refusing import refusals_on
from holdfast.portal.support.form import SupportForm
from holdfast.portal.support.proof import OLDEST, age_of, proof_of
from holdfast.portal.support.received import received_token
from holdfast.portal.turnstile import Gate, Limit, pass_gates, source_of
from holdfast.tickets.actions.messages import Said
from holdfast.tickets.actions.opening import Opening, open_ticket
from holdfast.tickets.models import Channel, Ticket
from holdfast.vendor.models import Vendor, the_vendor

PER_ADDRESS: Final = (Limit(5, timedelta(hours=1)), Limit(15, timedelta(days=1)))
PER_SOURCE: Final = (Limit(10, timedelta(minutes=10)), Limit(60, timedelta(days=1)))

TOO_OFTEN: Final = "too_often"
NOT_CONFIRMED: Final = "not confirmed"

_BY_FORM: Final = Actor(ActorKind.SYSTEM, "the support form")
"""Nobody proved who they are, so nobody is recorded as having acted."""


@allow(ANYONE)
def support(request: HttpRequest) -> HttpResponse:
    """The form; whoever is signed in has a better one."""
    person: Person | None = request.person  # type: ignore[attr-defined]
    if person is not None and not person.is_vendor:
        query = request.GET.urlencode()
        return HttpResponseRedirect(reverse("portal:new_ticket") + (f"?{query}" if query else ""))
    now, vendor = clock.now(), the_vendor()
    if vendor.set_up_at is None:
        return not_set_up(request, vendor, now=now)
    catalogue = scenarios.catalogue_for(None, now=now, zone=zone_for(person, vendor))
    if request.method != "POST":
        initial = {"started": proof_of(now), "article": request.GET.get("article", "")}
        form = SupportForm(catalogue=catalogue, now=now, initial=initial)
        return _page(request, form, vendor, now=now, status=200)
    given = request.POST.copy()
    form = SupportForm(given, request.FILES, catalogue=catalogue, now=now)
    if form.is_valid():
        with refusals_on(form):
            number = do_once(
                request,
                lambda: open_unless_too_often(form, source_of(request), at=now).pk,
                unsaid=["started", "article"],
            )
            token = received_token(number, at=now)
            return confirm_draft(
                request, HttpResponseRedirect(reverse("portal:received", args=[token])), "support"
            )
    _give_out_anew(given, now)
    return _page(
        request,
        form,
        vendor,
        now=now,
        status=429 if form.has_error(NON_FIELD_ERRORS, code=TOO_OFTEN) else 422,
    )


def _page(
    request: HttpRequest, form: SupportForm, vendor: Vendor, *, now: datetime, status: int
) -> HttpResponse:
    values = {"form": form, "allowed": uploads.STRANGERS}
    return show(
        request, "portal/support/form.html", values, now=now, here="support", status=status, vendor=vendor
    )


@transaction.atomic
def open_unless_too_often(form: SupportForm, source: str, *, at: datetime) -> Ticket:
    """One transaction, so that two forms of the same address come one after the other."""
    gates = [
        Gate("support-address", mailbox_of(form.cleaned_data["address"]), PER_ADDRESS),
        Gate("support-source", source, PER_SOURCE),
    ]
    if pass_gates(gates, at=at) is not None:
        words = "Many requests came from here lately. Write to us by mail, call, or try again in an hour."
        raise Refused(words, code=TOO_OFTEN)
    return open_for_stranger(form, at=at)


def open_for_stranger(form: SupportForm, *, at: datetime) -> Ticket:
    """A ticket of whoever gave the address, of no organisation and marked as not confirmed: a form proves nobody."""
    said = form.cleaned_data
    attached = uploads.keep(said["files"], at=at)
    with transaction.atomic(savepoint=False):
        person = known_or_entered(said["address"], name=said["name"], by=_BY_FORM)
        label = f"{said['name']} <{said['address']}>, {NOT_CONFIRMED}"
        ticket = open_ticket(
            Opening(
                requester=person,
                subject=said["subject"],
                said=Said(text=said["text"], author=person, author_label=label, attached=attached),
                channel=Channel.FORM,
                product=said["product"],
                scenario=said["scenario"],
                reached_at=at,
                acknowledged="page",
            ),
            by=_BY_FORM,
        )
        note_read_before(said["article"], reader=ANYBODY, ticket=ticket.pk)
        return ticket


def _give_out_anew(given: QueryDict, now: datetime) -> None:
    """A form shown again keeps its proof while that holds; an old or foreign one is given out anew."""
    age = age_of(str(given.get("started", "")), at=now)
    if age is None or age > OLDEST:
        given["started"] = proof_of(now)
