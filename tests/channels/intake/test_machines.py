"""Mail that machines write: bounces, absence notes, loops, floods, and the same mail twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from holdfast.channels.mail import floods
from holdfast.channels.mail.judge import release_mail
from holdfast.channels.mail.reasons import Reason
from holdfast.channels.models import MailState, RawMail
from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.notices.actions.writing import Reader, write_notice
from holdfast.notices.models import Delivery, DeliveryState
from holdfast.notices.sender import instance_name
from holdfast.people.models import Person
from holdfast.project.demo.world import World
from holdfast.tickets.models import Message, Ticket
from holdfast.tickets.references import reply_token
from tests.channels.intake.letters import BRAM, ORLA, PASSED, US, bring, letter, token_address
from tests.channels.mail.corpus import bounce_look_alikes, bounces


@pytest.fixture
def ticket(world: World) -> Ticket:
    opened = bring(letter(sender=ORLA)).ticket
    assert opened is not None
    return opened


@pytest.fixture
def told(world: World, ticket: Ticket) -> Delivery:
    """A mail about the ticket that was given over to Orla."""
    token = reply_token(ticket.pk, world.orla.pk)
    notice = write_notice(
        event="told",
        kind="message",
        about=f"ticket-{ticket.pk}",
        readers=[Reader(person=world.orla, to_client=True, reply_token=token)],
        subject=ticket.subject,
        is_automatic=False,
        at=clock.now(),
    )
    Delivery.objects.filter(notice=notice).update(state=DeliveryState.ACCEPTED, accepted_at=clock.now())
    return Delivery.objects.get(notice=notice)


def _report(
    *, original: str = "", recipient: str = "orla@ospreylane.example", action: str = "failed"
) -> bytes:
    status = "5.1.1" if action == "failed" else "4.4.1"
    return f"""From: MAILER-DAEMON@relay.example
To: someone@pellucid.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

This is the mail system at host relay.example. Your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 no such user

--b
Content-Type: text/rfc822-headers

From: support@pellucid.example
Message-ID: {original}
Subject: about it

