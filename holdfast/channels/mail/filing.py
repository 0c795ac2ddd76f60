"""Where a read mail belongs: its fate, by steps in their order, each of which may be the last.

A fate is either that the mail opens a ticket (`Opens`, which `opening` carries out for any number of mails at once), or
an act on what is there already, which is carried out alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial

from holdfast.channels.facts import OwnMailReturned, StaffMailRefused
from holdfast.channels.mail import marks
from holdfast.channels.mail.bounces import note_report
from holdfast.channels.mail.case import Case, quarantine
from holdfast.channels.mail.identity import is_address
from holdfast.channels.mail.joining import Place, find_place
from holdfast.channels.mail.opening import Opens, mute, note_address, open_all, propose_others, said_of
from holdfast.channels.mail.our_addresses import is_ours
from holdfast.channels.mail.reasons import WORDS, Reason
from holdfast.channels.mail.surroundings import Before, Surroundings, look_around
from holdfast.channels.models import MailState, RawMail, Standing
from holdfast.clients.models import Contact, Organisation
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.facts import record
from holdfast.kernel.text import one_line
from holdfast.notices.sender import instance_name
from holdfast.people.models import Person
from holdfast.tickets.access import is_reporter
from holdfast.tickets.actions.messages import receive_message, send_message
from holdfast.tickets.models import Channel, Ticket

Act = Callable[[], None]


def file_mail(case: Case) -> None:
    """Give a locked mail its place, in the caller's transaction; raises `Refused` where the rules of a ticket say no."""
    case.describe()
    fate = fate_of(case, look_around([case]))
    if isinstance(fate, Opens):
        open_all([fate])
    else:
        fate()


def file_what_opens(cases: Sequence[Case]) -> set[int]:
    """Open the tickets of those mails that open one, all at once; returns the keys of the mails that are filed by it.

    The others are left as they were: they touch tickets, whose rows are locked one mail at a time. So is the second mail of
    one sender, for what the first did decides about it.
    """
    for case in cases:
        case.describe()
    around = look_around(cases)
    fates, met = [], set[str]()
    for case in cases:
        if met.isdisjoint({case.sender, case.mail.sameness}):
            fate = fate_of(case, around)
            if isinstance(fate, Opens):
                fates.append(fate)
        met |= {case.sender, case.mail.sameness}
    open_all(fates)
    return {fate.case.mail.pk for fate in fates}


def fate_of(case: Case, around: Surroundings) -> Opens | Act:
    """What becomes of a described mail; nothing is written yet."""
    before = around.before[case.mail.pk]
    if before.double is not None:
        return partial(case.double, before.double)
    if case.read.delivery is not None and case.read.delivery.outcome != "other":
        return partial(_file_report, case)
    if why := _why_our_own(case, before):
        return partial(_leave_own_aside, case, why)
    if _is_in_our_name(case):
        return partial(_hold_in_our_name, case)
    if not case.sender:
        two = case.read.from_fields > 1 or len(case.read.senders) > 1
        return partial(case.hold, Reason.TWO_SENDERS if two else Reason.NO_SENDER)
    return _fate_from_somebody(case, around)


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
    if before.is_our_id:
        return "Its Message-ID is one that we made."
    if _is_in_our_name(case) and marks.is_machine(case.read, envelope_from=case.mail.envelope_from):
        return "A machine sent it in the name of our own address."
    return ""


def _is_in_our_name(case: Case) -> bool:
    return bool(case.sender) and is_ours(case.sender, case.known.own)


def _hold_in_our_name(case: Case) -> None:
    """Keep for a person what somebody wrote and a list handed on under our address; who wrote it, it may say itself."""
    named = case.read.reply_to[0] if case.read.reply_to else None
    hint = ""
    if named is not None and is_address(named.address) and not is_ours(named.address, case.known.own):
        hint = f" It asks for answers to {named.address}."
    case.hold(Reason.OUR_NAME, why=f"{WORDS[Reason.OUR_NAME]}{hint}")


def _leave_own_aside(case: Case, why: str) -> None:
    told = RawMail.objects.filter(
        state=MailState.DROPPED, reason=Reason.OUR_OWN, reached_at__gt=case.at - timedelta(days=1)
    ).exists()
    case.drop(Reason.OUR_OWN, why=why)
    if not told:
        record(OwnMailReturned(mail=case.mail.pk, sender=case.mail.sender), by=SYSTEM, at=case.at)


