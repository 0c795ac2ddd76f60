"""What a person decides about mail that the rules would not: put it on a ticket, leave it aside, have it read again."""

from __future__ import annotations

from django.db import transaction

from holdfast.channels.facts import MailJudged
from holdfast.channels.mail.case import drop, settle
from holdfast.channels.mail.identity import is_address, one_sender
from holdfast.channels.mail.our_addresses import is_ours
from holdfast.channels.mail.reading.child import ReaderProcess, Unreadable
from holdfast.channels.mail.reading.message import ReadMessage
from holdfast.channels.mail.reasons import Reason
from holdfast.channels.mail.storing import LOOP
from holdfast.channels.mail.words import keep_attachments, said_in
from holdfast.channels.models import MailState, RawMail
from holdfast.kernel import clock, hints
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person, normal_address
from holdfast.tickets.access import is_participant
from holdfast.tickets.actions.messages import receive_message
from holdfast.tickets.actions.opening import Opening, open_ticket
from holdfast.tickets.actions.taking_part import add_collaborator
from holdfast.tickets.models import Channel, Ticket
from holdfast.vendor.models import the_vendor

_JUDGED = (MailState.HELD, MailState.QUARANTINED, MailState.DROPPED)


def release_mail(
    mail: RawMail, *, onto: Ticket | None, sender: str = "", takes_part: bool = False, by: Person
) -> RawMail:
    """Put the mail on that ticket, or open one for it (`onto` None), as of when it reached us.

    It speaks as its sender: whoever names two or none needs `sender`, an address. Onto a ticket of others only the
    message goes; its sender sees the ticket when the agent says that they take part (`takes_part`, T4). Mail in the
    name of our own people is never released as theirs.
    """
    require_may(by, Act.JUDGE_MAIL)
    read = _read(mail)
    with transaction.atomic():
        mail = _locked(mail)
        if mail.state == MailState.DONE and mail.judged_by_id == by.pk:
            return mail
        _require_to_judge(mail)
        person = _speaker(read, sender)
        if onto is None:
            _open_for(mail, read, person)
        else:
            if takes_part and not is_participant(onto, person):
                add_collaborator(onto, person=person, is_approved=True, at=clock.now(), by=by.actor)
            _put_on(mail, read, person, onto)
        _judged(mail, MailState.DONE, by=by, ticket=mail.ticket_id)
    return mail


@transaction.atomic
def drop_mail(mail: RawMail, *, why: str, by: Person) -> RawMail:
    """Leave a held or quarantined mail aside, with the reason; the raw mail is kept and can still be released."""
    require_may(by, Act.JUDGE_MAIL)
    if not why.strip():
        raise Refused("Say why it needs no ticket.", code="words_missing", field="why")
    mail = _locked(mail)
    if mail.state == MailState.DROPPED:
        return mail
    _require_to_judge(mail)
    at = clock.now()
    mail.judged_by, mail.judged_at = by, at
    drop(mail, Reason.DROPPED_BY_PERSON, why=why, at=at, by=by.actor)
    return mail


@transaction.atomic
def read_mail_again(mail: RawMail, *, by: Person) -> RawMail:
    """Have a quarantined mail read and filed once more, as after an upgrade of the reader."""
    require_may(by, Act.JUDGE_MAIL)
    mail = _locked(mail)
    if mail.state == MailState.STORED:
        return mail
    if mail.state != MailState.QUARANTINED or mail.reason == Reason.TOO_LARGE:
        raise Refused("Only mail in quarantine can be read again.", code="not_in_quarantine")
    mail.attempts = 0
    mail.save(update_fields=["attempts"])
    _judged(mail, MailState.STORED, by=by, ticket=None)
    hints.wake(LOOP)
    return mail


def _judged(mail: RawMail, state: MailState, *, by: Person, ticket: int | None) -> None:
    mail.judged_by, mail.judged_at = by, clock.now()
    settle(mail, state)
    record(MailJudged(mail=mail.pk, ticket=ticket), by=by.actor, at=mail.judged_at)


def _open_for(mail: RawMail, read: ReadMessage, person: Person) -> None:
    contact = getattr(person, "contact", None)
    at = clock.now()
    attached = keep_attachments(read, at=at)
    said = said_in(read, author=person, attached=attached, raw_mail=mail.pk, is_machine=False)
    ticket = open_ticket(
        Opening(
            requester=person,
            subject=read.subject,
            said=said,
            channel=Channel.MAIL,
            organisation=contact.organisation if contact else None,
            reached_at=mail.reached_at,
        ),
        by=person.actor,
    )
    mail.ticket, mail.message, mail.has_opened = ticket, ticket.messages.earliest("pk"), True


def _put_on(mail: RawMail, read: ReadMessage, person: Person, onto: Ticket) -> None:
    attached = keep_attachments(read, at=clock.now())
    said = said_in(read, author=person, attached=attached, raw_mail=mail.pk, is_machine=False)
    mail.message = receive_message(
        onto, said, channel=Channel.MAIL, reached_at=mail.reached_at, by=person.actor
    )
    mail.ticket = onto


def _speaker(read: ReadMessage, sender: str) -> Person:
    """Who the mail is of; a person of the vendor can't be, for nothing proves that they wrote it."""
    found = one_sender(read)
    address = normal_address(sender) or (normal_address(found.address) if found else "")
    if not is_address(address):
        raise Refused("Say from whom it is: their mail address.", code="sender_missing", field="sender")
    if is_ours(address, the_vendor().own_addresses):
        raise Refused(
            "That is our own address. Say whose words it brings: their mail address.",
            code="is_our_address",
            field="sender",
        )
    person, _ = Person.objects.get_or_create(email=address)
    if person.is_vendor:
        raise Refused(
            f"{person} works here. Ask them, and write it as your own note.", code="is_staff", field="sender"
        )
    if not person.is_active:
        raise Refused(f"The account of {person} is closed.", code="person_inactive", field="sender")
    return person


def _read(mail: RawMail) -> ReadMessage:
    raw = bytes(RawMail.objects.values_list("raw", flat=True).get(pk=mail.pk))
    try:
        with ReaderProcess() as reader:
            return reader.read(raw)
    except Unreadable as unreadable:
        raise Refused(f"It can't be read: {unreadable.reason}", code="unreadable") from None


def _locked(mail: RawMail) -> RawMail:
    return RawMail.objects.select_for_update(of=("self",)).defer("raw").get(pk=mail.pk)


def _require_to_judge(mail: RawMail) -> None:
    if mail.state not in _JUDGED:
        raise Refused("This mail has its place already.", code="not_to_judge")
