"""`holdfast mail ingest FILE|-|MAILDIR|MBOX`: store mails that lie in files; the worker puts them on tickets."""

from __future__ import annotations

import os
import signal
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from holdfast.channels.mail.sources import count_of, is_mail, mails_in, mails_in_stream
from holdfast.channels.mail.storing import LARGEST_MAIL, Arrival, store_raw

_BATCH = 50
_BATCH_BYTES = 16 * 1024 * 1024
_NOT_NOW = os.EX_TEMPFAIL
_MOST_NAMED = 20


class Command(BaseCommand):
    help = "Store mails from a file, an mbox, a Maildir, a folder or standard input; what is stored already is skipped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("sources", nargs="+", metavar="FILE|-|MAILDIR|MBOX")
        parser.add_argument("--quiet", action="store_true", help="say nothing but what went wrong")
        parser.add_argument(
            "--recipient", default="", help="the address that the mail came to, when a mail server pipes it"
        )
        parser.add_argument("--sender", default=None, help="the envelope sender; empty for a bounce")

    def handle(self, *args: Any, **options: Any) -> None:
        said = _Progress(self, is_quiet=options["quiet"])
        for source in options["sources"]:
            said.total = None if source == "-" else _total(source)
            try:
                for batch in _batches(_mails(source, said), said):
                    kept = store_raw([_arrival(raw, options) for raw in batch])
                    said.add(len(batch), kept)
            except OSError as trouble:
                raise CommandError(f"{source} can't be read: {trouble.strerror}.") from None
            except DatabaseError as trouble:
                # a mail server that pipes a mail in keeps it and tries again
                first = str(trouble).strip().split("\n", 1)[0]
                raise CommandError(
                    f"It can't be stored at the moment: {first}", returncode=_NOT_NOW
                ) from None
            except KeyboardInterrupt:
                said.end()
                raise CommandError(
                    "Stopped. Run again, it skips what is stored.", returncode=128 + signal.SIGINT
                ) from None
        said.end()
        if said.no_mails:
            named = ", ".join(said.no_mails[:_MOST_NAMED])
            more = f" and {len(said.no_mails) - _MOST_NAMED} more" if len(said.no_mails) > _MOST_NAMED else ""
            raise CommandError(f"Left out, for these are no mails: {named}{more}.", returncode=os.EX_DATAERR)
        if said.too_large:
            # a mail server that pipes a mail in must not take it for kept
            raise CommandError("What is larger than 50 MB was left out.", returncode=os.EX_DATAERR)


class _Progress:
    """How far it is, on standard error: on one line in a terminal, else only in the end."""

    def __init__(self, command: BaseCommand, *, is_quiet: bool) -> None:
        self.command = command
        self.is_quiet = is_quiet
        self.total: int | None = None
        self.read = self.kept = self.too_large = 0
        self.no_mails: list[str] = []

    def add(self, read: int, kept: int) -> None:
        self.read, self.kept = self.read + read, self.kept + kept
        if not self.is_quiet and sys.stderr.isatty():
            of = f" of {self.total}" if self.total else ""
            self.command.stderr.write(f"\r{self.read}{of} mails read, {self.kept} new", ending="")

    def end(self) -> None:
        if self.is_quiet:
            return
        if sys.stderr.isatty():
            self.command.stderr.write("")
        known = self.read - self.kept
        large = f", {self.too_large} left out as larger than 50 MB" if self.too_large else ""
        self.command.stdout.write(
            f"{self.read} mails read: {self.kept} stored, {known} known already{large}."
        )


def _total(source: str) -> int | None:
    try:
        return count_of(Path(source))
    except OSError:
        return None


def _mails(source: str, said: _Progress) -> Iterator[bytes]:
    """What a mail server pipes in is kept whatever it is; of files only those that are mails."""
    if source == "-":
        yield from mails_in_stream(sys.stdin.buffer)
        return
    for file, raw in mails_in(Path(source)):
        if is_mail(raw):
            yield raw
        else:
            said.no_mails.append(str(file))


def _batches(mails: Iterator[bytes], said: _Progress) -> Iterator[list[bytes]]:
    batch: list[bytes] = []
    size = 0
    for raw in mails:
        if len(raw) > LARGEST_MAIL:
            said.too_large += 1
            continue
        batch.append(raw)
        size += len(raw)
        if len(batch) >= _BATCH or size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _arrival(raw: bytes, options: dict[str, Any]) -> Arrival:
    recipient = options["recipient"]
    return Arrival(
        mailbox=recipient.lower() or "ingest",
        raw=raw,
        door="ingest",
        envelope_from=options["sender"],
        envelope_to=[recipient] if recipient else [],
    )
