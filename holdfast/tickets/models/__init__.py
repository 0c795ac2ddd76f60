"""The nouns of a conversation."""

from holdfast.tickets.models.links import Collaborator, Link, LinkKind
from holdfast.tickets.models.message import Attachment, Channel, Message, SearchText, Side
from holdfast.tickets.models.ticket import (
    Cycle,
    PriorityChange,
    PriorityReason,
    Stage,
    Ticket,
    TicketKind,
    Waiting,
)

__all__ = [
    "Attachment",
    "Channel",
    "Collaborator",
    "Cycle",
    "Link",
    "LinkKind",
    "Message",
    "PriorityChange",
    "PriorityReason",
    "SearchText",
    "Side",
    "Stage",
    "Ticket",
    "TicketKind",
    "Waiting",
]
