"""When a client hears again of what reaches it, as a sentence."""

from __future__ import annotations

from datetime import datetime, tzinfo

from django.utils.html import format_html
from django.utils.safestring import SafeString

from holdfast.look.pieces import when


def next_word(at: datetime | None, *, now: datetime, zone: tzinfo) -> SafeString | str:
    """By when the next word was promised; once that is past, that it is late. Empty where none is promised."""
    if at is None:
        return ""
    by = when(at, now=now, zone=zone, inside=True)
    if at < now:
        return format_html("You were to hear from us by {}; we are late.", by)
    return format_html("You hear again by {}.", by)
