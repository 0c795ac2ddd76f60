"""The loop that files mail: one bad mail stops nothing, an old claim runs out, a person has the last word."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holdfast.channels.mail import intake as loop
from holdfast.channels.mail.judge import drop_mail, read_mail_again, release_mail
from holdfast.channels.mail.our_addresses import KnownVendor
from holdfast.channels.mail.reading.child import Unreadable
from holdfast.channels.mail.reasons import Reason
from holdfast.channels.mail.storing import Arrival, store_raw
from holdfast.channels.models import MailState, RawMail
from holdfast.channels.queries import counts_to_judge, mail_in_state, mail_waiting, provenance_of, raw_bytes
from holdfast.kernel import clock
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.people.models import Person
from holdfast.project.demo.world import World
from holdfast.tickets.access import visible_tickets
from holdfast.tickets.models import Side, Stage, Ticket
from tests.channels.intake.letters import BRAM, ORLA, bring, letter, run_intake, token_address
from tests.channels.mail.corpus.mutations import EVERY, mutated


@pytest.fixture
def intake() -> Iterator[loop.Intake]:
    one = loop.Intake(vendor=KnownVendor(fresh_for=0))
    yield one
    one.close()


def _store(*raws: bytes) -> None:
    store_raw([Arrival(mailbox="test", raw=raw, door="ingest", envelope_from="x@y.example") for raw in raws])


def test_mail_is_filed_as_of_when_it_reached_us_however_late(world: World):
    reached = clock.now()
    _store(letter(sender=ORLA))
    clock.set_for_test(reached + timedelta(hours=5))
    run_intake()
    ticket = Ticket.objects.get()
    assert ticket.opened_at == reached
    assert ticket.messages.get().at == reached


def test_t27_what_can_not_be_read_stands_in_quarantine_and_stops_nothing(
    world: World, monkeypatch, trail: Callable[[], list[str]]
):
    good, bad = letter(sender=ORLA), letter(sender=BRAM, text="A poisoned one.")
    shared = loop.Intake(vendor=KnownVendor(fresh_for=0))
    really = shared._reader.read

    def read(raw: bytes) -> object:
        if b"poisoned" in raw:
            raise Unreadable("Reading took longer than 10 seconds.")
        return really(raw)

    monkeypatch.setattr(shared._reader, "read", read)
    try:
        _store(bad, good)
        while shared.run_once() == 0.0:
            continue
        assert Ticket.objects.get().requester == world.orla
        clock.set_for_test(clock.now() + timedelta(minutes=1))
        while shared.run_once() == 0.0:
            continue
    finally:
        shared.close()
    mail = RawMail.objects.get(state=MailState.QUARANTINED)
    assert (mail.reason, mail.why, mail.attempts) == (
        Reason.UNREADABLE,
        "Reading took longer than 10 seconds.",
        2,
    )
    assert trail().count("MailQuarantined") == 1
    assert list(mail_in_state(MailState.QUARANTINED)) == [mail]
    assert raw_bytes(mail.pk) == bad
    with pytest.raises(Forbidden):
        read_mail_again(mail, by=world.ines)
    read_mail_again(mail, by=world.tobin)
    run_intake()
    assert Ticket.objects.filter(requester=world.bram).count() == 1


def test_t25_t59_a_mail_that_the_database_refuses_is_tried_again_and_then_quarantined(
    world: World, intake: loop.Intake
):
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION refuse_bram() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " IF NEW.text LIKE '%refuse me%' THEN RAISE data_exception USING MESSAGE = 'no'; END IF; RETURN NEW; END $$;"
            "CREATE TRIGGER refuse_bram BEFORE INSERT ON tickets_message FOR EACH ROW EXECUTE FUNCTION refuse_bram()"
        )
    _store(letter(sender=BRAM, text="refuse me"), letter(sender=ORLA))
    for _ in range(loop.MOST_ATTEMPTS):
        while intake.run_once() == 0.0:
            continue
        clock.set_for_test(clock.now() + timedelta(minutes=5))
    mail = RawMail.objects.get(state=MailState.QUARANTINED)
    assert (mail.reason, mail.attempts) == (Reason.FAILED_AGAIN, loop.MOST_ATTEMPTS)
    assert Ticket.objects.get().requester == world.orla


def test_t57_a_claim_that_ran_out_is_taken_by_another_and_the_late_one_changes_nothing(
    world: World, intake: loop.Intake
):
    _store(letter(sender=ORLA))
    late = loop._claim("late", is_fresh=True)
    assert intake.run_once() > 0
    assert Ticket.objects.count() == 0
    clock.set_for_test(clock.now() + loop.LEASE + timedelta(seconds=1))
    intake.run_once()
    assert Ticket.objects.count() == 1
    intake._file_handful(intake._begin(late), "late")
    assert Ticket.objects.count() == 1


def test_a_handful_of_mails_asks_the_database_no_more_often_than_one(world: World, intake: loop.Intake):
    counts = []
    for number in (1, 12):
        _store(
            *(
                letter(sender=f"w{number}x{each}@elsewhere.example", mail_id=f"<{number}.{each}@e.example>")
                for each in range(number)
            )
        )
        with CaptureQueriesContext(connection) as queries:
            intake.run_once()
        counts.append(len(queries))
    assert Ticket.objects.count() == 13
    assert counts[1] <= counts[0]


def test_of_one_senders_mails_in_a_handful_each_is_judged_by_those_before_it(
    world: World, intake: loop.Intake
):
    """The same text for the fourth time within the hour is a machine's (T18), and the same mail is a double (T22)."""
    same = "The nightly job of the billing module has failed, please look into it soon."
    _store(*(letter(sender=BRAM, text=f"{same} {each}") for each in range(5)))
    store_raw(
        [
            Arrival(mailbox=each, raw=letter(sender=ORLA, mail_id="<one@o.example>"), door="ingest")
            for each in ("first", "second")
        ]
    )
    intake.run_once()
    assert list(
        Ticket.objects.filter(requester=world.bram).order_by("pk").values_list("is_machine", flat=True)
    ) == [
        False,
        False,
        False,
        True,
        True,
    ]
    assert Ticket.objects.filter(requester=world.orla).count() == 1
    assert RawMail.objects.get(mailbox="second").same_as == RawMail.objects.get(mailbox="first")


