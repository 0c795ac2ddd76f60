"""Publish the draft, and, as an act of its own, apply what is in force to what is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString

from holdfast.kernel import clock
from holdfast.look import pieces
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.policy.actions import HasProblems, check_document, publish_policy, save_draft
from holdfast.policy.models import Policy
from holdfast.policy.queries import document_of, latest_published
from holdfast.promises.actions.applying import Move, apply_to_open, preview_moves
from holdfast.promises.notices import CLIENT_HEARS_OF
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of, ticket_url, zone_of
from holdfast.web.office.fields import said_by
from holdfast.web.office.places import policy_places
from holdfast.web.office.policy.draft import changes_of, draft_url, found_draft
from holdfast.web.office.policy.reading import policy_url

SHOWN = 200


class PublishForm(forms.Form):
    note = forms.CharField(
        label="Why",
        required=False,
        max_length=10_000,
        help_text="Kept with the version, for whoever reads it in a year.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class ApplyForm(forms.Form):
    reason = forms.CharField(
        label="Reason",
        max_length=400,
        help_text="Clients whose due times get later are told it, in these words.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@dataclass(frozen=True)
class MoveLine:
    """One due time as it stands and as it would stand."""

    number: int
    url: str
    subject: str
    clause: str
    formerly: SafeString
    renewed: SafeString
    way: str
    is_told: bool


@allow(Act.PUBLISH_POLICY)
def publication(request: HttpRequest, policy: int) -> HttpResponse:
    """Put the draft in force; shows what it changes, and what is still wrong."""
    version = found_draft(policy)
    document = document_of(version.pk)
    problems = [problem for problem in check_document(document) if problem.is_error]
    form = PublishForm(said_by(request), initial={"note": version.note, "revision": version.revision})
    sheet = Sheet(
        title=f"Publish version {version.number}",
        button=f"Put version {version.number} in force",
        back=draft_url(version.policy),
        lead="Every promise made from then on follows it. Promises that stand keep what they were made under.",
        template="office/policy/_publish_fields.html",
        more={
            "changes": changes_of(version, document),
            "problems": problems,
            "draft_url": draft_url(version.policy),
        },
        place="policy",
    )

    def publish(said: dict[str, Any]) -> str:
        by = person_of(request)
        with transaction.atomic():
            kept = save_draft(version, document=document, revision=said["revision"], note=said["note"], by=by)
            try:
                publish_policy(kept, by=by)
            except HasProblems as refused:
                refused.field = None
                raise
        return policy_url(version.policy)

    return ask(request, form, sheet, publish)


@allow(Act.PUBLISH_POLICY)
def application(request: HttpRequest) -> HttpResponse:
    """Apply policy, calendars and zone data as they stand now to what is open; shows what would move first."""
    now, zone = clock.now(), zone_of(request)
    moves = preview_moves(limit=SHOWN)
    lines = [_line(move, now=now, zone=zone) for move in moves if _moves(move)]
    sheet = Sheet(
        title="Apply to what is open",
        button="Apply it",
        back=reverse("desk:policy"),
        lead="A due time that gets earlier may break at once. Where one gets later, the client is told.",
        template="office/policy/_apply_fields.html",
        page="office/policy/apply.html",
        more={
            "lines": lines,
            "unmoved": len(moves) - len(lines),
            "is_cut": len(moves) >= SHOWN,
            "told": sum(line.is_told for line in lines),
            "views": policy_places(request, _default(), "policy-application"),
        },
        place="policy",
    )

    def apply(said: dict[str, Any]) -> str:
        moved = apply_to_open(reason=said["reason"], by=person_of(request))
        return "Nothing moved." if not moved else f"{moved} due time{'s' if moved > 1 else ''} moved."

    return ask(request, ApplyForm(said_by(request)), sheet, apply)


def _default() -> Policy | None:
    standing = latest_published()
    return standing.policy if standing else None


def _moves(move: Move) -> bool:
    return move.renewed.due_at != move.standing.due_at


def _line(move: Move, *, now: datetime, zone: tzinfo) -> MoveLine:
    clause = document_of(move.renewed.policy_version_id).clause(move.standing.clause)
    return MoveLine(
        move.ticket.pk,
        ticket_url(move.ticket.pk),
        move.ticket.subject,
        clause.title,
        pieces.when(move.standing.due_at, now=now, zone=zone),
        pieces.when(move.renewed.due_at, now=now, zone=zone),
        "later" if move.is_later else "sooner",
        move.is_later and move.standing.clause in CLIENT_HEARS_OF,
    )
