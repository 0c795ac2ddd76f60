"""What is still to do after the set-up, each step a link; it is done when the installation shows it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.carriers.choice import why_kept
from holdfast.clients.models import Organisation
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.people.models import Person
from holdfast.policy.queries import document_of, draft_of, latest_published
from holdfast.tickets.models import Ticket
from holdfast.vendor.models import the_vendor
from holdfast.web.frame import show
from holdfast.web.office.places import office_places


@dataclass(frozen=True)
class FirstStep:
    title: str
    words: str
    url: str
    button: str
    is_done: bool


@allow(Act.CHANGE_PEOPLE)
def first_steps(request: HttpRequest) -> HttpResponse:
    """People, ladder, relay, clients, first ticket."""
    context = {"steps": _steps(), "views": office_places(request, "first-steps")}
    return show(request, "office/first_steps.html", context, place="people")


def _steps() -> list[FirstStep]:
    vendor, standing = the_vendor(), latest_published()
    unmanned = [level for level in document_of(standing.pk).ladder if not level.person] if standing else []
    draft = draft_of(standing.policy) if standing else None
    why = why_kept(demo_sink=vendor.demo_sink)
    return [
        FirstStep(
            "Enter your people",
            "Agents, leads, QA, managers. Each gets a mail with a link to set a password.",
            reverse("desk:person-new"),
            "Enter a person",
            Person.objects.staff().count() > 1,
        ),
        FirstStep(
            "Name who holds each level of the ladder",
            f"{len(unmanned)} levels are held by nobody yet. Name them in a draft of the policy, and publish it."
            if unmanned
            else "Every level is held by a person.",
            reverse("desk:policy-draft", args=[draft.policy_id]) if draft else reverse("desk:policy"),
            "Open the draft" if draft else "Open the policy",
            not unmanned,
        ),
        FirstStep(
            "Let mail leave",
            f"{why} Letters wait in the outbox." if why else "Mail leaves by your relay.",
            reverse("desk:outbox"),
            "Open the outbox",
            not why,
        ),
        FirstStep(
            "Enter your clients",
            "Each with its contacts, its calendar and its account manager.",
            reverse("desk:client-new"),
            "Enter a client",
            Organisation.objects.filter(is_own=False).exists(),
        ),
        FirstStep(
            "Open the first ticket",
            f"Write a mail to {vendor.support_address}, or open one by hand.",
            reverse("desk:new-ticket"),
            "New ticket",
            Ticket.objects.exists(),
        ),
    ]
