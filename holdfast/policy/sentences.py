"""The policy as the document that a client would sign: sections of sentences with their values in place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from holdfast.calendars.hours import CalendarRefused, Hours
from holdfast.calendars.wording import hours_in_words
from holdfast.policy.document import CLIENT, ByPriority, Clause, Document
from holdfast.policy.in_words import NOTHING, allowance_in_words, listed, percent, priority_in_words
from holdfast.policy.outline import OUTLINE

_PLACE: Final = re.compile(r"\{([a-z0-9_]+)\}")


@dataclass(frozen=True)
class Value:
    """A value inside a sentence; `field` names it as problems do, so that a page can edit it in its place."""

    words: str
    field: str
    is_own: bool = True
    """Whether it is the operator's own, not the source's."""
    is_set: bool = True

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True)
class Sentence:
    """One readable sentence: text and values in turn."""

    pieces: tuple[str | Value, ...]
    clause: str = ""
    """The id of the clause; empty for a setting of the policy as a whole."""
    mission: str = ""
    priority: int | None = None
    notes: tuple[str, ...] = ()
    """What else holds of it, briefly: on which calendar, the target, that a breach climbs."""

    @property
    def text(self) -> str:
        return "".join(map(str, self.pieces))


@dataclass(frozen=True)
class Section:
    """Sentences under a heading; `id` is the anchor."""

    id: str
    title: str
    intro: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class PriorityRow:
    """One row of the priority matrix."""

    number: int
    name: str
    summary: str
    scenarios: tuple[str, ...]
    turnaround: Value
    target: Value | None


@dataclass(frozen=True)
class Rung:
    """One level of the ladder, from 1 upwards."""

    number: int
    title: str
    person: str
    phone: str
    answer: Value


def sections(document: Document) -> tuple[Section, ...]:
    """The whole policy, in reading order; it says the hours of calendars that the document brings along."""
    clauses = {clause.id: tuple(_clause_sentences(clause)) for clause in document.clauses}
    if "escalation_answered" in clauses:
        clauses["escalation_answered"] = _with_levels(clauses["escalation_answered"], document)
    said = clauses | _settings(document)
    return tuple(
        Section(id, title, intro, tuple(sentence for name in names for sentence in said.get(name, ())))
        for id, title, intro, names in OUTLINE
    )


def priority_rows(document: Document) -> tuple[PriorityRow, ...]:
    """The priority matrix (B2, B3)."""
    turnaround = next((clause for clause in document.clauses if clause.id == "turnaround"), None)
    return tuple(
        PriorityRow(
            priority.number,
            priority.name,
            priority.summary,
            tuple(scenario.words for scenario in document.scenarios if scenario.priority == priority.number),
            _value(turnaround, "limit", priority.number),
            target if (target := _value(turnaround, "target", priority.number)).is_set else None,
        )
        for priority in document.priorities
        if turnaround is not None
    )


def rungs(document: Document) -> tuple[Rung, ...]:
    """The ladder, from the bottom (D1)."""
    return tuple(
        Rung(
            number,
            level.title,
            level.person,
            level.phone,
            Value(allowance_in_words(level.answer), f"ladder.{number}.answer", is_set=bool(level.answer)),
        )
        for number, level in enumerate(document.ladder, start=1)
    )


def _clause_sentences(clause: Clause) -> Iterator[Sentence]:
    """One sentence, or one for each priority that has a value, or must have one."""
    if not isinstance(clause.limit, dict):
        yield _clause_sentence(clause, None)
        return
    for priority in (1, 2, 3, 4):
        if clause.limit.get(priority) or clause.id == "turnaround":
            yield _clause_sentence(clause, priority)


def _clause_sentence(clause: Clause, priority: int | None) -> Sentence:
    values: dict[str, str | Value] = {"limit": _value(clause, "limit", priority)}
    if priority is not None:
        values["priority"] = priority_in_words(priority)
    pieces = _pieces(clause.text, values)
    return Sentence(pieces, clause.id, clause.mission, priority, tuple(_notes(clause, priority)))


def _with_levels(sentences: tuple[Sentence, ...], document: Document) -> tuple[Sentence, ...]:
    """What a level promises is its own answer time; those that differ from the clause's are said."""
    usual = document.clause("escalation_answered").limit
    others = tuple(
        f"{level.title} within {allowance_in_words(level.answer)}"
        for level in document.ladder
        if level.answer != usual
    )
    return tuple(replace(sentence, notes=sentence.notes + others) for sentence in sentences)


def _notes(clause: Clause, priority: int | None) -> Iterator[str]:
    try:
        limit, calendar = clause.limit_for(priority), clause.calendar_for(priority)
    except ValueError:
        return  # a draft may say what is no length of time; the problem at the field says so
    if limit is not None and limit.is_elapsed:
        yield "Counted round the clock"
    elif limit is not None:
        yield (
            "Counted on the client's calendar"
            if calendar == CLIENT
            else f"Counted on the calendar “{calendar.replace('-', ' ')}”"
        )
    target = _value(clause, "target", priority)
    if target.is_set:
        yield f"We aim for {target}"
    if clause.climbs_for(priority):
        yield "Broken, it climbs the ladder on its own"


