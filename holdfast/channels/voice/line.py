"""How callers are received: greeting, hours, menu, and in which language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from holdfast.calendars.queries import hours_of
from holdfast.calendars.wording import hours_in_words
from holdfast.calendars.worktime import is_open
from holdfast.channels.voice import phrases
from holdfast.channels.voice.models import Call, MenuEntry, PhoneLine
from holdfast.vendor.models import the_vendor


def the_line() -> PhoneLine:
    """The one row, or what holds without it."""
    return PhoneLine.objects.select_related("calendar").first() or PhoneLine()


def is_answered_at(line: PhoneLine, at: datetime) -> bool:
    """Whether somebody takes calls by the hours of the line."""
    version = line.calendar.version_id if line.calendar else None
    return version is None or is_open(hours_of(version), at)


def hours_told(line: PhoneLine) -> str:
    """When it is answered, in words; nothing where that is round the clock."""
    version = line.calendar.version_id if line.calendar else None
    return "" if version is None else hours_in_words(hours_of(version))


def menu(line_is_open: bool) -> list[MenuEntry]:
    """What can be chosen: out of hours the lines for Priority 1 alone."""
    entries = MenuEntry.objects.select_related("team", "product").order_by("digit")
    return [each for each in entries if line_is_open or each.is_urgent]


def language_of(call: Call) -> str:
    return call.person.language if call.person else "en"


def greeting(line: PhoneLine, language: str, *, line_is_open: bool) -> str:
    """What is said first: the vendor's words in that language, else in English, else our own."""
    own = _in(line.greeting if line_is_open else line.closed, language)
    if own:
        return own
    name = the_vendor().name
    if line_is_open:
        return phrases.spoken(language, phrases.GREETING, name=name)
    return phrases.spoken(language, phrases.CLOSED, name=name)


def choices(entries: list[MenuEntry], language: str) -> str:
    """`For Chat, press 1.`, one after the other."""
    return " ".join(
        phrases.spoken(language, phrases.CHOICE, what=each.words, key=each.digit) for each in entries
    )


def _in(words: Mapping[str, str], language: str) -> str:
    return words.get(language) or words.get(language.partition("-")[0]) or words.get("en", "")
