"""How a reply reaches the customer, and how they would like to be answered (A1)."""

from __future__ import annotations

from holdfast.clients.models import Contact, Preferred
from holdfast.tickets.models import Ticket

_INSTEAD = {
    Preferred.PORTAL: "likes to read it in the portal",
    Preferred.PHONE: "prefers to be called",
    Preferred.CHAT: "prefers chat",
}


def answered_by(ticket: Ticket) -> str:
    """What stands beside the composer: whom the mail goes to, and what they like better."""
    by_mail = f"to {ticket.requester}, by email"
    contact: Contact | None = getattr(ticket.requester, "contact", None)
    likes = _INSTEAD.get(Preferred(contact.preferred_channel)) if contact else None
    if contact and contact.preferred_channel == Preferred.PHONE and ticket.requester.phone:
        likes = f"{likes}: {ticket.requester.phone}"
    return f"{by_mail}; {likes}" if likes else by_mail
