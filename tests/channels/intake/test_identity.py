"""Who speaks, and how far it is proven: T1 to T9, by raw mails through the whole way in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from holdfast.channels.mail.identity import read_results, standing_of
from holdfast.channels.mail.reasons import Reason
from holdfast.channels.models import MailState, Standing
from holdfast.kernel import clock, tokens
from holdfast.notices.actions.writing import Reader, write_notice
from holdfast.notices.models import Delivery
from holdfast.people.models import Person
from holdfast.project.demo.world import World
from holdfast.project.keys import FormerKeys
from holdfast.promises.models import Promise, State
from holdfast.tickets.access import is_participant, visible_tickets
from holdfast.tickets.actions.messages import Said, send_message
from holdfast.tickets.models import Collaborator, Link, LinkKind, Message, Side, Stage, Ticket
from holdfast.tickets.references import reply_token
from holdfast.vendor.models import Vendor
from tests.channels.intake.letters import BRAM, FAILED, ORLA, PASSED, RELAY, US, bring, letter, token_address
from tests.portal.visiting import as_
from tests.promises.acceptance import accept
from tests.world import Clock

AR = "Authentication-Results"


@pytest.fixture
def relay(world: World) -> None:
    Vendor.objects.update(trusted_authserv_id=RELAY)


@pytest.fixture
def ticket(world: World) -> Ticket:
    """Orla's ticket, opened by mail."""
    opened = bring(letter(sender=ORLA)).ticket
    assert opened is not None
    return opened


def _told(ticket: Ticket, person: Person) -> str:
    """A mail about the ticket to this person; its Message-ID."""
    notice = write_notice(
        event=f"test-{ticket.pk}-{person.pk}",
        kind="message",
        about=f"ticket-{ticket.pk}",
        readers=[
            Reader(
                person=person, to_client=not person.is_vendor, reply_token=reply_token(ticket.pk, person.pk)
            )
        ],
        subject=ticket.subject,
        is_automatic=False,
        at=clock.now(),
    )
    return Delivery.objects.get(notice=notice).mail_id


def _state(ticket: Ticket) -> tuple[object, ...]:
    """Everything of a ticket that a foreign mail must not change."""
    ticket.refresh_from_db()
    told = Delivery.objects.filter(about=f"ticket-{ticket.pk}").count()
    return (
        ticket.stage,
        ticket.is_open,
        ticket.waiting,
        ticket.last_message_at,
        ticket.messages.count(),
        ticket.collaborators.count(),
        told,
    )


def _sees_nothing_of(foreign: Ticket, person: Person, words: str, *, own: Ticket | None = None) -> None:
    """The portal shows this person nothing of that ticket, not even on the page of a ticket of their own."""
    portal = as_(person)
    assert portal.get(f"/tickets/{foreign.pk}/").status_code == 404
    for path in ("/", "/tickets/", *([f"/tickets/{own.pk}/"] if own else [])):
        page = portal.get(path)
        assert page.status_code == 200
        shown = page.content.decode()
        assert [word for word in (words, f"#{foreign.pk}", foreign.reference) if word in shown] == []


# whose mail opens what


def test_a_contacts_mail_opens_a_ticket_of_their_organisation(world: World):
    mail = bring(letter(sender=ORLA, mail_id="<a1@ospreylane.example>"))
    ticket = mail.ticket
    assert (mail.state, mail.has_opened, mail.standing) == (MailState.DONE, True, Standing.UNVERIFIED)
    assert ticket is not None
    assert (ticket.requester, ticket.organisation) == (world.orla, world.osprey)
    assert (ticket.opened_at, ticket.is_machine) == (mail.reached_at, False)
    message = ticket.messages.get()
    assert (message.mail_id, message.raw_mail, message.side) == (
        "<a1@ospreylane.example>",
        mail.pk,
        Side.CLIENT,
    )
    assert message.text.startswith("One in four goes to the wrong queue")


def test_a_strangers_mail_opens_a_ticket_of_nobodys_organisation_whatever_their_domain(world: World):
    ticket = bring(letter(sender="New Hand <new@ospreylane.example>")).ticket
    assert ticket is not None
    assert (ticket.requester.email, ticket.requester.name) == ("new@ospreylane.example", "New Hand")
    assert ticket.organisation is None
    assert ticket.requester.confirmed_at is None
    assert not ticket.requester.has_usable_password() or ticket.requester.password == ""