def test_t25_nothing_that_a_database_can_not_hold_gets_through(world: World):
    raw = (
        b"From: \x00\xff Orla\x0b <orla@ospreylane.example>\r\nSubject: a\x00b\xed\xa0\x80\r\nTo: x\x00\r\n\r\n"
        b"NUL \x00 and \xed\xa0\x80 surrogate\x1b.\r\n"
    )
    ticket = bring(raw).ticket
    assert ticket is not None
    message = ticket.messages.get()
    for text in (ticket.subject, message.text, message.author_label, message.html, message.quoted):
        assert "\x00" not in text
        text.encode()


def test_t29_mutations_of_the_corpus_are_all_stored_and_filed(world: World):
    chance = Random(20261124)
    raws = [mutated(raw, chance) for raw in chance.sample(EVERY, 120)]
    _store(*raws)
    run_intake()
    assert RawMail.objects.count() == len(set(raws))
    fates = set(RawMail.objects.values_list("state", "reason", "attempts"))
    assert MailState.STORED not in {state for state, _, _ in fates}
    assert {reason for state, reason, _ in fates if state == MailState.QUARANTINED} <= {
        Reason.BOUNCE_UNMATCHED
    }
    assert {attempts for _, _, attempts in fates} == {1}


def test_attachments_that_failed_to_be_stored_leave_no_half_ticket(
    world: World, monkeypatch, intake: loop.Intake
):
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("holdfast.channels.mail.words.store", full)
    raw = letter(sender=ORLA).replace(b"\r\n\r\n", b"\r\nContent-Type: application/pdf\r\n\r\n%PDF", 1)
    _store(raw)
    intake.run_once()
    mail = RawMail.objects.get()
    assert (Ticket.objects.count(), mail.state) == (0, MailState.STORED)
    monkeypatch.undo()
    clock.set_for_test(clock.now() + timedelta(minutes=5))
    intake.run_once()
    assert Ticket.objects.get().messages.get().attachments.count() == 1


# a person's judgement


def test_a_held_mail_is_released_onto_a_ticket_as_of_its_arrival(
    world: World, trail: Callable[[], list[str]]
):
    ticket = bring(letter(sender=ORLA)).ticket
    assert ticket is not None
    mail = bring(
        letter(sender="orla@ospreylane.example, x@y.example", text="From both of us."),
        to=token_address(ticket, world.orla),
    )
    assert counts_to_judge() == {"held": 1, "quarantined": 0}
    clock.set_for_test(clock.now() + timedelta(hours=3))
    with pytest.raises(Refused) as refused:
        release_mail(mail, onto=ticket, by=world.tobin)
    assert refused.value.field == "sender"
    released = release_mail(mail, onto=ticket, sender="X@Y.example", by=world.tobin)
    message = ticket.messages.latest("pk")
    assert (message.at, message.side, message.text) == (mail.reached_at, Side.CLIENT, "From both of us.")
    assert message.author is not None
    assert message.author.email == "x@y.example"
    assert not ticket.collaborators.exists()
    assert (released.state, released.judged_by, released.ticket) == (MailState.DONE, world.tobin, ticket)
    assert release_mail(mail, onto=ticket, by=world.tobin).message == message
    assert trail().count("MailJudged") == 1


