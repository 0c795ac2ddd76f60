"""The course of an interruption: who said what when, what was told, and which promises that kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter

from holdfast.incidents.bulletin_words import parts_of
from holdfast.incidents.models import BulletinKind, Impact, Interruption, State
from holdfast.promises.kept_words import KeptBy, kept_by_words
from holdfast.promises.wording import title_of


@dataclass(frozen=True)
class Step:
    """One thing that happened."""

    at: datetime
    title: str
    by: str = ""
    parts: Sequence[tuple[str, str]] = ()
    """What was said: labels and words; a part that stands alone has no label."""
    keeps: Sequence[str] = ()
    """Which promises it kept, in words."""
    tone: str = "paused"
    key: int = field(default=0, compare=False)
    """Of the bulletin, where it is one."""


def course_of(interruption: Interruption) -> list[Step]:
    """All of it, oldest first; a fixed number of statements."""
    return sorted(_steps(interruption), key=attrgetter("at"))


def _steps(interruption: Interruption) -> Iterator[Step]:
    for said in interruption.suspicions.select_related("organisation", "person", "monitor"):
        who = str(said.organisation or said.person or ("A monitor" if said.monitor else "Somebody"))
        yield Step(said.at, f"{who} says that it is down", parts=[("", said.words)] if said.words else ())
    if interruption.confirmed_at is not None:
        began = "The clock of the interruption report starts here."
        yield Step(
            interruption.confirmed_at, "Confirmed", str(interruption.confirmed_by or ""), [("", began)]
        )
    kept = kept_by_words(interruption)
    for bulletin in interruption.bulletins.select_related("by").order_by("pk"):
        yield Step(
            bulletin.at,
            f"{BulletinKind(bulletin.kind).label}{'' if bulletin.is_public else ', not on the status page'}",
            str(bulletin.by),
            parts_of(bulletin),
            [keeps_in_words(each) for each in kept.get(bulletin.pk, ())],
            "kept",
            bulletin.pk,
        )
    changed = Impact.recorded.filter(interruption=interruption).exclude(corrects=None, eases=None)
    for impact in changed.select_related("component__service", "corrected_by", "eases").order_by("pk"):
        if impact.eases is not None:
            formerly = f"It was {impact.eases.get_level_display().lower()}."
            now = f"{impact.named}: {impact.get_level_display().lower()}"
            yield Step(impact.began_at, now, parts=[("", formerly)])
        elif impact.corrected_at is not None:
            title = f"Corrected: {impact.component}"
            yield Step(impact.corrected_at, title, str(impact.corrected_by), [("", impact.because)])
    if interruption.restored_at is not None:
        yield Step(interruption.restored_at, "All of it is back", tone="ok")
    if interruption.ended_at is not None:
        parts = [("", interruption.because)] if interruption.because else ()
        yield Step(interruption.ended_at, State(interruption.state).label, parts=parts)


def keeps_in_words(kept: KeptBy) -> str:
    """`Interruption report kept, 2 clients`."""
    number = kept.in_time + kept.late
    late = f", {kept.late} late" if kept.late else ""
    return f"{title_of(kept.clause)} kept, {'1 client' if number == 1 else f'{number} clients'}{late}"
