"""Put one read mail where it belongs: the steps in their order, each of which may be the last."""

from __future__ import annotations

from datetime import timedelta

from holdfast.channels.facts import AddressConfirmed, OwnMailReturned, SenderMuted, StaffMailRefused
from holdfast.channels.mail import marks
from holdfast.channels.mail.bounces import note_report
from holdfast.channels.mail.case import Before, Case, quarantine
from holdfast.channels.mail.floods import sent_lately, was_muted_lately
from holdfast.channels.mail.identity import is_address
from holdfast.channels.mail.joining import Place, find_place
from holdfast.channels.mail.our_addresses import is_ours
from holdfast.channels.mail.reasons import Reason
from holdfast.channels.mail.words import keep_attachments, said_in
from holdfast.channels.models import MailState, RawMail, Standing
from holdfast.clients.models import Contact, Organisation
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.facts import record
from holdfast.kernel.text import one_line
from holdfast.notices.sender import instance_name
from holdfast.people.models import Person, normal_address
from holdfast.tickets.actions.messages import Said, receive_message, send_message
from holdfast.tickets.actions.opening import Opening, open_ticket
from holdfast.tickets.actions.resolution import link_tickets
from holdfast.tickets.actions.taking_part import add_collaborator
from holdfast.tickets.models import Channel, LinkKind, Ticket

_MOST_PROPOSED = 10


def file_mail(case: Case) -> None:
    """Give a locked mail its place, in the caller's transaction; raises `Refused` where the rules of a ticket say no."""
    case.describe()
    before = case.look_back()
    if before.double is not None:
        case.double(before.double)
    elif case.read.delivery is not None and case.read.delivery.outcome != "other":
        _file_report(case)
    elif why := _why_our_own(case, before):
        _leave_own_aside(case, why)
    elif not case.sender:
        two = case.read.from_fields > 1 or len(case.read.senders) > 1
        case.hold(Reason.TWO_SENDERS if two else Reason.NO_SENDER)
    else:
        _file_from_somebody(case)


# reports, and mail of our own


def _file_report(case: Case) -> None:
    report = case.read.delivery
    assert report is not None
    noted = note_report(report, case.tags, at=case.mail.reached_at) if report.outcome != "delivered" else None
    if noted is None and report.outcome == "failed":
        named = f" It names {', '.join(report.recipients[:3])}." if report.recipients else ""
        quarantine(
            case.mail,
            Reason.BOUNCE_UNMATCHED,
            why=f"A failure notice about no mail that we know of.{named}",
            at=case.at,
        )
        return
    case.mail.is_machine = True
    case.mail.ticket_id = noted.ticket_id if noted else None
    case.settle(MailState.DONE, reason=Reason.BOUNCE if report.outcome == "failed" else Reason.DELAY)


def _why_our_own(case: Case, before: Before) -> str:
    """Whether it is mail of our own that came back (T19); empty when not."""
    if case.marks.instance and case.marks.instance == instance_name():
        return "It carries our own mark."
    if case.sender and is_ours(case.sender, case.known.own):
        return "It is sent in the name of our own address."
    if before.is_our_id:
        return "Its Message-ID is one that we made."
    return ""


def _leave_own_aside(case: Case, why: str) -> None:
    told = RawMail.objects.filter(
        state=MailState.DROPPED, reason=Reason.OUR_OWN, reached_at__gt=case.at - timedelta(days=1)
    ).exists()
    case.drop(Reason.OUR_OWN, why=why)
    if not told:
        record(OwnMailReturned(mail=case.mail.pk, sender=case.mail.sender), by=SYSTEM, at=case.at)


# mail of somebody


def _file_from_somebody(case: Case) -> None:
    person = _person_at(case.sender)
    if case.mail.standing == Standing.FAILED:
        place = find_place(case.read, case.tags, sender=person) if person else Place()
        _refuse(case, person, Reason.DMARC_FAILED, place.ticket or place.suggested)
        return
    if person is not None and not person.is_active:
        _refuse(case, person, Reason.PERSON_INACTIVE, None)
        return
    contact = _contact_of(person) if person else None
    person = person or _newcomer(case)
    place = find_place(case.read, case.tags, sender=person)
    if person.is_vendor:
        _file_from_staff(case, person, place)
    else:
        _file_from_client(case, person, contact, place)


def _refuse(case: Case, person: Person | None, reason: Reason, named: Ticket | None) -> None:
    """Hold mail that acts as nobody; in the name of our own people it is a security event as well (T6)."""
    case.hold(reason, suggested=named)
    if person is not None and person.is_vendor:
        record(
            StaffMailRefused(mail=case.mail.pk, person=person.pk, why=case.mail.why), by=SYSTEM, at=case.at
        )


def _newcomer(case: Case) -> Person:
    """A person known by this address alone; a display name gives a name, never an identity (T9)."""
    # no savepoint, no exception: another worker may make the same newcomer at this moment
    [person] = Person.objects.bulk_create(
        [Person(email=case.sender, name=_claimed_name(case))],
        update_conflicts=True,
        unique_fields=["email"],
        update_fields=["email"],
    )
    return person


def _person_at(address: str) -> Person | None:
    return Person.objects.select_related("contact__organisation").filter(email=address).first()


def _contact_of(person: Person) -> Contact | None:
    return getattr(person, "contact", None)