def test_our_own_peoples_mail_opens_a_ticket_of_the_vendor(world: World):
    ticket = bring(letter(sender="Tobin <tobin@pellucid.example>", subject="The coffee machine")).ticket
    assert ticket is not None
    assert (ticket.requester, ticket.organisation) == (world.tobin, world.own)


# T1


@pytest.mark.parametrize(
    ("sender", "headers"),
    [
        ("Sign in <no-reply@accounts.idp.example>", ()),
        ("Chatter <donotreply@chatter.example>", ()),
        (
            "Code Forge <notifications@forge.example>",
            (("List-ID", "<repo.forge.example>"), ("Precedence", "list")),
        ),
        ("Workspace <feedback@workspace.example>", (("Feedback-ID", "1:verify:ws"), ("X-SES-Outgoing", "x"))),
        ("Directory <verify@directory.example>", (("Auto-Submitted", "auto-generated"),)),
        ("News <news@shop.example>", (("List-Unsubscribe", "<https://shop.example/u>"),)),
        ("Invite <invite@tool.example>", (("X-Auto-Response-Suppress", "All"),)),
    ],
)
def test_t1_a_third_partys_verification_mail_gets_no_side_that_a_client_sees(
    world: World, sender: str, headers: tuple
):
    ticket = bring(letter(sender=sender, headers=headers, subject="Confirm your address")).ticket
    assert ticket is not None
    assert ticket.is_machine
    assert ticket.messages.get().is_machine
    assert not Delivery.objects.filter(about=f"ticket-{ticket.pk}", to_client=True).exists()


def test_t1_a_programs_mail_to_a_clients_own_signed_address_shows_that_client_nothing(
    world: World, ticket: Ticket
):
    """Whoever opens an account elsewhere with such an address would otherwise read its confirmation here."""
    before = _state(ticket)
    mail = bring(
        letter(sender="Chatter <noreply@chatter.example>", subject="Join", text="Your code is SECRETCODE."),
        to=token_address(ticket, world.orla),
    )
    assert mail.ticket is not None
    assert (mail.ticket.is_machine, mail.suggested) == (True, ticket)
    assert _state(ticket) == before
    _sees_nothing_of(mail.ticket, world.orla, "SECRETCODE", own=ticket)
    _sees_nothing_of(mail.ticket, mail.ticket.requester, "SECRETCODE")
    page = as_(world.tobin).get(f"/desk/tickets/{mail.ticket.pk}/").content.decode()
    assert "SECRETCODE" in page
    assert '<span class="badge">opened by machine mail</span>' in page


def test_t1_a_contact_whose_company_writes_through_a_mail_service_is_a_person(world: World):
    ticket = bring(
        letter(sender=ORLA, headers=(("Feedback-ID", "1:eu:AmazonSES"), ("X-SES-Outgoing", "x")))
    ).ticket
    assert ticket is not None
    assert not ticket.is_machine


def test_t1_a_contact_who_asks_for_no_automatic_answer_is_a_person_on_a_new_ticket_and_on_one_that_is_there(
    world: World,
):
    """Any mail program may set the header on any mail: a wish, and no proof that a program wrote it."""
    silent = (("X-Auto-Response-Suppress", "All"),)
    ticket = bring(letter(sender=ORLA, headers=silent)).ticket
    assert ticket is not None
    assert not ticket.is_machine
    assert Delivery.objects.filter(about=f"ticket-{ticket.pk}", to_client=True).exists()
    bring(letter(sender=ORLA, text="It is worse now.", headers=silent), to=token_address(ticket, world.orla))
    assert [each.is_machine for each in ticket.messages.order_by("pk")] == [False, False]


# T2, T3, T7