def test_t4_whoever_wrote_a_released_mail_sees_the_ticket_only_when_the_agent_says_so(world: World):
    ticket = bring(letter(sender=ORLA)).ticket
    assert ticket is not None
    copies = [
        bring(letter(sender=f"{who}, x@y.example", text=words), to=token_address(ticket, world.orla))
        for who in (ORLA, "lutz@velda.example")
        for words in ("From both of us.", "Once more.")
    ]
    release_mail(copies[0], onto=ticket, sender="x@y.example", by=world.tobin)
    writer = Person.objects.get(email="x@y.example")
    assert not visible_tickets(writer).exists()
    release_mail(copies[1], onto=ticket, sender="x@y.example", takes_part=True, by=world.tobin)
    assert visible_tickets(writer).get() == ticket
    with pytest.raises(Refused, match="Lutz Ehrenfels is of Velda Retail, and this ticket of Osprey Lane"):
        release_mail(copies[2], onto=ticket, sender=world.lutz.email, takes_part=True, by=world.tobin)
    release_mail(copies[3], onto=ticket, sender=world.lutz.email, by=world.tobin)
    assert not visible_tickets(world.lutz).exists()
    assert ticket.messages.latest("pk").author == world.lutz


def test_a_held_mail_is_released_as_a_ticket_of_its_own(world: World):
    mail = bring(
        b"From: orla@ospreylane.example\r\nFrom: x@y.example\r\nSubject: Two\r\n\r\nHello there.\r\n"
    )
    release_mail(mail, onto=None, sender="orla@ospreylane.example", by=world.tobin)
    ticket = Ticket.objects.get()
    assert (ticket.requester, ticket.organisation, ticket.opened_at) == (
        world.orla,
        world.osprey,
        mail.reached_at,
    )


def test_t6_mail_in_the_name_of_our_own_people_is_never_released_as_theirs(world: World):
    ticket = bring(letter(sender=ORLA)).ticket
    assert ticket is not None
    mail = bring(letter(sender="tobin@pellucid.example", text="Pay."), to=token_address(ticket, world.tobin))
    with pytest.raises(Refused) as refused:
        release_mail(mail, onto=ticket, by=world.tobin)
    assert refused.value.code == "is_staff"
    assert ticket.messages.count() == 1


def test_a_held_mail_is_left_aside_with_a_reason_by_those_who_may(world: World):
    mail = bring(b"Subject: nobody\r\n\r\nspam\r\n")
    with pytest.raises(Forbidden):
        drop_mail(mail, why="Spam.", by=world.ines)
    with pytest.raises(Refused):
        drop_mail(mail, why=" ", by=world.tobin)
    dropped = drop_mail(mail, why="Spam.", by=world.tobin)
    assert (dropped.state, dropped.why, dropped.judged_by) == (MailState.DROPPED, "Spam.", world.tobin)
    with pytest.raises(Refused):
        release_mail(bring(letter(sender=ORLA)), onto=None, by=world.tobin)


def test_a_reply_that_the_rules_refuse_is_held_with_their_words(world: World):
    from holdfast.vendor.models import Vendor

    Vendor.objects.update(trusted_authserv_id="mx.pellucid.example")
    ticket = bring(letter(sender=ORLA)).ticket
    assert ticket is not None
    Ticket.objects.filter(pk=ticket.pk).update(is_open=False, stage=Stage.RESOLVED)
    headers = (("Authentication-Results", "mx.pellucid.example; dmarc=pass"),)
    mail = bring(
        letter(sender="tobin@pellucid.example", text="More.", headers=headers),
        to=token_address(ticket, world.tobin),
    )
    assert (mail.state, mail.reason) == (MailState.HELD, Reason.REFUSED)
    assert "resolved" in mail.why
    assert ticket.messages.count() == 1


def test_the_desk_is_told_how_far_a_sender_is_proven_and_how_much_waits(world: World):
    mail = bring(letter(sender=ORLA))
    assert provenance_of([mail.pk])[mail.pk].is_unverified
    _store(letter(sender=BRAM))
    assert (mail_waiting().waiting, mail_waiting().oldest_at) == (1, clock.now())


def test_a_mail_that_kills_every_worker_ends_in_quarantine_and_what_was_in_hand_with_it_is_filed(
    world: World, intake: loop.Intake
):
    _store(letter(sender=BRAM, text="It kills whoever reads it."), letter(sender=ORLA))
    deadly = RawMail.objects.earliest("pk")
    for number in range(loop.MOST_ATTEMPTS):
        claimed = loop._claim(f"doomed-{number}", is_fresh=number == 0)
        while deadly not in claimed:  # the other one comes first, as it was in hand less often
            intake._file_batch(claimed, f"doomed-{number}")
            claimed = loop._claim(f"doomed-{number}", is_fresh=False)
        RawMail.objects.filter(lease_by=f"doomed-{number}").update(lease_until=clock.now())
    while intake.run_once() == 0.0:
        continue
    deadly.refresh_from_db()
    assert (deadly.state, deadly.reason) == (MailState.QUARANTINED, Reason.FAILED_AGAIN)
    assert "died" in deadly.why
    assert Ticket.objects.get().requester == world.orla


def test_mail_that_was_in_hand_before_has_its_turn_however_much_comes_in(world: World, intake: loop.Intake):
    _store(letter(sender=ORLA))
    RawMail.objects.update(attempts=1)
    _store(letter(sender=BRAM))
    intake.run_once()
    assert Ticket.objects.count() == 2
