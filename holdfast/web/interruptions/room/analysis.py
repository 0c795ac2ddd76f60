"""Cause, impact and resolution steps on the page: what is known, and the shared fields for whoever may write them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse

from holdfast.incidents.models import BulletinKind, Interruption, Part, State
from holdfast.people.acts import Act, may
from holdfast.web.frame import person_of, zone_of
from holdfast.web.interruptions.words.kinds import WRITINGS
from holdfast.web.interruptions.words.writing import Keeping
from holdfast.web.shared_fields import SharedField, drafts_of, said_by_now, shared_fields


@dataclass(frozen=True)
class KeptPart:
    """One of the three, as far as it is known."""

    label: str
    text: str = ""
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Analysis:
    parts: Sequence[KeptPart]
    fields: Sequence[SharedField]
    """None for who may not write, or where it is too late."""
    keeping: Keeping | None
    action: str
    may_send: bool
    is_owed: bool

    @property
    def written(self) -> int:
        return sum(bool(each.text) for each in self.parts)

    @property
    def is_complete(self) -> bool:
        return self.written == len(self.parts)


def analysis_of(request: HttpRequest, found: Interruption, *, now: datetime) -> Analysis:
    writing = WRITINGS[BulletinKind.ANALYSIS]
    kept = {each.part: each for each in found.sections.select_related("by")}
    keeping = writing.keeping
    may_write = (
        keeping is not None
        and found.state in keeping.stages
        and may(person_of(request), Act.TELL_OF_INTERRUPTION)
    )
    return Analysis(
        [
            KeptPart(part.label, kept[part].text, str(kept[part].by), kept[part].at)
            if part in kept
            else KeptPart(part.label)
            for part in Part
        ],
        _fields(request, found, {part: each.text for part, each in kept.items()}, now=now)
        if may_write
        else (),
        keeping,
        reverse(f"desk:interruption-{writing.address}", args=[found.pk]),
        found.state in writing.stages,
        found.state == State.RESTORED,
    )


def _fields(
    request: HttpRequest, found: Interruption, kept: dict[str, str], *, now: datetime
) -> Sequence[SharedField]:
    writing = WRITINGS[BulletinKind.ANALYSIS]
    drafts = drafts_of(found, writing.kind)
    form = writing.form_for(found, initial=said_by_now(kept, drafts), zone=zone_of(request))
    return shared_fields(
        found, writing.kind, form, drafts, to=person_of(request), now=now, zone=zone_of(request)
    )