@pytest.mark.parametrize("sender", ["Mallory <mallory@evil.example>", ORLA])
def test_t2_a_token_that_is_not_ours_changes_nothing(world: World, ticket: Ticket, sender: str):
    before = _state(ticket)
    for tag in (
        f"a{ticket.pk}.{world.orla.pk}.aaaaaaaaaaaaaaaa",
        f"a{ticket.pk}.{world.orla.pk}.",
        f"id{ticket.pk}+",
    ):
        mail = bring(letter(sender=sender, text=f"Close it. {tag}"), to=f"support+{tag}@pellucid.example")
        assert mail.has_opened
        assert mail.ticket_id != ticket.pk
    assert _state(ticket) == before


# T7


def test_t7_a_reply_under_a_former_key_joins_until_its_overlap_ends_and_then_its_token_is_absent(
    world: World, ticket: Ticket, settings: Settings
):
    mailed_before = token_address(ticket, world.orla)
    settings.SECRET_KEY_FALLBACKS = FormerKeys({settings.SECRET_KEY: datetime.now(UTC) + timedelta(days=1)})
    settings.SECRET_KEY = "the key of now" * 4
    assert token_address(ticket, world.orla) != mailed_before
    assert bring(letter(sender=ORLA, text="As before."), to=mailed_before).ticket == ticket
    before = _state(ticket)
    settings.SECRET_KEY_FALLBACKS = FormerKeys({})
    late = bring(letter(sender=ORLA, text="Much later."), to=mailed_before)
    assert (late.has_opened, late.ticket == ticket) == (True, False)
    assert _state(ticket) == before


def test_t7_a_token_of_another_format_is_absent_however_well_it_is_signed(world: World, ticket: Ticket):
    before = _state(ticket)
    signed = tokens.sign("reply", ticket.pk, world.orla.pk)
    for tag in (f"b{ticket.pk}.{world.orla.pk}.{signed}", f"{ticket.pk}.{world.orla.pk}.{signed}"):
        mail = bring(letter(sender=ORLA, text=f"Still so? {tag}"), to=f"support+{tag}@pellucid.example")
        assert (mail.has_opened, mail.ticket == ticket) == (True, False)
    assert _state(ticket) == before


def test_t2_t3_references_to_mail_that_others_got_are_only_a_suggestion(world: World, ticket: Ticket):
    told = _told(ticket, world.orla)
    before = _state(ticket)
    mail = bring(
        letter(sender="Mallory <mallory@evil.example>", headers=(("References", told), ("In-Reply-To", told)))
    )
    assert mail.has_opened
    assert mail.suggested == ticket
    assert Link.objects.get(ticket=mail.ticket, kind=LinkKind.SUGGESTED).other == ticket
    assert _state(ticket) == before


def test_t2_a_ticket_that_is_closed_is_opened_again_by_nothing_forged(world: World, ticket: Ticket):
    told = _told(ticket, world.orla)
    Ticket.objects.update(is_open=False, stage=Stage.RESOLVED, resolved_at=clock.now())
    before = (*_state(ticket), ticket.level, Delivery.objects.filter(address=world.orla.email).count())
    host = told.partition("@")[2]
    forged = {
        "an id in the shape of ours": (("References", f"<{'a' * 26}@{host}"),),
        "an id of somebody else's mail": (("In-Reply-To", told),),
    }
    for words, headers in forged.items():
        mail = bring(letter(sender="Mallory <mallory@evil.example>", text=words, headers=headers))
        assert mail.has_opened
        assert mail.suggested == (ticket if told in headers[0] else None)
    subject = f"Re: {ticket.subject} [{ticket.reference}]"
    for tag in ("", f"+a{ticket.pk}.{world.orla.pk}.aaaaaaaaaaaaaaaa"):
        mail = bring(
            letter(sender="Vic <vic@velda.example>", subject=subject, text=f"Open it. {tag}"),
            to=f"support{tag}@pellucid.example",
        )
        assert (mail.has_opened, mail.suggested) == (True, ticket)
    after = (*_state(ticket), ticket.level, Delivery.objects.filter(address=world.orla.email).count())
    assert after == before


def test_t3_the_reference_in_the_subject_lets_in_nobody_but_a_participant(world: World, ticket: Ticket):
    before = _state(ticket)
    subject = f"Re: {ticket.subject} [{ticket.reference}]"
    for sender in ("Mallory <mallory@evil.example>", "Vic <vic@velda.example>", BRAM):
        mail = bring(letter(sender=sender, subject=subject, text=f"{sender} wants to see this ticket."))
        assert (mail.has_opened, mail.suggested) == (True, ticket)
    assert _state(ticket) == before
    assert bring(letter(sender=ORLA, subject=subject, text="It is still so.")).ticket == ticket