def _claimed_name(case: Case) -> str:
    name = one_line(case.mail.sender_name, limit=200)
    return "" if "@" in name else name


def _file_from_staff(case: Case, person: Person, place: Place) -> None:
    if marks.is_machine(case.read, envelope_from=case.mail.envelope_from):
        case.drop(Reason.STAFF_MACHINE)
    elif place.ticket is None:
        own = Organisation.objects.filter(is_own=True).first()
        _open(case, person, place, organisation=own, is_machine=False)
    elif not place.by_own_token:
        case.hold(Reason.STAFF_NOT_ON_TICKET, suggested=place.ticket)
    elif case.mail.standing != Standing.VERIFIED:
        _refuse(case, person, Reason.STAFF_UNPROVEN, place.ticket)
    else:
        message = send_message(place.ticket, _said(case, person, is_machine=False), by=person)
        _done(case, place.ticket, message.pk)


def _file_from_client(case: Case, person: Person, contact: Contact | None, place: Place) -> None:
    lately = sent_lately(case.sender, is_contact=contact is not None, at=case.at)
    muted = lately.repeats(case.mail.shape)
    is_machine = bool(muted) or marks.is_machine(case.read, envelope_from=case.mail.envelope_from)
    if place.ticket is not None:
        _join(case, person, place, is_machine=is_machine)
    elif case.read.delivery is not None:
        case.drop(Reason.RECEIPT)
        return
    else:
        muted = muted or lately.is_flood()
        wide = marks.opens_as_machine(
            case.read, case.marks, sender=case.sender, is_contact=contact is not None
        )
        silent = is_machine or wide or bool(muted)
        _open(case, person, place, organisation=contact.organisation if contact else None, is_machine=silent)
    if muted:
        _mute(case, muted)


def _join(case: Case, person: Person, place: Place, *, is_machine: bool) -> None:
    assert place.ticket is not None
    said = _said(case, person, is_machine=is_machine)
    message = receive_message(
        place.ticket, said, channel=Channel.MAIL, reached_at=case.mail.reached_at, by=person.actor
    )
    case.mail.is_machine = is_machine
    _done(case, place.ticket, message.pk)
    if not is_machine:
        if place.by_own_token:
            _confirm_address(case, person)
        _propose_others(case, place.ticket, person)


def _open(
    case: Case, person: Person, place: Place, *, organisation: Organisation | None, is_machine: bool
) -> None:
    """Open a ticket; of a known contact for their organisation, for a mail domain alone proves no membership."""
    ticket = open_ticket(
        Opening(
            requester=person,
            subject=case.read.subject,
            said=_said(case, person, is_machine=is_machine),
            channel=Channel.MAIL,
            organisation=organisation,
            is_machine=is_machine,
            reached_at=case.mail.reached_at,
        ),
        by=person.actor,
    )
    case.mail.has_opened, case.mail.is_machine, case.mail.suggested = True, is_machine, place.suggested
    _done(case, ticket, ticket.messages.order_by("pk").values_list("pk", flat=True)[0])
    if place.suggested is not None:
        link_tickets(ticket, other=place.suggested, kind=LinkKind.SUGGESTED, at=case.at, by=SYSTEM)
        if place.by_foreign_token and not is_machine:
            # whoever holds somebody's signed address may be the same person elsewhere: for an agent to judge (T8)
            add_collaborator(place.suggested, person=person, is_approved=False, at=case.at, by=SYSTEM)
    if not is_machine:
        _propose_others(case, ticket, person)


def _said(case: Case, person: Person, *, is_machine: bool) -> Said:
    return said_in(
        case.read,
        author=person,
        attached=keep_attachments(case.read, at=case.at),
        raw_mail=case.mail.pk,
        is_machine=is_machine,
    )


def _done(case: Case, ticket: Ticket, message: int) -> None:
    case.mail.ticket, case.mail.message_id = ticket, message
    case.settle(MailState.DONE)


def _confirm_address(case: Case, person: Person) -> None:
    """Whoever answers through the address that we had mailed to them alone reads that mailbox."""
    if person.confirmed_at is None:
        Person.objects.filter(pk=person.pk, confirmed_at=None).update(confirmed_at=case.at)
        record(AddressConfirmed(person=person.pk), by=person.actor, at=case.at)


def _propose_others(case: Case, ticket: Ticket, sender: Person) -> None:
    """Whom a verified sender copies in is proposed to the agent; nobody takes part by being copied in (T4)."""
    if case.mail.standing != Standing.VERIFIED:
        return
    shown = (normal_address(each.address) for each in (*case.read.to, *case.read.cc))
    others = [each for each in dict.fromkeys(shown) if is_address(each) and not is_ours(each, case.known.own)]
    for address in others[:_MOST_PROPOSED]:
        if address == sender.email:
            continue
        Person.objects.bulk_create([Person(email=address)], ignore_conflicts=True)
        person = Person.objects.get(email=address)
        if not person.is_vendor and person.is_active and person.pk != ticket.requester_id:
            add_collaborator(ticket, person=person, is_approved=False, at=case.at, by=sender.actor)


def _mute(case: Case, why: str) -> None:
    is_told = was_muted_lately(case.sender, at=case.at)
    case.mail.was_muted = True
    case.mail.save(update_fields=["was_muted"])
    if not is_told:
        record(SenderMuted(mail=case.mail.pk, sender=case.sender, why=why), by=SYSTEM, at=case.at)
