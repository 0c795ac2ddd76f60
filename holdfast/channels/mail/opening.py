"""Open the tickets of mails that open one: for a batch of mails in as many statements as for one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from holdfast.channels.facts import SenderMuted
from holdfast.channels.mail.case import Case, mark, write_rows
from holdfast.channels.mail.floods import was_muted_lately
from holdfast.channels.mail.identity import is_address
from holdfast.channels.mail.joining import Place
from holdfast.channels.mail.our_addresses import is_ours
from holdfast.channels.mail.words import keep_attachments, said_in
from holdfast.channels.models import MailState, Standing
from holdfast.clients.models import Organisation
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.facts import record
from holdfast.people.actions.entering import confirm_address
from holdfast.people.actions.reaching import take_mark_away
from holdfast.people.models import Person, normal_address
from holdfast.tickets.actions.messages import Said
from holdfast.tickets.actions.opening import Opened, Opening, open_tickets
from holdfast.tickets.actions.resolution import link_tickets
from holdfast.tickets.actions.taking_part import add_collaborator
from holdfast.tickets.models import Channel, LinkKind, Ticket

_MOST_PROPOSED = 10


@dataclass(frozen=True)
class Opens:
    """A mail that opens a ticket, whose person may still be unsaved: a newcomer."""

    case: Case
    person: Person
    place: Place
    organisation: Organisation | None
    """Of a known contact; a mail domain alone proves no membership."""
    is_machine: bool
    muted: str = ""
    """Why it is filed in silence, where its sender wrote too much or the same again and again."""


def open_all(opens: Sequence[Opens]) -> None:
    """Open their tickets in the caller's transaction; of each sender there may be one mail only."""
    if not opens:
        return
    _save_newcomers([each.person for each in opens if each.person.pk is None])
    opened = open_tickets([(_opening(each), each.person.actor) for each in opens])
    for each, its in zip(opens, opened, strict=True):
        _settle(each, its)
    write_rows([each.case.mail for each in opens])
    for each, its in zip(opens, opened, strict=True):
        _tell_of_suggested(each, its.ticket)
        if not each.is_machine:
            note_address(each.case, each.person, by_own_token=False)
            propose_others(each.case, its.ticket, each.person)


def _save_newcomers(newcomers: Sequence[Person]) -> None:
    """No savepoint, no exception: another worker may make the same newcomer at this moment. In order, so that both go on."""
    Person.objects.bulk_create(
        sorted(newcomers, key=lambda person: person.email),
        update_conflicts=True,
        unique_fields=["email"],
        update_fields=["email"],
    )


def _opening(opens: Opens) -> Opening:
    case = opens.case
    return Opening(
        requester=opens.person,
        subject=case.read.subject,
        said=said_of(case, opens.person, is_machine=opens.is_machine),
        channel=Channel.MAIL,
        organisation=opens.organisation,
        is_machine=opens.is_machine,
        reached_at=case.mail.reached_at,
    )


def said_of(case: Case, person: Person, *, is_machine: bool) -> Said:
    """What the mail says, with its attachments stored."""
    attached = keep_attachments(case.read, at=case.at)
    return said_in(case.read, author=person, attached=attached, raw_mail=case.mail.pk, is_machine=is_machine)


def _settle(opens: Opens, opened: Opened) -> None:
    mail = opens.case.mail
    mail.has_opened, mail.is_machine, mail.suggested = True, opens.is_machine, opens.place.suggested
    mail.ticket, mail.message = opened.ticket, opened.message
    if opens.muted:
        mute(opens.case, opens.muted)
    mark(mail, MailState.DONE)


def _tell_of_suggested(opens: Opens, ticket: Ticket) -> None:
    """The ticket that the mail names without the right to join it, for an agent to judge."""
    suggested, at = opens.place.suggested, opens.case.at
    if suggested is None:
        return
    link_tickets(ticket, other=suggested, kind=LinkKind.SUGGESTED, at=at, by=SYSTEM)
    if opens.place.by_foreign_token and not opens.is_machine:
        # whoever holds somebody's signed address may be the same person elsewhere (T8)
        add_collaborator(suggested, person=opens.person, is_approved=False, at=at, by=SYSTEM)


def note_address(case: Case, person: Person, *, by_own_token: bool) -> None:
    """What a person's mail shows of their address: whoever answers through their own token reads it, and whoever verifiedly
    writes from it has it back.
    """
    mail, by = case.mail, person.actor
    if by_own_token:
        confirm_address(person, how="a reply to our mail", as_of=mail.reached_at, at=case.at, by=by)
    elif mail.standing == Standing.VERIFIED:
        take_mark_away(person, how="a mail from it", as_of=mail.reached_at, at=case.at, by=by)


def propose_others(case: Case, ticket: Ticket, sender: Person) -> None:
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


def mute(case: Case, why: str) -> None:
    """File it in silence; the alarm is given once an hour. The caller writes the mail's row."""
    is_told = was_muted_lately(case.sender, at=case.at)
    case.mail.was_muted = True
    if not is_told:
        record(SenderMuted(mail=case.mail.pk, sender=case.sender, why=why), by=SYSTEM, at=case.at)
