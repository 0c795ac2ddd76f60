"""The fields of a word as all see them who write it: the text, who wrote it last, what else was written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from django import forms
from django.db.models import Prefetch
from django.forms.boundfield import BoundField
from django.urls import reverse
from django.utils.safestring import SafeString

from holdfast.incidents.actions.drafting import topic_of
from holdfast.incidents.models import Draft, FormerText, Interruption
from holdfast.look.pieces import when
from holdfast.people.models import Person
from holdfast.web.interruptions.words.writing import OWN, Writing

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


def drafts_of(found: Interruption, writing: Writing) -> dict[str, Draft]:
    """By the name of the field."""
    rows = found.drafts.filter(kind=writing.kind).select_related("by")
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


def shared_fields(
    found: Interruption,
    writing: Writing,
    form: forms.Form,
    drafts: dict[str, Draft],
    *,
    to: Person,
    now: datetime,
    zone: tzinfo,
    conflicts: Sequence[str] = (),
) -> list[SharedField]:
    """Every field that all write, in its order."""
    return [
        shared_field(
            found,
            writing,
            field,
            drafts.get(field.name),
            to=to,
            now=now,
            zone=zone,
            is_conflict=field.name in conflicts,
        )
        for field in form
        if field.name not in OWN
    ]


def shared_field(
    found: Interruption,
    writing: Writing,
    field: BoundField,
    draft: Draft | None,
    *,
    to: Person,
    now: datetime,
    zone: tzinfo,
    is_conflict: bool = False,
) -> SharedField:
    return SharedField(
        field=field,
        url=reverse("desk:interruption-text", args=[found.pk, writing.kind, field.name]),
        topic=topic_of(found.pk, writing.kind, field.name),
        number=draft.number if draft else 0,
        trigger=_TYPED if isinstance(field.field.widget, forms.Textarea) else "change",
        by=str(draft.by) if draft and draft.by_id != to.pk else "",
        at=when(draft.at, now=now, zone=zone) if draft else "",
        former=[_former(each, now=now, zone=zone) for each in draft.former.all()] if draft else (),
        theirs=draft.text if draft and is_conflict else "",
        is_conflict=is_conflict,
    )


def _former(row: FormerText, *, now: datetime, zone: tzinfo) -> Former:
    return Former(row.text, str(row.by), when(row.at, now=now, zone=zone))
