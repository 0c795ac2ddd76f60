"""Root cause, impact and resolution steps are kept, as far as they are known, until all three are sent (E4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from django.db import transaction

from holdfast.incidents import rules
from holdfast.incidents.actions.drafting import drop_drafts
from holdfast.incidents.facts import SectionWritten
from holdfast.incidents.models import DOWN, BulletinKind, Interruption, Part, Section, State
from holdfast.kernel import clock
from holdfast.kernel.facts import record_many
from holdfast.kernel.refusal import Refused
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person

NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
EXPLAINABLE: Final = (*DOWN, State.RESTORED, State.CAUSE_KNOWN)


@transaction.atomic
def write_sections(interruption: Interruption, *, said: Mapping[str, str], by: Person) -> None:
    """Keep those that have words: they stand on the page and in the review, under whoever wrote them and when.

    Refused: `forbidden`, `wrong_stage`, `no_words`.
    """
    require_may(by, Act.TELL_OF_INTERRUPTION)
    interruption = Interruption.objects.locked(interruption.pk)
    rules.require_state(interruption.state, *EXPLAINABLE, to="explained")
    written = {part: text for part in Part.values if (text := said.get(part, "").strip())}
    if not written:
        raise Refused("There are no words in it.", code="no_words", field=Part.CAUSE)
    keep_sections(interruption, written, at=clock.now(), by=by)
    drop_drafts(interruption, BulletinKind.ANALYSIS)


def keep_sections(
    interruption: Interruption, written: Mapping[str, str], *, at: datetime, by: Person
) -> None:
    """Of a locked interruption; its author is whoever wrote the text that is kept, as its draft says."""
    present = sections_of(interruption)
    drafts = {
        each.name: each
        for each in interruption.drafts.filter(kind=BulletinKind.ANALYSIS).select_related("by")
    }
    facts = []
    for part, text in written.items():
        if present.get(part) == text:
            continue
        draft = drafts.get(part)
        author, since = (draft.by, draft.at) if draft and draft.text.strip() == text else (by, at)
        Section.objects.update_or_create(
            interruption=interruption, part=part, defaults={"text": text, "by": author, "at": since}
        )
        facts.append(SectionWritten(interruption=interruption.pk, part=part))
    record_many(facts, by=by.actor, at=at)


def sections_of(interruption: Interruption) -> dict[str, str]:
    """By part, what is kept by now."""
    return dict(interruption.sections.values_list("part", "text"))
