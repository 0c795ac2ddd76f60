"""Keep what is typed, for all who write the same word; nobody's text is lost to another's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import transaction

from holdfast.incidents.models import AnnouncementKind, Draft, FormerText, Interruption, Maintenance
from holdfast.kernel import clock, hints
from holdfast.kernel.text import scrub
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person

Matter = Interruption | Maintenance
"""What words are written about."""
LONGEST: Final = 20_000
FORMER_KEPT: Final = 10
"""Of each field."""


@dataclass(frozen=True)
class Kept:
    """What stands in the field now; `is_conflict` when it is somebody else's, and what was typed is kept beside it."""

    draft: Draft
    is_conflict: bool = False


@transaction.atomic
def keep_text(matter: Matter, *, kind: str, name: str, text: str, seen: int, by: Person) -> Kept:
    """Keep one field. `seen` is the number of the draft that its writer had before them, 0 for none.

    Where somebody else changed it since, theirs stands, and what was typed is kept beside it: its writer reads both and
    says which one it shall be.
    """
    require_may(by, act_of(matter, kind))
    at, text = clock.now(), scrub(text)[:LONGEST]
    draft, is_new = Draft.objects.select_for_update().get_or_create(
        **{column_of(matter): matter}, kind=kind, name=name, defaults={"text": text, "by": by, "at": at}
    )
    if not is_new and draft.text != text:
        if draft.by_id != by.pk and draft.number != seen:
            aside = {"text": text, "at": at}
            FormerText.objects.update_or_create(draft=draft, by=by, is_aside=True, defaults=aside)
            return Kept(draft, is_conflict=True)
        if draft.by_id != by.pk and draft.text.strip():
            _keep_former(draft)
        draft.text, draft.by, draft.at, draft.number = text, by, at, draft.number + 1
        draft.save(update_fields=["text", "by", "at", "number"])
    hints.send(topic_of(matter, kind), topic_of(matter, kind, name))
    return Kept(draft)


def _keep_former(draft: Draft) -> None:
    """What is about to be overwritten; of a text that its writer only went on with the longer one alone.

    Two who take turns by the minute would else fill the page: the newest few of a field are kept.
    """
    last = draft.former.filter(by=draft.by, is_aside=False).order_by("-pk").first()
    if last is not None and last.text.strip() in draft.text:
        last.text, last.at = draft.text, draft.at
        last.save(update_fields=["text", "at"])
    else:
        FormerText.objects.create(draft=draft, text=draft.text, by=draft.by, at=draft.at)
    kept = draft.former.order_by("-at", "-pk").values("pk")[:FORMER_KEPT]
    draft.former.exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()


def drop_drafts(matter: Matter, kind: str) -> None:
    """The word was sent: what was written for it has become it."""
    matter.drafts.filter(kind=kind).delete()
    hints.send(topic_of(matter, kind))


def act_of(matter: Matter, kind: str) -> Act:
    """What whoever writes such a word must be allowed to do."""
    if isinstance(matter, Interruption):
        return Act.TELL_OF_INTERRUPTION
    return Act.TELL_OF_MAINTENANCE if kind == AnnouncementKind.UPDATE else Act.PLAN_MAINTENANCE


def column_of(matter: Matter) -> str:
    """By which name rows that belong to the one or the other know it."""
    return "interruption" if isinstance(matter, Interruption) else "maintenance"


def topic_of(matter: Matter, kind: str, name: str = "") -> str:
    """The live hint of a word that is being written, or of one field of it."""
    return f"draft-{matter.about}-{kind}{f'-{name}' if name else ''}"
