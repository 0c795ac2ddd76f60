"""Raw mails as clients' programs write them, put through the real way in."""

from __future__ import annotations

from collections.abc import Iterable

from holdfast.channels.mail.intake import Intake
from holdfast.channels.mail.our_addresses import KnownVendor
from holdfast.channels.mail.storing import Arrival, store_raw
from holdfast.channels.models import RawMail
from holdfast.people.models import Person
from holdfast.tickets.models import Ticket
from holdfast.tickets.references import reply_token

ORLA = "Orla Thistlewick <orla@ospreylane.example>"
BRAM = "Bram Oakhollow <bram@ospreylane.example>"
US = "support@pellucid.example"
RELAY = "mx.pellucid.example"
PASSED = f"{RELAY}; dmarc=pass header.from=ospreylane.example"
FAILED = (
    f"{RELAY}; dkim=none; spf=fail smtp.mailfrom=osprey.example; dmarc=fail header.from=ospreylane.example"
)


def letter(
    *,
    sender: str,
    subject: str = "Chats are misrouted",
    text: str = "One in four goes to the wrong queue since nine o'clock this morning.",
    to: str = US,
    mail_id: str = "",
    headers: Iterable[tuple[str, str]] = (),
) -> bytes:
    """A plain mail; `headers` go on top, the first of them topmost."""
    fields = [
        *headers,
        ("From", sender),
        ("To", to),
        ("Subject", subject),
        ("Date", "Tue, 24 Nov 2026 11:58:00 +0000"),
    ]
    if mail_id:
        fields.append(("Message-ID", mail_id))
    head = "".join(f"{name}: {value}\r\n" for name, value in fields)
    return f"{head}\r\n{text}\r\n".encode()


def bring(
    raw: bytes, *, to: str = US, envelope_from: str | None = "someone@ospreylane.example", mailbox: str = ""
) -> RawMail:
    """Store the mail as the SMTP door does, and let the intake file it; the row as it stands then."""
    arrival = Arrival(
        mailbox=mailbox or to, raw=raw, door="smtp", envelope_from=envelope_from, envelope_to=[to]
    )
    store_raw([arrival])
    run_intake()
    return RawMail.objects.latest("pk")


def token_address(ticket: Ticket, person: Person) -> str:
    """The address at which this person answers this ticket."""
    return f"support+{reply_token(ticket.pk, person.pk)}@pellucid.example"


_shared: list[Intake] = []


def run_intake() -> None:
    """File all that waits, with one reader for all tests."""
    if not _shared:
        _shared.append(Intake(vendor=KnownVendor(fresh_for=0)))
    while _shared[0].run_once() == 0.0:
        pass


def end_intake() -> None:
    while _shared:
        _shared.pop().close()
