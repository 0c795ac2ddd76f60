"""The scenarios of the draft: what a client may find wrong, and the priority that each suggests (B2)."""

from __future__ import annotations

from typing import Final

import msgspec
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.text import slugify

from holdfast.incidents.proposals import is_outage
from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.policy.actions import check_document, save_draft
from holdfast.policy.document import Document, Scenario
from holdfast.policy.queries import document_of
from holdfast.web.frame import person_of, show
from holdfast.web.office.policy.draft import draft_url, found_draft, said_revision
from holdfast.web.office.policy.ladder import Rung
from holdfast.web.office.policy.rows import Row, reordered, rows_said

NAMES: Final = ("id", "words", "priority", "outage")


_BLANK: Final[Row] = {"id": "", "words": "", "priority": "3", "outage": ""}


@allow(Act.PUBLISH_POLICY)
def scenarios(request: HttpRequest, policy: int) -> HttpResponse:
    """Edit the catalogue; a row without words goes. An id stays for good, for tickets keep it."""
    version = found_draft(policy)
    document = document_of(version.pk)
    rows = [_row(each) for each in document.scenarios]
    wrong: dict[str, str] = {}
    revision = version.revision
    if request.method == "POST":
        revision = said_revision(request)
        rows = rows_said(request.POST, NAMES)
        asked = reordered(rows, request.POST.get("act", ""), blank=_BLANK)
        if asked is not None:
            rows = asked
        else:
            rows = [row for row in rows if row["words"]]
            edited = _with_scenarios(document, rows)
            if not (wrong := _wrong(edited)):
                try:
                    save_draft(version, document=edited, revision=revision, by=person_of(request))
                except Refused as refused:
                    wrong = {"": refused.message}
                else:
                    messages.success(request, "The scenarios are saved to the draft.")
                    return HttpResponseRedirect(draft_url(version.policy))
    context = {
        "rows": [Rung(place, row, {"words": wrong.get(f"{place}", "")}) for place, row in enumerate(rows)],
        "whole": [message for field, message in wrong.items() if not field.isdigit()],
        "priorities": ["1", "2", "3", "4"],
        "revision": revision,
        "back": draft_url(version.policy),
    }
    status = 422 if wrong else 200
    return show(
        request, "office/policy/scenarios.html", context, place="policy", now=clock.now(), status=status
    )


def _row(scenario: Scenario) -> Row:
    return {
        "id": scenario.id,
        "words": scenario.words,
        "priority": str(scenario.priority),
        "outage": "1" if is_outage(scenario) else "",
    }


def _with_scenarios(document: Document, rows: list[Row]) -> Document:
    known = {each.id for each in document.scenarios}
    taken = {row["id"] for row in rows if row["id"] in known}
    found = []
    for row in rows:
        id = row["id"] if row["id"] in known else _new_id(row["words"], taken | known)
        taken.add(id)
        priority = int(row["priority"]) if row["priority"] in ("1", "2", "3", "4") else 0
        found.append(Scenario(id=id, words=row["words"], priority=priority, outage=bool(row["outage"])))
    return msgspec.structs.replace(document, scenarios=tuple(found))


def _new_id(words: str, taken: set[str]) -> str:
    base = slugify(words)[:60].strip("-") or "scenario"
    number, id = 1, base
    while id in taken:
        number += 1
        id = f"{base}-{number}"
    return id


def _wrong(document: Document) -> dict[str, str]:
    """What is wrong, by the place of the row; of two that say the same, at the second."""
    places = {each.id: str(place) for place, each in enumerate(document.scenarios)}
    problems = [
        each for each in check_document(document) if each.is_error and each.field.startswith("scenarios")
    ]
    return {places.get(([*each.field.split("."), ""])[1], each.field): each.message for each in problems}
