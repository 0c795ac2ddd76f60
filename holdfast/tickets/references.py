"""What ties a mail to a ticket: the public reference, the reply token, the constant subject."""

from __future__ import annotations

import re

from holdfast.kernel import tokens
from holdfast.kernel.text import one_line
from holdfast.tickets.models import Ticket

_REFERENCE = re.compile(r"\b([A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4})\b")
_TOKEN = re.compile(r"^a(\d{1,18})\.(\d{1,18})\.([a-z2-7]{26})$")
_PURPOSE = "reply"


def new_reference() -> str:
    """An unguessable reference of 56 bits that a person can read out: `K7Q2-M9XR-4TBA`."""
    letters = tokens.mint(56).upper()
    return "-".join((letters[:4], letters[4:8], letters[8:12]))


def references_in(text: str) -> list[str]:
    """Every string in the text that looks like a reference of ours."""
    return _REFERENCE.findall(text.upper())


def reply_token(ticket: int, person: int) -> str:
    """What stands behind the plus sign of the address that this person answers this ticket at.

    Bound to both, so that a token that leaks to somebody else proves nothing (T3). The leading letter names the
    format; one that is not in use any more is treated as absent (T7).
    """
    return f"a{ticket}.{person}.{tokens.sign(_PURPOSE, ticket, person)}"


def read_reply_token(token: str) -> tuple[int, int] | None:
    """The ticket and the person that a token was made for, or None when it is not ours."""
    found = _TOKEN.match(token.strip().lower())
    if found is None:
        return None
    ticket, person = int(found[1]), int(found[2])
    return (ticket, person) if tokens.is_signed(found[3], _PURPOSE, ticket, person) else None


def mail_subject(ticket: Ticket) -> str:
    """The subject of every mail about the ticket, constant for its life."""
    return f"{one_line(ticket.subject, limit=200)} [{ticket.reference}]"


def quiet_subject(ticket: Ticket) -> str:
    """The subject to an address that is not confirmed: nothing that was typed is in it (T11)."""
    return f"Your request {ticket.reference}"
