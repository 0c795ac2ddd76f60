"""How callers are received is set: greeting, hours, queue, recordings, and what each key leads to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction

from holdfast.calendars.models import Calendar
from holdfast.catalogue.models import Product
from holdfast.channels.voice.facts import PhoneLineChanged
from holdfast.channels.voice.models import MenuEntry, PhoneLine
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.kernel.text import one_line
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person, Team

DIGITS: Final = "1234567890"
LONGEST_WORDS: Final = 600
LONGEST_WAIT: Final = 3600
LONGEST_KEPT: Final = 3650


@dataclass(frozen=True, kw_only=True)
class Reception:
    """All that is set of the line."""

    calendar: Calendar | None
    greeting: Mapping[str, str]
    closed: Mapping[str, str]
    waits_for: int
    records_calls: bool
    keeps_recordings_for: int | None
    keeps_copies: bool = False


@dataclass(frozen=True, kw_only=True)
class Key:
    """What one key leads to."""

    digit: str
    words: str
    team: Team | None = None
    product: Product | None = None
    is_urgent: bool = False


@transaction.atomic
def set_reception(wanted: Reception, keys: Sequence[Key], *, by: Person) -> PhoneLine:
    """Set all of it at once; the menu is replaced as a whole. Recordings that are there keep the end they have.

    Refused at the field: `too_long`, `no_wait`, `no_time`; as a whole: `key_twice`.
    """
    require_may(by, Act.CHANGE_PEOPLE)
    _require(wanted, keys)
    line = PhoneLine.objects.select_for_update(of=("self",)).first() or PhoneLine()
    values: dict[str, Any] = {
        "calendar": wanted.calendar,
        "greeting": _spoken(wanted.greeting),
        "closed": _spoken(wanted.closed),
        "waits_for": wanted.waits_for,
        "records_calls": wanted.records_calls,
        "keeps_recordings_for": wanted.keeps_recordings_for,
        "keeps_copies": wanted.keeps_copies,
    }
    changed = [name for name, value in values.items() if getattr(line, name) != value]
    for name in changed:
        setattr(line, name, values[name])
    line.save()
    if _menu_as_it_is() != [_as_row(each) for each in sorted(keys, key=lambda each: each.digit)]:
        MenuEntry.objects.all().delete()
        MenuEntry.objects.bulk_create(_entry(each) for each in keys)
        changed.append("menu")
    if changed:
        record(PhoneLineChanged(changed=tuple(changed)), by=by.actor, at=clock.now())
    return line


def _require(wanted: Reception, keys: Sequence[Key]) -> None:
    for field, words in (("greeting", wanted.greeting), ("closed", wanted.closed)):
        for language, said in words.items():
            if len(said) > LONGEST_WORDS:
                raise Refused(
                    f"At most {LONGEST_WORDS} characters are spoken.",
                    code="too_long",
                    field=f"{field}_{language}",
                )
    if not 0 <= wanted.waits_for <= LONGEST_WAIT:
        raise Refused("An hour at most.", code="no_wait", field="waits_for")
    kept = wanted.keeps_recordings_for
    if kept is not None and not 1 <= kept <= LONGEST_KEPT:
        raise Refused("Between a day and ten years.", code="no_time", field="keeps_recordings_for")
    digits = [each.digit for each in keys]
    if len(set(digits)) < len(digits) or not set(digits) <= set(DIGITS):
        raise Refused("Each key leads to one thing.", code="key_twice")


def _spoken(words: Mapping[str, str]) -> dict[str, str]:
    return {
        language: line for language, said in words.items() if (line := one_line(said, limit=LONGEST_WORDS))
    }


def _entry(key: Key) -> MenuEntry:
    return MenuEntry(
        digit=key.digit,
        words=one_line(key.words, limit=120),
        team=key.team,
        product=key.product,
        is_urgent=key.is_urgent,
    )


def _as_row(key: Key) -> tuple[Any, ...]:
    made = _entry(key)
    return made.digit, made.words, made.team_id, made.product_id, made.is_urgent


def _menu_as_it_is() -> list[tuple[Any, ...]]:
    rows = MenuEntry.objects.order_by("digit")
    return list(rows.values_list("digit", "words", "team_id", "product_id", "is_urgent"))
