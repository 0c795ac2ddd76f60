"""`holdfast help import DIR|ZIP`: drafts of Markdown files and HTML pages; what is wrong is said file by file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from holdfast.kernel.refusal import Refused
from holdfast.knowledge.importing.front_matter import Unreadable
from holdfast.knowledge.importing.importing import import_articles
from holdfast.knowledge.importing.reading import files_in
from holdfast.people.models import Person


class Command(BaseCommand):
    help = "Imports articles as drafts from a folder or ZIP of Markdown or HTML files; fetches nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", help="a folder, or a ZIP of one")
        parser.add_argument("--by", required=True, help="the mail address of whoever imports")
        parser.add_argument("--category", default="", help="for files that name none and lie in no folder")

    def handle(self, *args: Any, **options: Any) -> None:
        person = Person.objects.by_address(options["by"])
        if person is None:
            raise CommandError(f"Nobody here has the address {options['by']}.")
        try:
            with files_in(Path(options["source"])) as files:
                told = import_articles(files, category=options["category"], by=person)
        except (Unreadable, Refused) as wrong:
            raise CommandError(str(wrong)) from None
        for name, words in told.wrong.items():
            self.stderr.write(f"{name}: {words}")
        self.stdout.write(f"{len(told.made)} articles are drafts now; {len(told.wrong)} files were left out.")
        if told.wrong:
            raise SystemExit(1)