def test_t3_a_valid_token_of_somebody_else_opens_a_ticket_apart(world: World, ticket: Ticket):
    before = _state(ticket)
    mail = bring(
        letter(sender="Vic <vic@velda.example>", text="And FOREIGNWORDS?"),
        to=token_address(ticket, world.orla),
    )
    assert mail.has_opened
    assert mail.ticket is not None
    assert mail.ticket != ticket
    after = _state(ticket)
    assert after[:5] == before[:5]
    assert after[6] == before[6]
    _sees_nothing_of(mail.ticket, world.orla, "FOREIGNWORDS", own=ticket)
    _sees_nothing_of(ticket, mail.ticket.requester, "One in four", own=mail.ticket)


def test_replies_join_by_token_then_by_what_they_answer_then_by_reference(world: World, ticket: Ticket):
    other = bring(letter(sender=ORLA, subject="Another matter", text="Quite another thing, please.")).ticket
    assert other is not None
    told = _told(other, world.orla)
    answers = (("References", told),)
    subject = f"Re: x [{ticket.reference}]"
    assert (
        bring(
            letter(sender=ORLA, text="1", headers=answers, subject=subject),
            to=token_address(ticket, world.orla),
        ).ticket
        == ticket
    )
    assert bring(letter(sender=ORLA, text="2", headers=answers, subject=subject)).ticket == other
    assert bring(letter(sender=ORLA, text="3", subject=subject)).ticket == ticket
    assert [message.text for message in ticket.messages.order_by("pk")][1:] == ["1", "3"]


def test_the_token_also_counts_where_only_the_headers_tell_the_recipient(world: World, ticket: Ticket):
    address = token_address(ticket, world.orla)
    assert bring(letter(sender=ORLA, text="By the header.", to=address), envelope_from=None).ticket == ticket
    raw = letter(
        sender=ORLA, text="Delivered.", to="list@ospreylane.example", headers=(("Delivered-To", address),)
    )
    assert bring(raw, envelope_from=None).ticket == ticket


def test_a_reply_to_a_ticket_that_went_into_another_goes_on_there(world: World, ticket: Ticket):
    other = bring(
        letter(sender=ORLA, subject="The same again", text="Once more about the same matter.")
    ).ticket
    assert other is not None
    Ticket.objects.filter(pk=ticket.pk).update(merged_into=other)
    assert bring(letter(sender=ORLA, text="Here?"), to=token_address(ticket, world.orla)).ticket == other


def test_a_reply_through_ones_own_token_proves_the_address(world: World, trail: Callable[[], list[str]]):
    ticket = bring(letter(sender="Kit <kit@stranger.example>")).ticket
    assert ticket is not None
    bring(
        letter(sender="Kit <kit@stranger.example>", text="More."), to=token_address(ticket, ticket.requester)
    )
    ticket.requester.refresh_from_db()
    assert ticket.requester.confirmed_at is not None
    assert trail().count("AddressConfirmed") == 1


@pytest.mark.parametrize(
    ("headers", "is_taken_away"),
    [
        (((AR, PASSED),), True),
        ((), False),  # anybody can write a name on a mail
        (((AR, PASSED), ("Auto-Submitted", "auto-replied")), False),
    ],
)
@pytest.mark.parametrize("opens", [True, False])
def test_a_verified_mail_from_an_address_takes_the_mark_of_a_bounce_away(
    world: World, relay: None, ticket: Ticket, headers: tuple, is_taken_away: bool, opens: bool
):
    bounced = clock.now() - timedelta(days=1)
    Person.objects.filter(pk=world.orla.pk).update(bounced_at=bounced)
    subject = "Something else" if opens else f"Re: {ticket.reference}"
    bring(letter(sender=ORLA, subject=subject, text="I am back.", headers=headers))
    assert Person.objects.get(pk=world.orla.pk).bounced_at == (None if is_taken_away else bounced)


