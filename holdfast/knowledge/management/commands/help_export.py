"""`holdfast help export DIR`: every article as Markdown, with its pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from holdfast.knowledge.importing.exporting import export_articles


class Command(BaseCommand):
    help = "Writes every article as a Markdown file, with its pictures beside it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder")

    def handle(self, *args: Any, **options: Any) -> None:
        count = export_articles(Path(options["folder"]))
        self.stdout.write(f"{count} articles are written to {options['folder']}.")
