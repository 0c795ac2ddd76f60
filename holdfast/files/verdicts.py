"""What is said of a file beside its name: what the virus scanner found (T39)."""

from __future__ import annotations

from django.conf import settings

from holdfast.files.models import StoredFile, Verdict


def note_on(stored: StoredFile, *, to_client: bool = False) -> str:
    """A few words; nothing to clients of a file that nobody is going to scan, for they can do nothing about it."""
    if stored.verdict == Verdict.INFECTED:
        return "infected, not given out" if to_client else f"infected ({stored.verdict_name}), not given out"
    if stored.verdict != Verdict.NONE:
        return str(Verdict(stored.verdict).label)
    if settings.ENV.clamd:
        return "not yet scanned"
    return "" if to_client else "not scanned"