def test_a_reply_through_ones_own_token_takes_the_mark_of_a_bounce_away_and_an_older_one_does_not(
    world: World, ticket: Ticket, trail: Callable[[], list[str]]
):
    newer = clock.now() + timedelta(minutes=1)
    for bounced, stands in ((newer, newer), (clock.now() - timedelta(days=1), None)):
        Person.objects.filter(pk=world.orla.pk).update(bounced_at=bounced)
        bring(letter(sender=ORLA, text=f"Since {bounced}."), to=token_address(ticket, world.orla))
        assert Person.objects.get(pk=world.orla.pk).bounced_at == stands
    assert trail().count("AddressTakesMail") == 1


# T4


def test_t4_who_is_copied_in_is_proposed_at_most_and_by_nobody_unverified(
    world: World, relay: None, ticket: Ticket
):
    copied = ("Cc", "eve@evil.example, Bram <bram@ospreylane.example>, support@pellucid.example")
    address = token_address(ticket, world.orla)
    bring(letter(sender=ORLA, text="Unverified.", headers=(copied,)), to=address)
    assert not Collaborator.objects.exists()
    bring(letter(sender=ORLA, text="Verified.", headers=((AR, PASSED), copied)), to=address)
    proposed = Collaborator.objects.filter(ticket=ticket)
    assert {each.person.email for each in proposed} == {"eve@evil.example", "bram@ospreylane.example"}
    assert all(each.approved_at is None for each in proposed)
    eve = Person.objects.get(email="eve@evil.example")
    assert (
        bring(letter(sender="eve@evil.example", text="Hello?"), to=token_address(ticket, eve)).ticket
        != ticket
    )


# T5


@pytest.mark.parametrize(
    "forged", [(), ((AR, PASSED),), ((AR, f"{RELAY}; dmarc=pass"), (AR, "mx.evil.example; dmarc=pass"))]
)
def test_t5_mail_that_fails_dmarc_is_held_whatever_else_it_claims(
    world: World, relay: None, ticket: Ticket, forged: tuple
):
    before = _state(ticket)
    mail = bring(
        letter(sender=ORLA, text="Approved.", headers=((AR, FAILED), *forged)),
        to=token_address(ticket, world.orla),
    )
    assert (mail.state, mail.reason, mail.standing) == (MailState.HELD, Reason.DMARC_FAILED, Standing.FAILED)
    assert (mail.suggested, mail.ticket) == (ticket, None)
    assert "DMARC" in mail.why
    assert _state(ticket) == before


def test_t5_another_servers_word_counts_for_nothing(world: World, relay: None):
    mail = bring(
        letter(
            sender=ORLA,
            headers=((AR, "mx.evil.example; dmarc=pass"), (AR, f"{RELAY}.evil.example; dmarc=pass")),
        )
    )
    assert mail.standing == Standing.UNVERIFIED
    Vendor.objects.update(trusted_authserv_id="")
    mail = bring(letter(sender=ORLA, text="A second matter, please.", headers=((AR, PASSED),)))
    assert mail.standing == Standing.UNVERIFIED


# T6


def test_t6_an_agents_verified_reply_is_sent_to_the_client(world: World, relay: None, ticket: Ticket):
    passed = f"{RELAY}; dmarc=pass header.from=pellucid.example"
    mail = bring(
        letter(sender="tobin@pellucid.example", text="We found it.", headers=((AR, passed),)),
        to=token_address(ticket, world.tobin),
    )
    message = ticket.messages.latest("pk")
    assert (mail.state, mail.message) == (MailState.DONE, message)
    assert (message.side, message.author, message.text) == (Side.VENDOR, world.tobin, "We found it.")


