"""What tickets do when something happens."""

from __future__ import annotations

from holdfast.files.facts import FileFoundInfected
from holdfast.kernel.facts import Recorded, record_many
from holdfast.notices.facts import NoticeAccepted, NoticeBounced, NoticeFailed, NoticeLeftOut
from holdfast.notices.models import Notice
from holdfast.tickets.actions.opening import acknowledge_ticket
from holdfast.tickets.facts import AttachmentForbidden
from holdfast.tickets.models import Attachment, Ticket
from holdfast.tickets.substitutes import write_to_substitute


def note_acknowledgement(told: Recorded[NoticeAccepted]) -> None:
    """The client's channel took the acknowledgement: the ticket is acknowledged (C1)."""
    fact = told.fact
    if fact.kind == "acknowledgement" and fact.to_client:
        ticket = Ticket.objects.get(pk=int(fact.concerning.removeprefix("ticket-")))
        acknowledge_ticket(ticket, evidence=f"delivery-{fact.delivery}", at=fact.accepted_at, by=told.by)


Lost = Recorded[NoticeBounced] | Recorded[NoticeFailed] | Recorded[NoticeLeftOut]


def is_lost_word(told: Lost) -> bool:
    """Whether a word to a client about a ticket was lost; what a cap holds back has an alarm of its own."""
    fact = told.fact
    is_muted = isinstance(fact, NoticeLeftOut) and fact.is_muted
    return fact.to_client and fact.concerning.startswith("ticket-") and not is_muted


def find_substitute(told: Lost) -> None:
    """A word that reached nobody of the client goes to the next contact at once."""
    fact = told.fact
    if is_lost_word(told):
        ticket = Ticket.objects.locked(int(fact.concerning.removeprefix("ticket-")))
        write_to_substitute(ticket, Notice.objects.get(pk=fact.notice), at=told.at)


def tell_of_infected_file(told: Recorded[FileFoundInfected]) -> None:
    """Every ticket to which that content is attached says so in its trail."""
    attached = Attachment.objects.filter(file=told.fact.file).order_by("message__ticket", "pk")
    forbidden = [
        AttachmentForbidden(ticket=ticket, filename=filename, found=told.fact.name)
        for ticket, filename in attached.values_list("message__ticket", "filename")
    ]
    record_many(forbidden, by=told.by, at=told.at)
