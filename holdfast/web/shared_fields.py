"""The fields of a word as all see them who write it: the text, who wrote it last, what else was written.

Words about interruptions and about maintenance alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from django import forms
from django.db.models import Prefetch
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString

from holdfast.incidents.actions.drafting import Matter, keep_text, topic_of
from holdfast.incidents.models import Draft, FormerText, Interruption
from holdfast.kernel import clock
from holdfast.kernel.refusal import Missing
from holdfast.look.pieces import when
from holdfast.people.models import Person
from holdfast.web.frame import part, person_of, zone_of

_TYPED = "input changed delay:600ms"


@dataclass(frozen=True)
class Former:
    text: str
    by: str
    at: SafeString


@dataclass(frozen=True)
class SharedField:
    """One field, where its text is kept, and what stands under it."""

    field: BoundField
    url: str
    topic: str
    number: int
    """Of the draft that its reader has before them; 0 for none."""
    trigger: str
    by: str = ""
    """Who wrote it last, where that is somebody else."""
    at: str = ""
    former: Sequence[Former] = ()
    theirs: str = ""
    """Somebody else's text, where it was changed while one was typing."""
    is_conflict: bool = False

    @property
    def name(self) -> str:
        return self.field.name

    @property
    def is_choice(self) -> bool:
        """Whether it is chosen, not written: those stand side by side under the text."""
        return isinstance(self.field.field, forms.ChoiceField)


def drafts_of(found: Matter, kind: str) -> dict[str, Draft]:
    """By the name of the field."""
    rows = found.drafts.filter(kind=kind).select_related("by")
    former = FormerText.objects.select_related("by").order_by("-at", "-pk")
    return {each.name: each for each in rows.prefetch_related(Prefetch("former", former))}


def said_by_now(before: Mapping[str, str], drafts: Mapping[str, Draft]) -> dict[str, str]:
    """What stands in the form: the drafts, and where there is none what was kept before."""
    return {**before, **{name: draft.text for name, draft in drafts.items()}}


def newer_than_seen(drafts: Mapping[str, Draft], posted: Mapping[str, str], *, by: Person) -> list[str]:
    """The fields that somebody else changed since the writer of this form had them before them."""
    return [
        name
        for name, draft in drafts.items()
        if draft.by_id != by.pk
        and posted.get(f"seen_{name}", str(draft.number)) != str(draft.number)
        and posted.get(name, "").strip() != draft.text.strip()
    ]


def require_fields_seen(newer: Sequence[str], drafts: Mapping[str, Draft]) -> None:
    """Nobody sends past what another one has written into the same form meanwhile: it would be lost with the draft."""
    if newer:
        raise Missing(
            "It was changed while you were writing.",
            fields={name: f"{drafts[name].by} changed this. Say which text it shall be." for name in newer},
        )


def shared_fields(
    found: Matter,
    kind: str,
    fields: Iterable[BoundField],
    drafts: Mapping[str, Draft],
    *,
    to: Person,
    now: datetime,
    zone: tzinfo,
    conflicts: Sequence[str] = (),
) -> list[SharedField]:
    """These fields, which all write, in their order."""
    return [
        shared_field(
            found,
            kind,
            field,
            drafts.get(field.name),
            to=to,
            now=now,
            zone=zone,
            is_conflict=field.name in conflicts,
        )
        for field in fields
    ]


def shared_field(
    found: Matter,
    kind: str,
    field: BoundField,
    draft: Draft | None,
    *,
    to: Person,
    now: datetime,
    zone: tzinfo,
    is_conflict: bool = False,
) -> SharedField:
    place = "interruption" if isinstance(found, Interruption) else "maintenance"
    return SharedField(
        field=field,
        url=reverse(f"desk:{place}-text", args=[found.pk, kind, field.name]),
        topic=topic_of(found, kind, field.name),
        number=draft.number if draft else 0,
        trigger=_TYPED if isinstance(field.field.widget, forms.Textarea) else "change",
        by=str(draft.by) if draft and draft.by_id != to.pk else "",
        at=when(draft.at, now=now, zone=zone) if draft else "",
        former=[_former(each, now=now, zone=zone) for each in draft.former.all()] if draft else (),
        theirs=draft.text if draft and is_conflict else "",
        is_conflict=is_conflict,
    )


def answer_text(request: HttpRequest, found: Matter, kind: str, field: BoundField) -> HttpResponse:
    """One field: on POST what is typed is kept, for all who write it; else as it stands now."""
    is_conflict = False
    if request.method == "POST":
        seen = request.POST.get("seen") or request.POST.get(f"seen_{field.name}", "")
        typed = request.POST.get(field.name, "")
        kept = keep_text(
            found, kind=kind, name=field.name, text=typed, seen=number_in(seen), by=person_of(request)
        )
        is_conflict = kept.is_conflict
    now = clock.now()
    each = shared_field(
        found,
        kind,
        field,
        drafts_of(found, kind).get(field.name),
        to=person_of(request),
        now=now,
        zone=zone_of(request),
        is_conflict=is_conflict,
    )
    which = "_kept" if request.method == "POST" else "_note" if "note" in request.GET else "_field"
    answer = part(request, f"desk/shared/{which}.html", {"each": each}, now=now)
    if request.method == "POST" and not is_conflict:
        answer.headers["Draft-Kept"] = "1"
    return answer


def number_in(typed: str | None) -> int:
    """What was sent as a number; 0 for what is none."""
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 18 else 0


def _former(row: FormerText, *, now: datetime, zone: tzinfo) -> Former:
    return Former(row.text, str(row.by), when(row.at, now=now, zone=zone))