@pytest.mark.parametrize("case", ["unverified", "failed", "disabled", "token of another", "no token"])
def test_t6_what_is_not_proven_to_be_an_agent_never_reaches_the_client(
    world: World, relay: None, ticket: Ticket, trail: Callable[[], list[str]], case: str
):
    before = _state(ticket)
    verdict = {"unverified": f"{RELAY}; none", "failed": f"{RELAY}; dmarc=fail"}.get(
        case, f"{RELAY}; dmarc=pass"
    )
    if case == "disabled":
        Person.objects.filter(pk=world.tobin.pk).update(is_active=False)
    token_of = world.saoirse if case == "token of another" else world.tobin
    raw = letter(
        sender="Tobin Adeyar <tobin@pellucid.example>",
        text="Send your password.",
        subject=f"Re: [{ticket.reference}]" if case == "no token" else "Re: it",
        headers=((AR, verdict),),
    )
    mail = bring(raw, to=US if case == "no token" else token_address(ticket, token_of))
    assert mail.state == MailState.HELD
    assert mail.message is None
    assert _state(ticket) == before
    assert ("StaffMailRefused" in trail()) == (case in ("unverified", "failed", "disabled"))


def test_our_own_reporter_is_the_client_of_the_ticket_that_they_opened(world: World, the_clock: Clock):
    ticket = bring(letter(sender="Tobin <tobin@pellucid.example>", subject="The coffee machine")).ticket
    assert ticket is not None
    send_message(ticket, Said(text="Which one?", author=world.kaveh), asks=True, by=world.kaveh)
    accept("question")
    turnaround = Promise.objects.get(ticket=ticket, clause="turnaround")
    assert turnaround.state == State.PAUSED
    the_clock.forward(hours=1)
    answer = letter(
        sender="Tobin <tobin@pellucid.example>", subject="Re: it", text="The one upstairs, by the stairs."
    )
    mail = bring(answer, to=token_address(ticket, world.tobin))
    message = ticket.messages.latest("pk")
    assert (mail.ticket, mail.message, message.side) == (ticket, message, Side.CLIENT)
    turnaround.refresh_from_db()
    ticket.refresh_from_db()
    assert (turnaround.state, ticket.waiting) == (State.RUNNING, "")
    colleague = letter(sender="Kaveh <kaveh@pellucid.example>", text="I have looked at it, it is the pump.")
    assert bring(colleague, to=token_address(ticket, world.tobin)).state == MailState.HELD


def test_t6_t17_an_agents_absence_note_goes_nowhere(world: World, relay: None, ticket: Ticket):
    raw = letter(
        sender="tobin@pellucid.example",
        text="I am away.",
        headers=((AR, f"{RELAY}; dmarc=pass"), ("Auto-Submitted", "auto-replied")),
    )
    mail = bring(raw, to=token_address(ticket, world.tobin))
    assert (mail.state, mail.reason) == (MailState.DROPPED, Reason.STAFF_MACHINE)
    assert ticket.messages.count() == 1


# T8


def test_t8_a_reply_from_a_new_address_is_proposed_and_the_requester_stays(world: World, ticket: Ticket):
    mail = bring(
        letter(sender="Orla <orla@private.example>", text="From my phone."),
        to=token_address(ticket, world.orla),
    )
    proposal = Collaborator.objects.get(ticket=ticket)
    assert (proposal.person.email, proposal.approved_at) == ("orla@private.example", None)
    ticket.refresh_from_db()
    assert ticket.requester == world.orla
    assert mail.ticket != ticket
    assert mail.suggested == ticket
    assert not is_participant(ticket, proposal.person)
    assert list(visible_tickets(proposal.person)) == [mail.ticket]
    send_message(ticket, Said(text="Only for those who take part.", author=world.tobin), by=world.tobin)
    told = Delivery.objects.filter(about=f"ticket-{ticket.pk}", notice__kind="message", to_client=True)
    assert [each.person for each in told] == [world.orla]
    address = token_address(ticket, proposal.person)
    assert bring(letter(sender="orla@private.example", text="Once more."), to=address).ticket != ticket


def test_t8_t9_whoever_asks_to_take_part_is_shown_with_their_address_to_whoever_decides(
    world: World, ticket: Ticket
):
    bring(
        letter(sender="Orla Thistlewick <orla@evil.example>", text="It is me."),
        to=token_address(ticket, world.orla),
    )
    desk = as_(world.tobin)
    for part in ("live/about/", "collaborators/"):
        page = desk.get(f"/desk/tickets/{ticket.pk}/{part}").content.decode()
        assert "orla@evil.example" in page, part


