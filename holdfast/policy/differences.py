"""What a new document changes of an old one, as sentences for whoever publishes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from holdfast.calendars.hours import CalendarRefused, Hours
from holdfast.policy.document import ByPriority, Clause, Document, Level, NamedHours
from holdfast.policy.in_words import NOTHING, allowance_in_words, priority_in_words, shown

_SETTINGS: Final = {
    "name": "Name of the policy",
    "provisional_priority": "Provisional priority",
    "warnings": "Warnings",
    "reopen_days": "Days in which a ticket can be reopened",
    "default_calendar": "Default calendar",
    "question_reminders": "Reminders while we wait for an answer",
    "question_call": "Call while we wait for an answer",
    "approval_reminders": "Reminders while we wait for approval",
    "approval_call": "Call while we wait for approval",
    "approval_by_silence": "Approval by silence",
    "tier_1_without_qa": "Priorities in which tier 1 needs no QA",
    "degraded_is_down": "What is only degraded counts as down",
}
_VALUES: Final = {"limit": "", "target": "target, "}
_PARTS: Final = {"timezone": "time zone", "weekly": "weekly hours", "exceptions": "exceptions"}
_LEVEL: Final = {"title": "title", "person": "person", "phone": "phone", "answer": "answers within"}


def changed_sentences(old: Document, new: Document, *, names: Mapping[str, str] | None = None) -> list[str]:
    """Every difference, one sentence each: `Turnaround, Priority 2: from 1 business day to 2 business days`.

    Calendars count where `new` brings them; compare with `queries.with_present_calendars(old)` to see what
    publishing would change of the installation's. `names` tells what the people of these addresses are called.
    """
    return [
        *_settings(old, new),
        *_priorities(old, new),
        *_scenarios(old, new),
        *_clauses(old, new),
        *_ladder(old.ladder, new.ladder, names or {}),
        *_calendars(old.calendars, new.calendars),
    ]


def _settings(old: Document, new: Document) -> Iterator[str]:
    for name, label in _SETTINGS.items():
        yield from _change(label, shown(getattr(old, name)), shown(getattr(new, name)))


def _priorities(old: Document, new: Document) -> Iterator[str]:
    before = {priority.number: priority for priority in old.priorities}
    for priority in new.priorities:
        if former := before.get(priority.number):
            label = f"Priority {priority.number}"
            yield from _change(f"{label}, name", former.name, priority.name)
            yield from _change(f"{label}, summary", former.summary, priority.summary)


_OUTAGE: Final = {True: "yes", False: "no", None: "by its words"}


def _scenarios(old: Document, new: Document) -> Iterator[str]:
    before = {scenario.id: scenario for scenario in old.scenarios}
    after = {scenario.id: scenario for scenario in new.scenarios}
    for id, scenario in after.items():
        former = before.get(id)
        if former is None:
            yield f"Scenario added, {priority_in_words(scenario.priority)}: {scenario.words}"
            continue
        yield from _change("Scenario", former.words, scenario.words)
        label = f"Scenario “{scenario.words}”"
        yield from _change(label, priority_in_words(former.priority), priority_in_words(scenario.priority))
        yield from _change(f"{label}, an outage", _OUTAGE[former.outage], _OUTAGE[scenario.outage])
    yield from (f"Scenario removed: {gone.words}" for id, gone in before.items() if id not in after)


def _clauses(old: Document, new: Document) -> Iterator[str]:
    before = {clause.id: clause for clause in old.clauses}
    for clause in new.clauses:
        if former := before.get(clause.id):
            yield from _clause(former, clause)
        else:
            yield f"Clause added: {clause.title}"
    kept = {clause.id for clause in new.clauses}
    yield from (f"Clause removed: {gone.title}" for id, gone in before.items() if id not in kept)


def _clause(old: Clause, new: Clause) -> Iterator[str]:
    label = new.title or new.id
    yield from _change(f"{label}, title", old.title, new.title)
    for name, said in _VALUES.items():
        yield from _values(f"{label}, {said}".rstrip(", "), getattr(old, name), getattr(new, name))
    yield from _change(f"{label}, sentence", old.text, new.text)
    yield from _change(f"{label}, calendar", old.calendar, new.calendar)
    yield from _change(f"{label}, clause of the process", old.mission, new.mission)
    yield from _change(f"{label}, climbs the ladder when broken", shown(old.climbs), shown(new.climbs))
    yield from _change(f"{label}, the operator's own", shown(old.own), shown(new.own))


def _values(label: str, old: str | ByPriority, new: str | ByPriority) -> Iterator[str]:
    if isinstance(old, str) and isinstance(new, str):
        yield from _change(label, allowance_in_words(old), allowance_in_words(new))
        return
    for priority in (1, 2, 3, 4):
        before, after = _at(old, priority), _at(new, priority)
        yield from _change(f"{label}, {priority_in_words(priority)}", before, after)


def _at(value: str | ByPriority, priority: int) -> str:
    return allowance_in_words(value if isinstance(value, str) else value.get(priority, ""))


def _ladder(old: tuple[Level, ...], new: tuple[Level, ...], names: Mapping[str, str]) -> Iterator[str]:
    for number, (former, level) in enumerate(zip(old, new, strict=False), start=1):
        for name, label in _LEVEL.items():
            before, after = getattr(former, name), getattr(level, name)
            if before != after:
                told = shown(names.get(before, before)), shown(names.get(after, after))
                yield from _change(f"Level {number}, {label}", *told)
    for number, level in enumerate(new[len(old) :], start=len(old) + 1):
        yield f"Level {number} added: {level.title}"
    for number, level in enumerate(old[len(new) :], start=len(new) + 1):
        yield f"Level {number} removed: {level.title}"


def _calendars(old: dict[str, NamedHours], new: dict[str, NamedHours]) -> Iterator[str]:
    for key, calendar in new.items():
        former = old.get(key)
        if former is None:
            yield f"Calendar added: {calendar.name}"
            continue
        label = f"Calendar {calendar.name}"
        yield from _change(f"{label}, name", former.name, calendar.name)
        was, now = _normal(former.hours), _normal(calendar.hours)
        for part, said in _PARTS.items():
            if was.get(part) != now.get(part):
                yield f"{label}: other {said}"
        before, after = set(was.get("holidays", ())), set(now.get("holidays", ()))
        yield from (f"{label}: {day} becomes a holiday" for day in sorted(after - before))
        yield from (f"{label}: {day} is no holiday any more" for day in sorted(before - after))


def _normal(hours: dict[str, Any]) -> dict[str, Any]:
    """Hours as they are stored, however they were written; those that cannot stand, as they are."""
    try:
        return Hours.from_json(hours).to_json()
    except CalendarRefused:
        return hours


def _change(label: str, old: str, new: str) -> Iterator[str]:
    if old == new:
        return
    if old == NOTHING:
        yield f"{label}: not set, now {new}"
    elif new == NOTHING:
        yield f"{label}: was {old}, now not set"
    else:
        yield f"{label}: from {old} to {new}"
