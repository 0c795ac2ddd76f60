"""The post-incident review: what happened, what was told, what was promised, and why it came to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from holdfast.incidents.models import Interruption, Part, State
from holdfast.incidents.variables import lasts
from holdfast.promises.models import Promise
from holdfast.promises.models import State as Outcome
from holdfast.promises.wording import title_of
from holdfast.reports.course import Step, course_of
from holdfast.reports.pages import pdf_of
from holdfast.vendor.models import the_vendor


@dataclass(frozen=True)
class Tally:
    """One clause over all clients."""

    title: str
    promises: int
    kept: int
    late: int
    broken: int
    """Also what was let go after its limit had passed."""
    still_open: int
    let_go: int

    @property
    def numbers(self) -> tuple[int, ...]:
        return (self.promises, self.kept, self.late, self.broken, self.still_open, self.let_go)


@dataclass(frozen=True)
class Review:
    title: str
    summary: str
    sections: Sequence[tuple[str, str]]
    """Cause, impact and steps; one that is not written says so."""
    promises: Sequence[Tally]
    steps: Sequence[Step]


def review_of(interruption: Interruption, *, at: datetime) -> Review:
    """As far as it is known now."""
    written = {each.part: each.text for each in interruption.sections.all()}
    return Review(
        interruption.title,
        _summary(interruption, at),
        [(part.label, written.get(part, "Not written yet.")) for part in Part],
        _tallies(interruption),
        course_of(interruption),
    )


def pdf_of_review(review: Review, *, at: datetime, zone: tzinfo) -> bytes:
    values = {
        "title": review.title,
        "vendor": the_vendor().name or "Support",
        "made": f"Made {_told(at, zone)}",
        "summary": review.summary,
        "sections": review.sections,
        "promises": [[each.title, *(str(number) for number in each.numbers)] for each in review.promises],
        "steps": [
            {
                "title": each.title,
                "at": _told(each.at, zone),
                "by": each.by,
                "parts": each.parts,
                "keeps": each.keeps,
            }
            for each in review.steps
        ],
    }
    return pdf_of("review", values, zone=zone)


def _summary(interruption: Interruption, at: datetime) -> str:
    """`Closed. Interrupted for 1 h 47 min; 7 clients affected; confirmed by Ines Marolt.`"""
    end = interruption.restored_at or interruption.ended_at or at
    clients = interruption.affected.count()
    told = [
        f"Interrupted for {lasts(interruption.began_at, end)}",
        "1 client affected" if clients == 1 else f"{clients} clients affected",
    ]
    if interruption.confirmed_by is not None:
        told.append(f"confirmed by {interruption.confirmed_by}")
    return f"{State(interruption.state).label}. {'; '.join(told)}."


def _tallies(interruption: Interruption) -> list[Tally]:
    found: dict[str, Counter[str]] = {}
    rows = Promise.objects.filter(affected__interruption=interruption)
    for clause, state, broken_at in rows.values_list("clause", "state", "broken_at"):
        is_broken = state == Outcome.WAIVED and broken_at is not None
        found.setdefault(clause, Counter())[Outcome.BROKEN if is_broken else state] += 1
    return [_tally(clause, found[clause]) for clause in sorted(found, key=title_of)]


def _tally(clause: str, became: Counter[str]) -> Tally:
    kept, late, broken, let_go = (
        became[state] for state in (Outcome.KEPT, Outcome.KEPT_LATE, Outcome.BROKEN, Outcome.WAIVED)
    )
    still = became.total() - kept - late - broken - let_go
    return Tally(title_of(clause), became.total(), kept, late, broken, still, let_go)


def _told(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M:%S}"
