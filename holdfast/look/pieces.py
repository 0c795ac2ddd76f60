"""Small pieces of HTML from plain values, ready made: for tags, and for the rows of hot lists.

All of them return safe strings and escape whatever they are given; none asks the database or the clock.
"""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from html import escape
from zlib import crc32

from django.utils.safestring import SafeString

from holdfast.look.clocks import WORDS, Clock
from holdfast.look.frames import Place
from holdfast.look.icons import icon
from holdfast.look.times import due_in_words, short_time, whole_time

_ICONS = {"overdue": "triangle-alert", "paused": "pause", "kept": "check", "broken": "x", "waived": "minus"}
_STAGES = 7
"""How many steps the bar of a stage has: Acknowledged is the first, Resolved the last, New none."""


def promise_chip(clock: Clock, *, bare: bool = False) -> SafeString:
    """The chip of one promise, right without script; `bare` inside text and tables."""
    title = f' title="{escape(clock.explain)}"' if clock.explain else ""
    kind = "promise bare" if bare else "promise"
    return SafeString(f'<span class="{kind}" {clock_attributes(clock)}{title}>{clock_inside(clock)}</span>')


def clock_attributes(clock: Clock) -> SafeString:
    """The attributes that make any element tick: state, due time, whole span, amber span, label."""
    if clock.due_at is None:
        return SafeString(f'data-state="{clock.state}"')
    return SafeString(
        f'data-state="{clock.state}" data-due="{_iso(clock.due_at)}" data-total="{clock.total}"'
        f' data-soon="{clock.soon}" data-label="{escape(clock.label)}"'
    )


def clock_inside(clock: Clock, *, ring: str = "") -> SafeString:
    """The mark of the state, its word for those who listen, and the time; `ring` is "lg", "xl" or nothing."""
    return SafeString(f"{clock_mark(clock, ring=ring)}{clock_words(clock)}")


def clock_mark(clock: Clock, *, ring: str = "") -> SafeString:
    """The shape of the state: a ring that empties while it runs in time, else an icon."""
    if clock.state in ("ok", "soon"):
        return SafeString(f'<i class="ring{" " if ring else ""}{ring}" style="--left:{clock.left:.3f}"></i>')
    return icon(_ICONS[clock.state])


def clock_words(clock: Clock) -> SafeString:
    """The state's word, hidden where the text begins with it, and the text."""
    word = WORDS[clock.state]
    text = escape(clock.text)
    spoken = "" if clock.text.lower().startswith(word) else f'<span class="vh">{word}, </span>'
    if clock.due_at is None:
        return SafeString(f"{spoken}<span>{text}</span>")
    return SafeString(f'{spoken}<time datetime="{_iso(clock.due_at)}">{text}</time>')


@lru_cache(maxsize=16)
def priority_badge(level: int, *, provisional: bool = False) -> SafeString:
    """Priority as weight of ink; a provisional one carries a question mark and says so."""
    told = f"Priority {level}, not confirmed yet" if provisional else f"Priority {level}"
    mark = "?" if provisional else ""
    return SafeString(
        f'<span class="pri" data-p="{level}" title="{told}"><span aria-hidden="true">P{level}{mark}</span>'
        f'<span class="vh">{told}</span></span>'
    )


@lru_cache(maxsize=64)
def stage_bar(label: str, step: int) -> SafeString:
    """A stage as its position among the seven; `step` is 0 for New and 7 for Resolved."""
    spoken = f'<span class="vh">Stage {step} of {_STAGES}: </span>' if step else ""
    return SafeString(f'<span class="stage" style="--step:{step}">{spoken}{escape(label)}</span>')


@lru_cache(maxsize=4096)
def avatar(name: str, *, size: str = "", square: bool = False, hidden: bool = False) -> SafeString:
    """A person or a client as a pale tile with initials; no name is nobody.

    `hidden` keeps it from those who listen, where the name stands beside it.
    """
    kind = f"avatar{' sq' if square else ''}{' ' if size else ''}{size}"
    if not name:
        return SafeString(
            f'<span class="{kind} none" title="Unassigned"><span class="vh">Unassigned</span></span>'
        )
    tile = f'class="{kind}" style="--h:{hue(name)}"'
    if hidden:
        return SafeString(f'<span {tile} aria-hidden="true">{escape(initials(name))}</span>')
    told = escape(name)
    return SafeString(
        f'<span {tile} title="{told}"><span aria-hidden="true">{escape(initials(name))}</span>'
        f'<span class="vh">{told}</span></span>'
    )


def count(place: Place, *, is_live: bool = False) -> SafeString:
    """How much stands in a place; with `is_live` it is swapped in by itself wherever the page shows it."""
    if place.count is None:
        return SafeString("")
    tone = f' data-tone="{place.tone}"' if place.tone else ""
    name = f' id="count-{place.key}"' if place.key else ""
    swap = ' hx-swap-oob="true"' if is_live else ""
    return SafeString(f'<span class="count"{name}{tone}{swap}>{escape(str(place.count))}</span>')


def alert(place: Place, *, is_live: bool = False) -> SafeString:
    """The dot at a place and what it means; with `is_live` it is swapped in by itself."""
    name = f' id="alert-{place.key}"' if place.key else ""
    swap = ' hx-swap-oob="true"' if is_live else ""
    dot = f'<i class="dot" data-tone="{place.tone}"></i>' if place.tone else ""
    told = f'<span class="vh">, {escape(place.alert)}</span>' if place.alert else ""
    return SafeString(f"<span{name}{swap}>{dot}{told}</span>") if name or dot or told else SafeString("")


def initials(name: str) -> str:
    """The first letters of the first and the last word; of a mail address, its first letter."""
    words = [word for word in name.split("@")[0].split() if word[0].isalnum()]
    if not words:
        return name[:1].upper() or "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def hue(name: str) -> int:
    """A turn of the colour wheel in steps of 20 degrees, the same for the same name everywhere."""
    return crc32(name.encode()) % 18 * 20


def when(at: datetime, *, now: datetime, zone: tzinfo, inside: bool = False) -> SafeString:
    """An instant as a `time` element: short in the reader's zone, whole in its title, exact for programs.

    `inside`: in the midst of a sentence.
    """
    told = f'datetime="{_iso(at)}" title="{whole_time(at, zone=zone)}"'
    words = (due_in_words if inside else short_time)(at, now=now, zone=zone)
    return SafeString(f"<time {told}>{words}</time>")


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
