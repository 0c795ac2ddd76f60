"""The policy as the document that a client would sign: in force, in a past version, or as a draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.look.frames import Place
from holdfast.look.shapes import Level, ViewGroup
from holdfast.people.acts import Act, may
from holdfast.people.door import allow
from holdfast.people.models import Person
from holdfast.policy.document import Document
from holdfast.policy.models import Policy, PolicyVersion
from holdfast.policy.queries import current_version, document_of, latest_published, with_present_calendars
from holdfast.policy.sentences import PriorityRow, Section, Sentence, Value, priority_rows, rungs, sections
from holdfast.policy.writing import write_policy
from holdfast.promises.figures import kept_of, running_now
from holdfast.web.frame import person_of, show, zone_of
from holdfast.web.office.clients.page import SPAN
from holdfast.web.office.places import policy_places

NOT_SAID_AGAIN = {"turnaround"}
"""Clauses that the table of priorities says already."""


_EDITED: Final = '<a class="val" href="{url}" hx-get="{url}" hx-target="#act" data-dialog="act">{words}</a>'


@dataclass(frozen=True)
class Piece:
    """Text, or a value with where it is edited."""

    words: str
    is_value: bool = False
    is_own: bool = False
    is_set: bool = True
    url: str = ""

    @property
    def html(self) -> SafeString:
        """Ready made, for it stands inside a sentence, where the line break of a template would be a blank."""
        if not self.is_value:
            return format_html("{}", self.words)
        if self.url:
            return format_html(_EDITED, url=self.url, words=self.words)
        return format_html('<b class="error">{}</b>' if not self.is_set else "<b>{}</b>", self.words)


@dataclass(frozen=True)
class Rule:
    """One sentence as the page shows it."""

    pieces: tuple[Piece, ...]
    notes: tuple[str, ...]
    mission: str


@dataclass(frozen=True)
class Chapter:
    id: str
    title: str
    intro: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class MatrixRow:
    """One row of the priority matrix."""

    number: int
    summary: str
    scenarios: str
    turnaround: Piece
    target: Piece | None
    is_elapsed: bool


@allow(Act.READ_POLICY)
def policy(request: HttpRequest, policy: int | None = None) -> HttpResponse:
    """What is in force now."""
    found = get_object_or_404(Policy, pk=policy) if policy is not None else None
    try:
        version = latest_published(found) if found else current_version()
    except Refused:
        version = None
    now = clock.now()
    if version is None:
        views = policy_places(request, found, "policy-of")
        nothing = {
            "policy": found,
            "views": views,
            "may_publish": may(person_of(request), Act.PUBLISH_POLICY),
        }
        return show(request, "office/policy/none.html", nothing, place="policy", now=now)
    context = {
        **document_context(document_of(version.pk)),
        "running": running_now(at=now),
        "kept": kept_of(since=now - SPAN),
    }
    return _shown(request, version, context, here="policy-of", now=now)


@allow(Act.READ_POLICY)
def version(request: HttpRequest, key: int) -> HttpResponse:
    """A version as it was published; drafts are shown on a page of their own."""
    found = _published(key)
    now = clock.now()
    return _shown(request, found, document_context(document_of(found.pk)), here="policy-versions", now=now)


@allow(Act.READ_POLICY)
def versions(request: HttpRequest, policy: int) -> HttpResponse:
    """All versions, the newest first, each with what it changed."""
    found = get_object_or_404(Policy, pk=policy)
    rows = found.versions.exclude(published_at=None).defer("document").order_by("-number")
    context = {
        "policy": found,
        "versions": list(rows[:100]),
        "zone": zone_of(request),
        "views": policy_places(request, found, "policy-versions"),
        "may_publish": may(person_of(request), Act.PUBLISH_POLICY),
    }
    return show(request, "office/policy/versions.html", context, place="policy", now=clock.now())


@allow(Act.READ_POLICY)
def file(request: HttpRequest, key: int) -> HttpResponse:
    """A version as a file, complete; of a draft with the calendars as they stand."""
    version = get_object_or_404(PolicyVersion.objects.select_related("policy"), pk=key)
    if version.is_draft and not may(person_of(request), Act.PUBLISH_POLICY):
        raise Http404("There is no such version.")
    document = document_of(version.pk)
    answer = HttpResponse(write_policy(document), content_type="application/toml; charset=utf-8")
    answer.headers["Content-Disposition"] = (
        f'attachment; filename="policy-{version.policy_id}-{version.number}.toml"'
    )
    return answer


def document_context(document: Document, *, edit: Mapping[str, str] | None = None) -> dict[str, Any]:
    """What the document's template needs; `edit` gives the address at which a clause is edited, by its id."""
    shown = document if document.calendars else with_present_calendars(document)
    edit = edit or {}
    return {
        "matrix": [_matrix_row(row, edit) for row in priority_rows(shown)],
        "chapters": [_chapter(section, edit) for section in sections(shown)],
        "levels": _levels(shown),
    }


