"""The draft: read with what is wrong with it, its clauses edited in place, begun and given up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.look.once import do_once
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.policy.actions import begin_policy, check_document, discard_draft, draft_policy
from holdfast.policy.document import Document
from holdfast.policy.models import Policy, PolicyVersion
from holdfast.policy.queries import changes_of_the_standing, document_of, draft_of, latest_published
from holdfast.policy.rules import Problem
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of, show, zone_of
from holdfast.web.office.fields import said_by
from holdfast.web.office.places import policy_places
from holdfast.web.office.policy.reading import document_context, on_this_page, policy_url


@dataclass(frozen=True)
class Shown:
    """One problem with where it is mended."""

    message: str
    field: str
    url: str
    is_error: bool


class NameForm(forms.Form):
    name = forms.CharField(label="Name", max_length=120, help_text="Contracts name it.")


@allow(Act.PUBLISH_POLICY)
def draft(request: HttpRequest, policy: int) -> HttpResponse:
    """The draft as a document whose values lead to where they are edited; POST begins one."""
    found = get_object_or_404(Policy, pk=policy)
    if request.method == "POST":
        draft_policy(found, by=person_of(request))
        return HttpResponseRedirect(draft_url(found))
    version = draft_of(found)
    if version is None:
        return HttpResponseRedirect(policy_url(found))
    document = document_of(version.pk)
    edit = {
        clause.id: reverse("desk:policy-clause", args=[found.pk, clause.id]) for clause in document.clauses
    }
    shown = document_context(document, edit=edit)
    context = {
        **shown,
        "version": version,
        "problems": [_shown(problem, found) for problem in check_document(document)],
        "changes": changes_of(version, document),
        "zone": zone_of(request),
        "views": [*policy_places(request, found, "policy-draft"), on_this_page(shown["chapters"])],
    }
    return show(request, "office/policy/draft.html", context, place="policy", now=clock.now())


@allow(Act.PUBLISH_POLICY)
def beginning(request: HttpRequest) -> HttpResponse:
    """Begin a further policy, for contracts to name; it is a copy of the default one."""
    sheet = Sheet(
        title="Begin another policy",
        button="Begin the draft",
        back=reverse("desk:policy"),
        lead="It begins as a copy of the default policy, and holds for whoever’s contract names it once published.",
        place="policy",
    )

    def begin(said: dict[str, Any]) -> str:
        key = do_once(request, lambda: begin_policy(name=said["name"], by=person_of(request)).policy_id)
        return reverse("desk:policy-draft", args=[key])

    return ask(request, NameForm(said_by(request)), sheet, begin)


@allow(Act.PUBLISH_POLICY)
@require_POST
def ending(request: HttpRequest, policy: int) -> HttpResponse:
    """Give the draft up; what stands goes on standing."""
    version = found_draft(policy)
    try:
        discard_draft(version, revision=said_revision(request), by=person_of(request))
    except Refused as refused:
        messages.error(request, refused.message)
        return HttpResponseRedirect(draft_url(version.policy))
    messages.success(request, f"The draft of version {version.number} is given up.")
    return HttpResponseRedirect(policy_url(version.policy))


def found_draft(policy: int) -> PolicyVersion:
    """The draft of this policy, or 404."""
    version = draft_of(get_object_or_404(Policy, pk=policy))
    if version is None:
        raise Http404("There is no draft.")
    return version


def draft_url(policy: Policy) -> str:
    """The page of the draft."""
    return reverse("desk:policy-draft", args=[policy.pk])


def said_revision(request: HttpRequest) -> int:
    """The revision that the page showed; a form that was sent without one is not ours."""
    try:
        return int(request.POST.get("revision", ""))
    except ValueError:
        raise BadRequest("This form does not say which draft it read.") from None


def changes_of(version: PolicyVersion, document: Document) -> list[str]:
    """What publishing would change of what is in force, as sentences."""
    standing = latest_published(version.policy)
    return changes_of_the_standing(standing, document) if standing is not None else []


def _shown(problem: Problem, policy: Policy) -> Shown:
    part, *rest = problem.field.split(".")
    url = ""
    if part == "clauses" and rest:
        url = reverse("desk:policy-clause", args=[policy.pk, rest[0]])
    elif part in ("ladder", "scenarios"):
        url = reverse(f"desk:policy-{part}", args=[policy.pk])
    return Shown(problem.message, problem.field, url, problem.is_error)
