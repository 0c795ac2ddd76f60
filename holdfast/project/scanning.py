"""The virus scanner of this installation, as its environment names it (T39)."""

from __future__ import annotations

from typing import Final

from holdfast.files.scanning import loop
from holdfast.files.scanning.clamd import Clamd
from holdfast.files.scanning.clamd_address import read_clamd
from holdfast.files.scanning.scanner import Scanner, Silent
from holdfast.project import environment

_OFF: Final = 300.0
_PATIENCE: Final = 5.0


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