def on_this_page(chapters: list[Chapter]) -> ViewGroup:
    """The headings of the document, as places."""
    shown = [each for each in chapters if each.rules or each.id in ("priorities", "escalation")]
    return ViewGroup("On this page", tuple(Place(each.title, f"#s-{each.id}") for each in shown))


def _shown(
    request: HttpRequest, version: PolicyVersion, context: dict[str, Any], *, here: str, now: datetime
) -> HttpResponse:
    context |= {
        "version": version,
        "is_in_force": here == "policy-of",
        "may_publish": may(person_of(request), Act.PUBLISH_POLICY),
        "zone": zone_of(request),
        "views": [*policy_places(request, version.policy, here), on_this_page(context["chapters"])],
    }
    return show(request, "office/policy/page.html", context, place="policy", now=now)


def _published(key: int) -> PolicyVersion:
    version = get_object_or_404(PolicyVersion.objects.select_related("policy").defer("document"), pk=key)
    if version.is_draft:
        raise Http404("There is no such version.")
    return version


def _matrix_row(row: PriorityRow, edit: Mapping[str, str]) -> MatrixRow:
    return MatrixRow(
        row.number,
        row.summary,
        ". ".join(row.scenarios),
        _piece(row.turnaround, edit),
        _piece(row.target, edit) if row.target else None,
        row.turnaround.words.rpartition(" ")[2].startswith(("minute", "hour"))
        and "business" not in row.turnaround.words,
    )


def _chapter(section: Section, edit: Mapping[str, str]) -> Chapter:
    said = [sentence for sentence in section.sentences if sentence.clause not in NOT_SAID_AGAIN]
    return Chapter(
        section.id, section.title, section.intro, tuple(_rule(sentence, edit) for sentence in said)
    )


def _rule(sentence: Sentence, edit: Mapping[str, str]) -> Rule:
    pieces = tuple(
        _piece(piece, edit) if isinstance(piece, Value) else Piece(piece) for piece in sentence.pieces
    )
    return Rule(pieces, sentence.notes, sentence.mission)


def _piece(value: Value, edit: Mapping[str, str]) -> Piece:
    clause = value.field.split(".")[1] if value.field.startswith("clauses.") else ""
    return Piece(value.words, True, value.is_own, value.is_set, edit.get(clause, ""))


def _levels(document: Document) -> list[Level]:
    emails = {rung.person for rung in rungs(document) if rung.person}
    names = {person.email: str(person) for person in Person.objects.filter(email__in=emails)}
    return [
        Level(
            rung.title,
            names.get(rung.person, rung.person) or "Nobody yet",
            note=", ".join(filter(None, [rung.phone, f"answers within {rung.answer}"])),
            is_held=bool(rung.person),
        )
        for rung in rungs(document)
    ]


def policy_url(policy: Policy) -> str:
    """The page of what is in force of this policy."""
    return reverse("desk:policy-of", args=[policy.pk])