--b--
""".encode()


# T20


@pytest.mark.parametrize("by", ["bounce address", "Message-ID"])
def test_t20_a_bounce_is_noted_at_the_letter_and_answered_by_nothing(
    world: World, ticket: Ticket, told: Delivery, trail: Callable[[], list[str]], by: str
):
    before = (Ticket.objects.count(), Delivery.objects.count(), ticket.messages.count())
    if by == "bounce address":
        mail = bring(_report(), to=f"support+b{told.token}@pellucid.example", envelope_from="")
    else:
        mail = bring(_report(original=told.mail_id), envelope_from="")
    told.refresh_from_db()
    world.orla.refresh_from_db()
    assert (told.state, told.bounced_at) == (DeliveryState.BOUNCED, mail.reached_at)
    assert "no such user" in told.trouble
    assert world.orla.bounced_at is not None
    assert trail().count("NoticeBounced") == 1
    assert (mail.state, mail.reason, mail.ticket) == (MailState.DONE, Reason.BOUNCE, ticket)
    assert (Ticket.objects.count(), ticket.messages.count()) == (before[0], before[2])
    assert not Delivery.objects.filter(address__contains="mailer-daemon").exists()


def test_t20_a_delay_is_no_bounce(world: World, told: Delivery):
    mail = bring(_report(original=told.mail_id, action="delayed"), envelope_from="")
    told.refresh_from_db()
    assert (told.state, mail.reason) == (DeliveryState.ACCEPTED, Reason.DELAY)
    assert "Delayed" in told.trouble


def test_t20_a_bounce_that_only_names_a_clients_address_marks_nobody(world: World, told: Delivery):
    mail = bring(_report(original="<other@elsewhere.example>"), envelope_from="")
    told.refresh_from_db()
    world.orla.refresh_from_db()
    assert (told.state, world.orla.bounced_at) == (DeliveryState.ACCEPTED, None)
    assert (mail.state, mail.reason) == (MailState.QUARANTINED, Reason.BOUNCE_UNMATCHED)
    assert "orla@ospreylane.example" in mail.why
    assert Ticket.objects.count() == 1


# T31

REPORTS = {
    case.name: case.raw
    for case in (*bounces.CASES, *bounce_look_alikes.CASES)
    if case.name in ("arf", "arf_hotmail", "arf_mixed", "read_receipt", "mdn_deleted", "mdn_nulls")
}


@pytest.mark.parametrize("name", REPORTS)
def test_t31_a_receipt_or_a_complaint_is_no_bounce_opens_nothing_and_is_answered_by_nothing(
    world: World, told: Delivery, name: str
):
    before = (Ticket.objects.count(), Message.objects.count(), Delivery.objects.count())
    mail = bring(REPORTS[name])
    assert (mail.state, mail.reason) == (MailState.DROPPED, Reason.RECEIPT)
    assert (Ticket.objects.count(), Message.objects.count(), Delivery.objects.count()) == before


def test_t31_a_note_of_success_is_no_bounce(world: World, ticket: Ticket, told: Delivery):
    mail = bring(_report(original=told.mail_id, action="delivered"), envelope_from="")
    told.refresh_from_db()
    world.orla.refresh_from_db()
    assert (mail.state, mail.reason) == (MailState.DONE, Reason.DELAY)
    assert (told.state, told.trouble, world.orla.bounced_at) == (DeliveryState.ACCEPTED, "", None)
    assert ticket.messages.count() == 1


# T17

ABSENCE = [
    (("Auto-Submitted", "auto-replied"),),
    (("Auto-Submitted", "auto-replied (vacation)"), ("Precedence", "bulk")),
    (("X-Autoreply", "yes"),),
    (("X-Autorespond", "on"), ("Precedence", "junk")),
    (("Precedence", "auto_reply"),),
    (("Return-Path", "<>"),),
]


@pytest.mark.parametrize("headers", ABSENCE)
def test_t17_an_absence_note_is_filed_flagged_and_changes_nothing(
    world: World, ticket: Ticket, headers: tuple
):
    Ticket.objects.filter(pk=ticket.pk).update(waiting="answer", has_news=False)
    before = Ticket.objects.filter(pk=ticket.pk).values().get()
    mail = bring(
        letter(sender=ORLA, text="I am away until Monday.", headers=headers),
        to=token_address(ticket, world.orla),
    )
    message = ticket.messages.latest("pk")
    assert (mail.ticket, mail.is_machine, message.is_machine) == (ticket, True, True)
    assert message.text == "I am away until Monday."
    assert Ticket.objects.filter(pk=ticket.pk).values().get() == before


def test_t17_the_null_sender_of_the_envelope_is_a_machine(world: World, ticket: Ticket):
    mail = bring(letter(sender=ORLA, text="Away."), to=token_address(ticket, world.orla), envelope_from="")
    assert mail.is_machine
    assert ticket.messages.latest("pk").is_machine


def test_t17_a_machines_mail_about_no_ticket_opens_one_that_promises_nothing(world: World):
    ticket = bring(letter(sender=ORLA, headers=ABSENCE[0])).ticket
    assert ticket is not None
    assert ticket.is_machine
    assert not Delivery.objects.filter(about=f"ticket-{ticket.pk}", to_client=True).exists()


# T16


def test_t16_headers_of_our_own_kind_in_foreign_mail_mean_nothing(world: World):
    forged = (
        ("X-Holdfast-Priority", "1"),
        ("X-Holdfast-Ticket", "1"),
        ("X-Decrypted", "yes"),
        ("X-Remote-User", "nell@pellucid.example"),
        ("X-Holdfast-Instance", "0" * 32),
    )
    plain = bring(letter(sender=BRAM, text="Without any of them, if you please.")).ticket
    ticket = bring(letter(sender=ORLA, headers=forged)).ticket
    assert ticket is not None
    assert plain is not None
    assert (ticket.priority, ticket.requester, ticket.is_machine) == (plain.priority, world.orla, False)


# T19


@pytest.mark.parametrize("by", ["mark", "machine", "Message-ID"])
def test_t19_our_own_mail_that_comes_back_is_left_aside_with_a_record(
    world: World, told: Delivery, trail: Callable[[], list[str]], by: str
):
    ours = {
        "mark": letter(sender=BRAM, headers=(("X-Holdfast-Instance", instance_name()),)),
        "machine": letter(sender=OURS, headers=(("Auto-Submitted", "auto-replied"),)),
        "Message-ID": letter(sender="list@ospreylane.example", mail_id=told.mail_id),
    }[by]
    before = Ticket.objects.count()
    for number in range(3):
        mail = bring(ours + b"%d\r\n" % number)
        assert (mail.state, mail.reason) == (MailState.DROPPED, Reason.OUR_OWN)
    assert Ticket.objects.count() == before
    assert trail().count("MailDropped") == 3
    assert trail().count("OwnMailReturned") == 1


OURS = "Pellucid <support+a1.2.x@pellucid.example>"
GROUP = (
    ("Precedence", "list"),
    ("List-ID", "<support.pellucid.example>"),
    ("Reply-To", "Orla Thistlewick <orla@ospreylane.example>"),
)


def test_what_a_list_hands_on_under_our_own_address_waits_for_a_person_who_names_its_writer(world: World):
    before = Ticket.objects.count()
    mail = bring(letter(sender="'Orla Thistlewick' via Support <support@pellucid.example>", headers=GROUP))
    assert (mail.state, mail.reason) == (MailState.HELD, Reason.OUR_NAME)
    assert "orla@ospreylane.example" in mail.why
    assert Ticket.objects.count() == before
    assert not Person.objects.filter(email=US).exists()
    with pytest.raises(Refused) as refused:
        release_mail(mail, onto=None, by=world.tobin)
    assert (refused.value.code, refused.value.field) == ("is_our_address", "sender")
    released = release_mail(mail, onto=None, sender="orla@ospreylane.example", by=world.tobin)
    assert released.ticket is not None
    assert (released.ticket.requester, released.ticket.opened_at) == (world.orla, mail.reached_at)


# T18


def test_t18_a_peer_that_marks_nothing_is_muted_after_three_rounds(
    world: World, trail: Callable[[], list[str]]
):
    opened = []
    for number in range(6):
        subject = f"[Case {number}81] We have received your request"
        text = f"Thank you for writing to us. Your case {number}81 will be looked at by our team very soon."
        opened.append(bring(letter(sender="desk@peer.example", subject=subject, text=text)).ticket)
    assert [ticket.is_machine for ticket in opened if ticket] == [False, False, False, True, True, True]
    assert trail().count("SenderMuted") == 1


def test_t18_such_a_peer_on_a_ticket_no_longer_counts_as_the_client(world: World, ticket: Ticket):
    for number in range(5):
        text = (
            f"Your message {number} has been received and will be handled by the clinic's own service desk."
        )
        bring(letter(sender=ORLA, text=text), to=token_address(ticket, world.orla))
    assert [each.is_machine for each in ticket.messages.order_by("pk")] == [False] * 4 + [True] * 2


def test_a_person_who_often_says_the_same_few_words_is_none(world: World, ticket: Ticket):
    for number in range(5):
        bring(
            letter(sender=ORLA, subject="Re: it", text="Thanks!", mail_id=f"<{number}@x>"),
            to=token_address(ticket, world.orla),
        )
    assert not ticket.messages.filter(is_machine=True).exists()


def test_a_flood_of_one_address_is_filed_in_silence_and_nothing_is_lost(
    world: World, monkeypatch, trail: Callable[[], list[str]]
):
    monkeypatch.setattr(floods, "STRANGER_AN_HOUR", 2)
    words = ["printer", "router", "screen", "camera"]
    tickets = [
        bring(letter(sender="x@flood.example", text=f"The {word} " + word * 20)).ticket for word in words
    ]
    assert [ticket.is_machine for ticket in tickets if ticket] == [False, False, True, True]
    assert trail().count("SenderMuted") == 1
    clock.set_for_test(clock.now() + timedelta(hours=2))
    later = bring(
        letter(sender="x@flood.example", text="Now for something else entirely, an hour later.")
    ).ticket
    assert later is not None
    assert not later.is_machine


# T22, T23


def test_t22_the_same_mail_in_two_mailboxes_is_one_message_and_both_are_kept(
    world: World, trail: Callable[[], list[str]]
):
    raw = letter(sender=ORLA, mail_id="<same@ospreylane.example>")
    first = bring(raw)
    second = bring(b"Delivered-To: billing@pellucid.example\r\n" + raw, to="billing@pellucid.example")
    assert (second.state, second.reason, second.same_as, second.ticket) == (
        MailState.DONE,
        Reason.DOUBLE,
        first,
        first.ticket,
    )
    assert second.message == first.message
    assert Ticket.objects.count() == 1
    assert trail().count("MailDoubled") == 1


def test_t22_the_same_bytes_fetched_again_are_not_even_stored(world: World):
    raw = letter(sender=ORLA)
    bring(raw)
    bring(raw)
    assert (RawMail.objects.count(), Ticket.objects.count()) == (1, 1)


def test_t23_nobody_can_suppress_a_mail_by_sending_its_id_first(world: World):
    name = "<guessed@ospreylane.example>"
    tickets = {
        bring(letter(sender=sender, text=text, mail_id=name, headers=headers)).ticket_id
        for sender, text, headers in (
            ("Mallory <mallory@evil.example>", "Nothing to see in here, please move along.", ()),
            (ORLA, "Forged in advance, in her name, with some other words.", ()),
            (ORLA, "The genuine mail, which must arrive whatever came before.", ()),
            (
                ORLA,
                "The genuine mail, which must arrive whatever came before.",
                (("Authentication-Results", PASSED),),
            ),
        )
    }
    assert len(tickets) == 3  # without a trusted relay the last two are the same mail


def test_mail_without_an_id_is_the_same_only_byte_for_byte(world: World):
    for place in (US, "billing@pellucid.example"):
        bring(letter(sender=ORLA, text="The same words by two ways, at once."), to=place)
    assert Ticket.objects.count() == 1
    bring(letter(sender=ORLA, text="The same words by two ways, at once. "))
    assert Ticket.objects.count() == 2