# T9


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (letter(sender="orla@ospreylane.example, vic@velda.example"), Reason.TWO_SENDERS),
        (letter(sender=ORLA, headers=(("From", "vic@velda.example"),)), Reason.TWO_SENDERS),
        (letter(sender=ORLA, headers=(("From", ORLA),)), Reason.TWO_SENDERS),
        (letter(sender="Orla Thistlewick"), Reason.NO_SENDER),
        (b"Subject: nobody\r\n\r\nHello?\r\n", Reason.NO_SENDER),
    ],
)
def test_t9_a_mail_that_names_two_senders_or_none_is_held(world: World, raw: bytes, reason: Reason):
    mail = bring(raw)
    assert (mail.state, mail.reason, mail.ticket) == (MailState.HELD, reason, None)
    assert Ticket.objects.count() == 0


def test_t9_a_display_name_is_nobody(world: World):
    for name in ("Orla Thistlewick", "support@pellucid.example", "tobin@pellucid.example"):
        ticket = bring(
            letter(sender=f'"{name}" <someone@evil.example>', text=f"I am {name}, believe me.")
        ).ticket
        assert ticket is not None
        assert ticket.requester.email == "someone@evil.example"
        assert ticket.organisation is None
        assert "someone@evil.example" in ticket.messages.get().author_label
        page = as_(world.tobin).get(f"/desk/tickets/{ticket.pk}/").content.decode()
        assert page.count("someone@evil.example") >= 2  # beside the words, and beside whose ticket it is


def test_t9_a_domain_that_only_looks_the_same_is_another(world: World):
    ticket = bring(letter(sender="Orla <orla@\N{CYRILLIC SMALL LETTER O}spreylane.example>")).ticket
    assert ticket is not None
    assert ticket.requester != world.orla
    assert ticket.organisation is None


# the rules themselves


@pytest.mark.parametrize(
    ("field", "standing"),
    [
        ("mx.a.example; dmarc=pass (p=reject) header.from=b.example", Standing.VERIFIED),
        (
            "MX.A.EXAMPLE 1; spf=pass smtp.mailfrom=x@b.example; dmarc=fail (p=none) header.from=b.example",
            Standing.FAILED,
        ),
        ('mx.a.example; dmarc=fail reason="a; dmarc=pass"', Standing.FAILED),
        ("mx.a.example (dmarc=pass; really) ; none", Standing.UNVERIFIED),
        ("mx.a.example; dmarc=none; dkim=pass header.d=b.example", Standing.VERIFIED),
        ("mx.a.example; dkim=pass header.i=@mail.b.example", Standing.UNVERIFIED),
        ("mx.a.example; dkim=pass header.d=evil.example", Standing.UNVERIFIED),
        ("mx.a.example; dkim=pass header.d=example", Standing.UNVERIFIED),
        (
            "mx.a.example; dkim=fail header.d=b.example; spf=pass smtp.mailfrom=me@b.example",
            Standing.VERIFIED,
        ),
        ("mx.a.example; spf=pass smtp.mailfrom=me@notb.example", Standing.UNVERIFIED),
        ("mx.a.example; dmarc=pass header.from=evil.example", Standing.UNVERIFIED),
        ("mx.a.example; dmarc=temperror", Standing.UNVERIFIED),
        ("mx.b.example; dmarc=pass", Standing.UNVERIFIED),
        ("", Standing.UNVERIFIED),
    ],
)
def test_what_a_relay_says_is_read_as_rfc_8601_writes_it(field: str, standing: Standing):
    assert standing_of([field], sender="Me@B.example", authserv_id="mx.a.example") == standing


def test_only_the_topmost_field_of_the_relay_counts():
    fields = ["other.example; dmarc=pass", "mx.a.example; dmarc=fail", "mx.a.example; dmarc=pass"]
    assert standing_of(fields, sender="me@b.example", authserv_id="mx.a.example") == Standing.FAILED


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_field_is_read_without_failing(value: str):
    read_results(value)
    assert standing_of([value], sender="me@b.example", authserv_id="") == Standing.UNVERIFIED


def test_the_author_is_shown_with_the_address_beside_the_name(world: World):
    bring(letter(sender=ORLA))
    assert Message.objects.get().author_label == "Orla Thistlewick <orla@ospreylane.example>"