def _value(clause: Clause, name: str, priority: int | None) -> Value:
    value: str | ByPriority = getattr(clause, name)
    field = f"clauses.{clause.id}.{name}"
    if isinstance(value, dict):
        field, text = f"{field}.{priority}", value.get(priority or 0, "")
    else:
        text = value
    words = allowance_in_words(text) if text else "a time not decided yet"
    return Value(words, field, clause.is_own(priority), is_set=bool(text))


def _settings(document: Document) -> dict[str, tuple[Sentence, ...]]:
    """The sentences of the settings, under the names of the outline; all of them are the operator's own."""
    days = f"{document.reopen_days} day" + ("" if document.reopen_days == 1 else "s")
    priorities = [priority_in_words(priority) for priority in document.tier_1_without_qa]
    return {
        "provisional": _setting(
            "Until a person confirms it, {provisional_priority} holds where no scenario suggests a priority.",
            provisional_priority=priority_in_words(document.provisional_priority),
        ),
        "without_qa": _setting(
            "What tier 1 resolves itself goes to the client without QA in {tier_1_without_qa}.",
            mission="C4",
            tier_1_without_qa=listed(priorities) if priorities else "no priority",
        ),
        "outages": _outages(document),
        "degraded": _setting(
            "What is only degraded {degraded_is_down} as down.",
            mission="E3",
            degraded_is_down="counts" if document.degraded_is_down else "does not count",
        ),
        "questions": _reminders(
            "While a question of ours waits for the client's answer, the turnaround stands still",
            "question",
            document,
        ),
        "reminders": _reminders(
            "While a fix waits for the client's approval, the turnaround stands still",
            "approval",
            document,
            mission="C5",
        ),
        "silence": _silence(document),
        "reopening": _setting(
            "A reply reopens a resolved ticket within {reopen_days}; later it opens a linked one.",
            reopen_days=days,
        ),
        "warnings": _setting(
            "Whoever holds a promise is warned at {warnings} of its time.",
            warnings=listed([percent(warning) for warning in document.warnings])
            if document.warnings
            else "no part",
        ),
        "default_calendar": _setting(
            "Business time is the client's own; for a client without a calendar it is {default_calendar}.",
            default_calendar=_calendar_name(document, document.default_calendar),
        ),
        "calendars": tuple(_calendars(document)),
    }


def _outages(document: Document) -> tuple[Sentence, ...]:
    """Which scenarios suspect an interruption by being chosen; nothing where the policy names none."""
    named = [f"“{each.words}”" for each in document.scenarios if each.outage]
    return _setting(f"Whoever chooses {' or '.join(named)} suspects one.", mission="E5") if named else ()


def _reminders(text: str, waited_for: str, document: Document, *, mission: str = "") -> tuple[Sentence, ...]:
    """What a client who does not answer, or does not approve, hears, and when a person calls them."""
    reminders: tuple[str, ...] = getattr(document, f"{waited_for}_reminders")
    call: str = getattr(document, f"{waited_for}_call")
    values = {}
    if reminders:
        text += f"; the client is reminded after {{{waited_for}_reminders}}"
        values[f"{waited_for}_reminders"] = listed([allowance_in_words(each) for each in reminders])
    if call:
        text += f", then called by a person after {{{waited_for}_call}}"
        values[f"{waited_for}_call"] = allowance_in_words(call)
    return _setting(f"{text}.", mission=mission, **values)


def _silence(document: Document) -> tuple[Sentence, ...]:
    if not document.approval_by_silence:
        return _setting(
            "Silence {approval_by_silence} counts as approval.", mission="C5", approval_by_silence="never"
        )
    after = allowance_in_words(document.approval_by_silence)
    return _setting(
        "Silence counts as approval after {approval_by_silence}.", mission="C5", approval_by_silence=after
    )


def _calendars(document: Document) -> Iterator[Sentence]:
    for key, named in document.calendars.items():
        try:
            words = hours_in_words(Hours.from_json(named.hours))
        except CalendarRefused as error:
            words = str(error)
        yield Sentence((f"{named.name}: ", Value(words, f"calendars.{key}.hours"), "."))


def _calendar_name(document: Document, key: str) -> str:
    named = document.calendars.get(key)
    return named.name if named else key


def _setting(text: str, *, mission: str = "", **values: str) -> tuple[Sentence, ...]:
    placed = {name: Value(words, name, is_set=words != NOTHING) for name, words in values.items()}
    return (Sentence(_pieces(text, placed), mission=mission),)


def _pieces(text: str, values: Mapping[str, str | Value]) -> tuple[str | Value, ...]:
    """The text cut at its places; a place without a value stays as it is written."""
    parts = _PLACE.split(text)
    found: list[str | Value] = []
    for before, name in zip(parts[::2], [*parts[1::2], None], strict=True):
        found.append(before)
        if name is not None:
            value = values.get(name, f"{{{name}}}")
            found.append(_once(value) if before.endswith("every ") else value)
    return tuple(piece for piece in found if piece != "")


def _once(value: str | Value) -> str | Value:
    """`every hour`, not `every 1 hour`."""
    return replace(value, words=value.words.removeprefix("1 ")) if isinstance(value, Value) else value
