"""`holdfast clients import FILE [--dry-run]`: clients, components, use or monitors from a CSV file, all of it or nothing."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from holdfast.catalogue.importing.carrying_out import carry_out, plan_import
from holdfast.catalogue.importing.plan import How, Plan
from holdfast.kernel.refusal import Refused

_MOST_NAMED = 50


class Command(BaseCommand):
    help = "Import clients, components, use or monitors from a CSV file; its first row names the columns and so the kind."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="a CSV file, or - for the standard input")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        content = _content(options["file"])
        try:
            plan = plan_import(content)
        except Refused as refused:
            raise CommandError(refused.message, returncode=os.EX_DATAERR) from None
        if plan.warning:
            self.stderr.write(plan.warning)
        if not plan.problems and not options["dry_run"]:
            outcome = carry_out(content, digest=plan.digest, by=None)
            if not outcome.plan.problems and not outcome.is_written:
                raise CommandError("Something changed meanwhile; nothing is written. Try again.")
            plan = outcome.plan
        self._require_sound(plan)
        if options["dry_run"]:
            self._show(plan)
        counts = ", ".join(f"{count} {how}" for how, count in plan.counts.items())
        self.stdout.write(
            f"{plan.kind}: {counts}. {'Nothing is written.' if options['dry_run'] else ''}".strip()
        )

    def _require_sound(self, plan: Plan) -> None:
        for problem in plan.problems[:_MOST_NAMED]:
            self.stderr.write(str(problem))
        if plan.problems:
            more = (
                f"; {_MOST_NAMED} of {len(plan.problems)} are named"
                if len(plan.problems) > _MOST_NAMED
                else ""
            )
            raise CommandError(f"Nothing is written while a row is wrong{more}.", returncode=os.EX_DATAERR)

    def _show(self, plan: Plan) -> None:
        for change in plan.changes:
            if change.how != How.UNCHANGED:
                said = "; ".join(
                    f"{each.name}: {each.before + ' → ' if each.before else ''}{each.after or 'nothing'}"
                    for each in change.differences
                )
                self.stdout.write(
                    f"row {change.row}: {change.how} {change.name}{f' ({said})' if said else ''}"
                )


def _content(file: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as trouble:
        raise CommandError(f"{file} can't be read: {trouble.strerror}.", returncode=os.EX_NOINPUT) from None
