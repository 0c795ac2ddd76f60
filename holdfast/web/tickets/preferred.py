"""How a reply reaches the customer, and how they would like to be answered (A1)."""

from __future__ import annotations

from holdfast.channels.chat.models import Conversation
from holdfast.clients.models import Contact, Preferred
from holdfast.tickets.models import Ticket

_INSTEAD = {
    Preferred.PORTAL: "likes to read it in the portal",
    Preferred.PHONE: "prefers to be called",
    Preferred.CHAT: "prefers chat",
}


def answered_by(ticket: Ticket) -> str:
    """What stands beside the composer: how the reply reaches them, and what they like better."""
    person = ticket.requester
    if not person.has_address:
        if is_in_chat(ticket):
            return f"to {person}, in the chat; no mail address is known"
        number = f": {person.phone}" if person.phone else ""
        return f"{person} left no mail address, and reads no reply; call them{number}"
    by_mail = f"to {person}, by email"
    contact: Contact | None = getattr(person, "contact", None)
    likes = _INSTEAD.get(Preferred(contact.preferred_channel)) if contact else None
    if contact and contact.preferred_channel == Preferred.PHONE and person.phone:
        likes = f"{likes}: {person.phone}"
    return f"{by_mail}; {likes}" if likes else by_mail


def asked_to_reply(ticket: Ticket) -> str:
    """What the empty composer says."""
    person = ticket.requester
    name = str(person).split(" ")[0].split("@")[0]
    if person.has_address:
        return f"Reply to {name} by email"
    return f"Reply to {name} in the chat" if is_in_chat(ticket) else f"Write down what {name} is told"


def is_in_chat(ticket: Ticket) -> bool:
    """Whether what is written here stands in somebody's panel (`channels.chat.reactions`)."""
    return Conversation.objects.filter(ticket=ticket).exists()
