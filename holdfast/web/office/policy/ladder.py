"""The ladder of the draft: levels in order, each with a title, a person, a phone number and its own answer time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import msgspec
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.people.models import Person
from holdfast.policy.actions import check_document, save_draft
from holdfast.policy.document import Document, Level
from holdfast.policy.queries import document_of
from holdfast.web.frame import person_of, show
from holdfast.web.office.policy.draft import draft_url, found_draft, said_revision
from holdfast.web.office.policy.rows import Row, reordered, rows_said

NAMES: Final = ("title", "person", "phone", "answer")


@dataclass
class Rung:
    """One level as it was typed, with what is wrong with each field."""

    place: int
    values: Row
    wrong: dict[str, str] = field(default_factory=dict)
    is_last: bool = False


@allow(Act.PUBLISH_POLICY)
def ladder(request: HttpRequest, policy: int) -> HttpResponse:
    """Edit the ladder; the buttons of a row only show it again, *Save* keeps it if it can stand."""
    version = found_draft(policy)
    document = document_of(version.pk)
    rows = [{name: getattr(level, name) for name in NAMES} for level in document.ladder]
    wrong: dict[str, str] = {}
    revision = version.revision
    if request.method == "POST":
        revision = said_revision(request)
        rows = rows_said(request.POST, NAMES)
        asked = reordered(rows, request.POST.get("act", ""), blank=_blank(document))
        if asked is not None:
            rows = asked
        elif not (wrong := _wrong(edited := _with_ladder(document, rows))):
            try:
                save_draft(version, document=edited, revision=revision, by=person_of(request))
            except Refused as refused:
                wrong = {"": refused.message}
            else:
                messages.success(request, "The ladder is saved to the draft.")
                return HttpResponseRedirect(draft_url(version.policy))
    context = {
        "rungs": _rungs(rows, wrong),
        "people": _people(rows),
        "whole": [message for field, message in wrong.items() if field in ("", "ladder")],
        "revision": revision,
        "back": draft_url(version.policy),
    }
    status = 422 if wrong else 200
    return show(request, "office/policy/ladder.html", context, place="policy", now=clock.now(), status=status)


def _blank(document: Document) -> Row:
    limit = document.clause("escalation_answered").limit
    return {"title": "", "person": "", "phone": "", "answer": limit if isinstance(limit, str) else ""}


def _with_ladder(document: Document, rows: list[Row]) -> Document:
    return msgspec.structs.replace(document, ladder=tuple(Level(**row) for row in rows))


def _wrong(document: Document) -> dict[str, str]:
    """What is wrong with the ladder, by the path of the field."""
    problems = [each for each in check_document(document) if each.is_error]
    return {each.field: each.message for each in problems if each.field.partition(".")[0] == "ladder"}


def _rungs(rows: list[Row], wrong: dict[str, str]) -> list[Rung]:
    rungs = [
        Rung(place, row, {name: wrong.get(f"ladder.{place + 1}.{name}", "") for name in NAMES})
        for place, row in enumerate(rows)
    ]
    if rungs:
        rungs[-1].is_last = True
    return rungs


def _people(rows: list[Row]) -> list[tuple[str, str]]:
    """Everybody who can hold a level, and whoever is named already."""
    staff = [
        (person.email, f"{person}, {person.title}" if person.title else str(person))
        for person in Person.objects.staff().order_by("name", "email")
    ]
    known = dict(staff)
    others = sorted({row["person"] for row in rows if row["person"] and row["person"] not in known})
    return [("", "Nobody yet"), *staff, *((email, f"{email} (does not work here)") for email in others)]