# mail of somebody


def _fate_from_somebody(case: Case, around: Surroundings) -> Opens | Act:
    person = around.people.get(case.sender)
    if case.mail.standing == Standing.FAILED:
        place = find_place(case.read, case.tags, sender=person) if person else Place()
        return partial(_refuse, case, person, Reason.DMARC_FAILED, place.ticket or place.suggested)
    if person is not None and not person.is_active:
        return partial(_refuse, case, person, Reason.PERSON_INACTIVE, None)
    contact = getattr(person, "contact", None)
    person = person or _newcomer(case)
    place = find_place(case.read, case.tags, sender=person)
    if person.is_vendor and not (place.ticket is not None and is_reporter(place.ticket, person)):
        return _fate_from_staff(case, person, place)
    return _fate_from_client(case, person, contact, place, around)


def _refuse(case: Case, person: Person | None, reason: Reason, named: Ticket | None) -> None:
    """Hold mail that acts as nobody; in the name of our own people it is a security event as well (T6)."""
    case.hold(reason, suggested=named)
    if person is not None and person.is_vendor:
        record(
            StaffMailRefused(mail=case.mail.pk, person=person.pk, why=case.mail.why), by=SYSTEM, at=case.at
        )


def _newcomer(case: Case) -> Person:
    """A person known by this address alone, not saved yet; a display name gives a name, never an identity (T9)."""
    name = one_line(case.mail.sender_name, limit=200)
    return Person(email=case.sender, name="" if "@" in name else name)


def _fate_from_staff(case: Case, person: Person, place: Place) -> Opens | Act:
    if marks.is_machine(case.read, envelope_from=case.mail.envelope_from):
        return partial(case.drop, Reason.STAFF_MACHINE)
    if place.ticket is None:
        own = Organisation.objects.filter(is_own=True).first()
        return Opens(case, person, place, organisation=own, is_machine=False)
    if not place.by_own_token:
        return partial(case.hold, Reason.STAFF_NOT_ON_TICKET, suggested=place.ticket)
    if case.mail.standing != Standing.VERIFIED:
        return partial(_refuse, case, person, Reason.STAFF_UNPROVEN, place.ticket)
    return partial(_send, case, person, place.ticket)


def _send(case: Case, person: Person, ticket: Ticket) -> None:
    """An agent's answer by mail goes to the client as one written at the desk would."""
    message = send_message(ticket, said_of(case, person, is_machine=False), by=person)
    _done(case, ticket, message.pk)
    note_address(case, person, by_own_token=True)


def _fate_from_client(
    case: Case, person: Person, contact: Contact | None, place: Place, around: Surroundings
) -> Opens | Act:
    lately = around.lately(case.sender, contact)
    muted = lately.repeats(case.mail.shape)
    is_machine = bool(muted) or marks.is_machine(case.read, envelope_from=case.mail.envelope_from)
    if place.ticket is not None:
        return partial(_join, case, person, place, is_machine=is_machine, muted=muted)
    if case.read.delivery is not None:
        return partial(case.drop, Reason.RECEIPT)
    muted = muted or lately.is_flood()
    wide = marks.opens_as_machine(
        case.read,
        case.marks,
        sender=case.sender,
        is_contact=contact is not None,
        own=case.known.own,
    )
    return Opens(
        case,
        person,
        place,
        organisation=contact.organisation if contact else None,
        is_machine=is_machine or wide or bool(muted),
        muted=muted,
    )


def _join(case: Case, person: Person, place: Place, *, is_machine: bool, muted: str) -> None:
    assert place.ticket is not None
    said = said_of(case, person, is_machine=is_machine)
    message = receive_message(
        place.ticket, said, channel=Channel.MAIL, reached_at=case.mail.reached_at, by=person.actor
    )
    case.mail.is_machine = is_machine
    if muted:
        mute(case, muted)
    _done(case, place.ticket, message.pk)
    if not is_machine:
        note_address(case, person, by_own_token=place.by_own_token)
        propose_others(case, place.ticket, person)


def _done(case: Case, ticket: Ticket, message: int) -> None:
    case.mail.ticket, case.mail.message_id = ticket, message
    case.settle(MailState.DONE)
