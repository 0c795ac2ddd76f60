"""Facts and what follows them: `record` writes the trail and runs the reactions in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from itertools import groupby
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from django.db import transaction

from holdfast.kernel import hints
from holdfast.kernel.actor import Actor
from holdfast.kernel.rows import run_over


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that happened, in the past tense; a subclass is a frozen dataclass of plain values."""

    subject: ClassVar[str] = ""
    """The field whose value, with its name, says what it is about: `ticket` gives `ticket-412`."""

    @property
    def about(self) -> str:
        return f"{self.subject}-{getattr(self, self.subject)}"

    @property
    def topics(self) -> tuple[str, ...]:
        """The live hints that this fact sends; only names, never content."""
        return (self.about,)


F = TypeVar("F", bound=Fact)


@dataclass(frozen=True, kw_only=True)
class Intent:
    """Something about to be done that others may refuse, or make ready for; its name ends in -ing."""


@dataclass(frozen=True)
class Recorded(Generic[F]):
    """A fact on the trail: its entry, who and when."""

    entry_id: int
    fact: F
    by: Actor
    at: datetime
    row: Any = None
    """The row it is about, where whoever recorded it holds it locked: a reaction need not read it again."""


class Reaction(Protocol):
    def __call__(self, recorded: Any, /) -> None: ...


@dataclass(frozen=True)
class Together:
    """A reaction that takes all facts of a kind that were recorded at once: its statements do not grow with them."""

    react: Callable[[Sequence[Any]], None]


Guard = Callable[[Any], None]


@dataclass(frozen=True)
class Follow:
    """What follows a fact, or stands before an intent, in order."""

    now: tuple[Reaction | Together, ...] = ()
    before: tuple[Guard, ...] = ()


@dataclass
class _Wiring:
    follows: dict[type, Follow] = field(default_factory=dict)


_wired = _Wiring()


def wire(wiring: Mapping[type, Follow]) -> None:
    """Set what follows what; called once at start by `project.wiring`."""
    _wired.follows = dict(wiring)


@dataclass(frozen=True)
class Happening:
    """A fact about to be recorded, by whom, and the row that it is about where the caller holds it locked."""

    fact: Fact
    by: Actor
    row: Any = None


def record(fact: Fact, *, by: Actor, at: datetime, row: Any = None) -> int:
    """Write the fact to the trail, let its *now* reactions run, send its hints; returns the entry's id.

    `row` is what the fact is about, when the caller holds it locked; reactions then share that very object.

    Must run inside a transaction, so that a fact and all that follows it stand or fall together.
    """
    return record_all([Happening(fact, by, row)], at=at)[0]


def record_many(facts: Sequence[Fact], *, by: Actor, at: datetime) -> None:
    """Write many facts of one actor at once, as `record_all` does."""
    record_all([Happening(fact, by) for fact in facts], at=at)


def record_all(happenings: Sequence[Happening], *, at: datetime) -> list[int]:
    """Write many facts at once, in order, as `record` does; the sweep tells of hundreds in a few statements.

    Reactions run after all entries are written: each once for the facts of a kind that stand in a row (`Together`),
    or once for each of them. Returns the entries' ids.
    """
    if not happenings:
        return []
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{type(happenings[0].fact).__name__} recorded outside a transaction")
    rows = [_entry(each.fact, by=each.by) for each in happenings]
    told = hints.payloads_of(topic for each in happenings for topic in each.fact.topics)
    entered = run_over(_ENTRIES, rows, at=at, channel=hints.CHANNEL, payloads=told)
    keys = [key for key, _ in entered]
    recorded = [
        Recorded(key, each.fact, each.by, at, each.row) for key, each in zip(keys, happenings, strict=True)
    ]
    for kind, run in groupby(recorded, key=lambda each: type(each.fact)):
        _react(kind, list(run))
    return keys


_ENTRIES = """
INSERT INTO kernel_trailentry (at, fact, about, actor_kind, actor_label, actor_person, said)
SELECT %(at)s, fact, about, actor_kind, actor_label, actor_person, said
FROM ROWS FROM (jsonb_to_recordset(%(rows)s::jsonb)
     AS (fact text, about text, actor_kind text, actor_label text, actor_person bigint, said jsonb))
     WITH ORDINALITY AS r(fact, about, actor_kind, actor_label, actor_person, said, nth)
ORDER BY nth
RETURNING id, (SELECT count(pg_notify(%(channel)s, payload)) FROM unnest(%(payloads)s::text[]) AS payload)
"""
"""The entries, and the hints that they send; the latter stand apart from the rows, so they are sent once."""


def _entry(fact: Fact, *, by: Actor) -> dict[str, Any]:
    return {
        "fact": type(fact).__name__,
        "about": fact.about,
        "actor_kind": by.kind,
        "actor_label": by.label,
        "actor_person": by.person_id,
        "said": plain(fact),
    }


def _react(kind: type, recorded: Sequence[Recorded[Any]]) -> None:
    follow = _wired.follows.get(kind)
    for reaction in follow.now if follow is not None else ():
        if isinstance(reaction, Together):
            reaction.react(recorded)
        else:
            for each in recorded:
                reaction(each)


def ask(intent: Intent) -> None:
    """Let those who answer for it refuse what is about to be done, by raising `Refused`."""
    follow = _wired.follows.get(type(intent))
    if follow is not None:
        for guard in follow.before:
            guard(intent)


def plain(fact: Fact) -> dict[str, Any]:
    """The fact's values as JSON takes them; instants as ISO 8601 in UTC."""
    return {each.name: _plain(getattr(fact, each.name)) for each in fields(fact)}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value
