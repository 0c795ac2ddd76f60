"""Raw mail for the pages on which people judge it."""

from __future__ import annotations

from holdfast.channels.models import MailState, RawMail
from holdfast.tickets.models import Ticket
from tests.world import NOON


def held_mail(
    names: Ticket | None = None,
    *,
    state: str = MailState.HELD,
    sender: bytes = b"orla@ospreylane.example",
    body: bytes = b"It happened again.",
) -> RawMail:
    """A mail that waits for a person; `names` is the ticket that it names without the right to join it."""
    number = RawMail.objects.count()
    raw = b"From: %s\r\nSubject: Re: Chats are misrouted\r\nMessage-ID: <%d@x.example>\r\n\r\n%s" % (
        sender,
        number,
        body,
    )
    return RawMail.objects.create(
        mailbox="support@pellucid.example",
        sha256=f"{number:064}",
        raw=raw,
        size=len(raw),
        door="smtp",
        reached_at=NOON,
        state=state,
        reason="dmarc_failed" if state == MailState.HELD else "unreadable",
        sender=sender.decode(),
        subject="Re: Chats are misrouted",
        standing="failed",
        suggested=names,
    )
