"""Absence notes as the programs of the world write them: each filed, flagged, and without any effect (T17)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from holdfast.notices.models import Delivery
from holdfast.procedure.actions.answering import answer_approval
from holdfast.procedure.models import Via
from holdfast.project.demo.world import World
from holdfast.promises.models import Promise
from holdfast.tickets.models import Ticket
from tests.channels.intake.letters import ORLA, bring, letter, token_address
from tests.procedure.steps import asked

Fields = tuple[tuple[str, str], ...]

NOTES: dict[str, tuple[str, Fields]] = {
    "Exchange": (
        "Automatic reply: Chats are misrouted",
        (("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "All")),
    ),
    "Exchange, German": (
        "Automatische Antwort: Chats",
        (("Auto-Submitted", "auto-generated"), ("X-MS-Exchange-Parent-Message-Id", "<1@x>")),
    ),
    "Exchange, inbox rule": (
        "Out of Office",
        (("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "DR, OOF, AutoReply")),
    ),
    "Exchange 2003": ("Out of Office AutoReply: Chats", (("Return-Path", "<>"), ("Precedence", "bulk"))),
    "Outlook.com": ("Automatic reply: Chats", (("Auto-Submitted", "auto-generated"), ("Return-Path", "<>"))),
    "Gmail": (
        "Away Re: Chats",
        (("Auto-Submitted", "auto-replied"), ("Precedence", "bulk"), ("X-Autoreply", "yes")),
    ),
    "Gmail, only its own mark": ("Away Re: Chats", (("X-Autoreply", "yes"),)),
    "Apple server": ("Out of office", (("Auto-Submitted", "auto-replied"), ("Precedence", "junk"))),
    "iCloud": ("Auto reply: Chats", (("Auto-Submitted", "auto-replied (vacation)"),)),
    "Sieve, RFC 5230": ("Auto: Chats", (("Auto-Submitted", "auto-replied"),)),
    "Dovecot": (
        "Auto: Chats",
        (
            ("X-Sieve", "Pigeonhole Sieve 0.5"),
            ("Auto-Submitted", "auto-replied (vacation)"),
            ("Precedence", "bulk"),
        ),
    ),
    "Cyrus": ("Auto: Chats", (("X-Sieve", "CMU Sieve 2.4"), ("Auto-Submitted", "auto-replied (vacation)"))),
    "vacation of BSD": ("away from my mail", (("Precedence", "bulk"),)),
    "vacation of Linux": ("away", (("Precedence", "junk"), ("Auto-Submitted", "auto-replied (vacation)"))),
    "Zimbra": (
        "Out of Office",
        (("Auto-Submitted", "auto-replied (zimbra; vacation)"), ("Precedence", "bulk")),
    ),
    "cPanel": (
        "Away",
        (
            ("X-Autorespond", "Chats are misrouted"),
            ("X-Loop", "orla@ospreylane.example"),
            ("Precedence", "auto_reply"),
        ),
    ),
    "Plesk": ("Away", (("X-Autoresponder", "plesk"), ("Precedence", "auto_reply"))),
    "qmail-autoresponder": ("Away", (("Precedence", "junk"),)),
    "Exim": ("Away", (("Auto-Submitted", "auto-replied"), ("Return-path", "<>"))),
    "Notes": ("Orla is out of the office", (("Auto-Submitted", "auto-generated"), ("X-Notes-Item", "Memo"))),
    "GroupWise": ("Re: Chats (away)", (("Auto-Submitted", "auto-replied"), ("X-Mailer", "GroupWise 18"))),
    "Kerio": ("Away", (("Auto-Submitted", "auto-replied"), ("X-Mailer", "Kerio Connect"))),
    "a phone company's desk": ("Re: Chats", (("Precedence", "auto-reply"),)),
    "upper case, comment first": ("Re: Chats", (("AUTO-SUBMITTED", "Auto-Replied; owner=x"),)),
    "nothing but the empty sender": ("Re: Chats", (("Return-Path", "<>"),)),
}


def effects(ticket: Ticket) -> tuple[object, ...]:
    """All that an absence note must leave as it is: the ticket, its promises, what was mailed."""
    promises = Promise.objects.filter(ticket=ticket).order_by("pk")
    return (
        Ticket.objects.filter(pk=ticket.pk).values().get(),
        list(promises.values_list("clause", "state", "due_at", "ended_at")),
        Delivery.objects.count(),
    )


@pytest.mark.parametrize("program", NOTES)
def test_t17_an_absence_note_of_any_program_is_filed_flagged_and_stops_nothing(
    world: World, program: str
) -> None:
    ticket = bring(letter(sender=ORLA)).ticket
    assert ticket is not None
    before = effects(ticket)
    subject, headers = NOTES[program]
    mail = bring(
        letter(sender=ORLA, subject=subject, text="I am away until Monday.", headers=headers),
        to=token_address(ticket, world.orla),
    )
    assert (mail.ticket, mail.is_machine, ticket.messages.latest("pk").is_machine) == (ticket, True, True)
    assert effects(ticket) == before


def test_t17_an_absence_note_reopens_nothing_and_answers_no_question(
    world: World, trail: Callable[[], list[str]]
) -> None:
    ticket, approval = asked(world)
    answer_approval(approval, person=world.orla, is_approved=True, via=Via.PORTAL)
    before = effects(ticket)
    _, headers = NOTES["Exchange"]
    mail = bring(letter(sender=ORLA, text="Away.", headers=headers), to=token_address(ticket, world.orla))
    assert (mail.ticket, mail.is_machine) == (ticket, True)
    assert effects(ticket) == before
    assert "TicketReopened" not in trail()
    assert "ReplyToJudge" not in trail()
