"""The proof as files: a CSV of every row of the ledger, and a PDF for the client."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, tzinfo

from holdfast.kernel.cells import harmless
from holdfast.reports.pages import pdf_of
from holdfast.reports.proof import Contact, Outcomes, Proof, Word
from holdfast.vendor.models import the_vendor

COLUMNS = (
    "client",
    "word",
    "written_at",
    "list_version",
    "contact",
    "channel",
    "address",
    "outcome",
    "tries",
    "accepted_at",
    "delivered_at",
    "answer",
    "substitute",
    "message_id",
)


class _Line:
    """What csv writes to: it gives each line back."""

    def write(self, line: str) -> str:
        return line


def csv_of(words: Iterable[Word]) -> Iterator[str]:
    """A line for each contact and channel of each word; no cell is a formula to a spreadsheet (T54)."""
    writer = csv.writer(_Line())
    yield "\ufeff"
    yield writer.writerow(COLUMNS)
    for word in words:
        for contact in word.contacts:
            yield writer.writerow([harmless(cell) for cell in _cells(word, contact)])


def _cells(word: Word, contact: Contact) -> list[str]:
    return [
        word.client,
        word.kind,
        _iso(word.written_at),
        str(word.list_version or ""),
        contact.name,
        contact.channel,
        contact.address,
        contact.state,
        str(contact.tries),
        _iso(contact.accepted_at),
        _iso(contact.delivered_at),
        contact.answer,
        "yes" if contact.is_substitute else "",
        contact.mail_id,
    ]


def pdf_of_proof(proof: Proof, *, at: datetime, zone: tzinfo) -> bytes:
    """For the client, in its time zone."""
    told = _Times(zone)
    values = {
        "title": proof.title,
        "vendor": the_vendor().name or "Support",
        "made": f"Made {told(at)}",
        "client": proof.client,
        "began": told(proof.began_at),
        "restored": told(proof.restored_at),
        "words": [_word(each, told) for each in proof.words],
        "promises": [_promise(each, told) for each in proof.promises],
    }
    return pdf_of("proof", values, zone=zone)


class _Times:
    """Instants as the reader's clock shows them, to the second; nothing for none."""

    def __init__(self, zone: tzinfo) -> None:
        self.zone = zone

    def __call__(self, at: datetime | None) -> str:
        return f"{at.astimezone(self.zone):%Y-%m-%d %H:%M:%S}" if at else ""


def _word(word: Word, told: _Times) -> dict[str, object]:
    return {
        "kind": word.kind,
        "written": told(word.written_at),
        "next": told(word.next_at),
        "list": f"To the emergency list, version {word.list_version}." if word.list_version else "",
        "parts": word.parts,
        "contacts": [_contact(each, told) for each in word.contacts],
    }


def _contact(contact: Contact, told: _Times) -> list[str]:
    name = f"{contact.name} (substitute)" if contact.is_substitute else contact.name
    when = " ".join(filter(None, (told(contact.accepted_at), contact.answer)))
    return [name or contact.address, f"{contact.by}: {contact.address}", contact.state, when]


def _promise(each: Outcomes, told: _Times) -> list[str]:
    return [each.title, told(each.due_at), told(each.ended_at), each.outcome]


def _iso(at: datetime | None) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds") if at else ""
