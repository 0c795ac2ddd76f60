"""The virus scanner of this installation, as its environment names it (T39)."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from holdfast.files.scanning import loop
from holdfast.files.scanning.clamd import Clamd
from holdfast.files.scanning.clamd_address import read_clamd
from holdfast.files.scanning.scanner import Scanner, Silent
from holdfast.kernel import clock
from holdfast.project import environment

_OFF: Final = 300.0
_PATIENCE: Final = 5.0
_LATELY: Final = timedelta(days=7)


def given_up_lately() -> str:
    """On how many files the scanner was given up within a week, in words; empty when on none."""
    number = loop.given_up(since=clock.now() - _LATELY)
    if not number:
        return ""
    files = "a file" if number == 1 else f"{number} files"
    return f"It failed {loop.MOST_TRIES} times on {files} of the last week; the ticket says so, and has “Try again”."


def run_once() -> float:
    """Show one file to the scanner; without one there is nothing to do."""
    told = environment.read().clamd
    return loop.run_once(Clamd(read_clamd(told))) if told else _OFF


def trouble() -> str:
    """Why nothing can be scanned, in words; empty while the scanner answers, or where there is none."""
    told = environment.read().clamd
    if not told:
        return ""
    scanner: Scanner = Clamd(read_clamd(told), patience=_PATIENCE)
    try:
        scanner.ask()
    except Silent as silent:
        return f"The virus scanner at {told} does not answer ({silent}); files wait, and say so."
    return ""
