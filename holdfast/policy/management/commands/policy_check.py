"""`holdfast policy check FILE`: what is wrong with a policy file, without a database."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from holdfast.calendars.hours import Hours
from holdfast.calendars.shipped import shipped_calendars
from holdfast.kernel.refusal import Refused
from holdfast.policy.reading import read_policy
from holdfast.policy.rules import Known, problems_of


class Command(BaseCommand):
    help = "Say what is wrong with a policy file, and where; exits with 1 when something is."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="a policy file (TOML), or - for the standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        if self._is_sound(options["file"]):
            return
        sys.exit(1)

    def _is_sound(self, file: str) -> bool:
        try:
            content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
            document = read_policy(content)
        except OSError as error:
            self.stderr.write(f"{file}: {error.strerror}")
            return False
        except Refused as refusal:
            self.stdout.write(f"{refusal.field}: {refusal.message}" if refusal.field else refusal.message)
            return False
        problems = problems_of(document, _known())
        for problem in problems:
            self.stdout.write(f"{problem}" if problem.is_error else f"{problem} (warning)")
        if any(problem.is_error for problem in problems):
            return False
        self.stdout.write("Nothing wrong.")
        return True


def _known() -> Known:
    """A file stands alone: there are the shipped calendars, and nobody to ask about people."""
    calendars = {shipped.key: Hours.from_json(shipped.hours) for shipped in shipped_calendars("UTC")}
    return Known(at=datetime.now(UTC), calendars=calendars)
