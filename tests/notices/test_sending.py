"""Sending: claimed under a lease, given to the wire, settled with the database's clock."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.db import connection

from holdfast.carriers.outbox import NOTHING_LEAVES, Keeping, Outbox
from holdfast.carriers.outcome import Outcome, Result
from holdfast.carriers.sink import Sink
from holdfast.kernel import facts as kernel_facts
from holdfast.kernel.facts import Follow
from holdfast.notices.actions import claiming
from holdfast.notices.actions.claiming import _CLAIM, BY_MAIL, LEASE, claim
from holdfast.notices.actions.sending import IDLE, Wires, open_wires, run_once, send_claimed
from holdfast.notices.actions.settling import Sent, put_off, settle
from holdfast.notices.facts import NoticeAccepted
from holdfast.notices.models import Delivery, Lane, Notice
from holdfast.notices.sender import the_sender
from holdfast.people.models import Person
from tests.mail_sink import MailSink
from tests.notices.letters import NOON, Time, row, tell

Facts = Callable[[str], list[dict[str, object]]]
Opened = Callable[..., Wires]


def test_a_notice_is_sent_and_its_acceptance_recorded(
    mara: Person, sink: MailSink, wires: Opened, facts: Facts
) -> None:
    notice = tell(mara, event="message-7")
    assert run_once(wires=wires()) == IDLE
    sent = row(notice, mara)
    assert (sent.state, sent.accepted_at, sent.attempts, sent.lease_by) == ("accepted", NOON, 1, "")
    assert sink.ids() == [sent.mail_id]
    (fact,) = facts("NoticeAccepted")
    assert fact == {
        "notice": notice.pk,
        "delivery": sent.pk,
        "concerning": "matter-1",
        "kind": "test_mail",
        "event": "message-7",
        "to_client": True,
        "person": mara.pk,
        "address": mara.email,
        "accepted_at": NOON.isoformat(),
    }


def test_many_go_over_several_wires(mara: Person, teo: Person, sink: MailSink, wires: Opened) -> None:
    for number in range(20):
        tell(mara, teo, about=f"matter-{number}", is_automatic=False)
    run_once(wires=wires(3))
    assert len(sink.mails) == len(set(sink.ids())) == 40
    assert sink.connections <= 3
    assert not Delivery.objects.exclude(state="accepted").exists()


def test_without_a_relay_a_letter_is_kept_and_accepted_by_nobody(mara: Person, facts: Facts) -> None:
    notice = tell(mara)
    run_once(wires=open_wires())
    assert row(notice, mara).state == "kept"
    assert facts("NoticeAccepted") == []


def test_the_demo_sink_accepts_at_once(mara: Person, facts: Facts) -> None:
    notice = tell(mara)
    run_once(wires=Wires([Sink()]))
    assert row(notice, mara).state == "accepted"
    assert len(facts("NoticeAccepted")) == 1


def test_the_wire_follows_the_settings(vendor: object, settings: object) -> None:
    from holdfast.carriers.choice import choose_carrier
    from holdfast.carriers.second import WithSecond
    from holdfast.carriers.smtp import Relay

    env = django_settings.ENV
    assert isinstance(choose_carrier(), Outbox)
    settings.ENV = _changed(env, relay="smtp://relay.example")  # type: ignore[attr-defined]
    assert isinstance(choose_carrier(), Relay)
    assert isinstance(choose_carrier(demo_sink=True), Sink)
    settings.ENV = _changed(env, relay="smtp://a.example", second_relay="smtp://b.example")  # type: ignore[attr-defined]
    assert isinstance(choose_carrier(), WithSecond)


def test_t84_a_copy_where_nothing_may_leave_keeps_what_every_channel_would_send(
    vendor: object, settings: object, mara: Person
) -> None:
    from holdfast.carriers.choice import choose_carrier, has_wire
    from holdfast.carriers.wires import choose_wires

    everything = {"relay": "smtp://relay.example", "slack_token": "xoxb-1"}
    settings.ENV = _changed(django_settings.ENV, nothing_leaves=True, **everything)  # type: ignore[attr-defined]
    assert not has_wire()
    assert {type(wire) for wire in choose_wires().values()} == {Keeping}
    notice = tell(mara)
    run_once(wires=Wires([choose_carrier()]))
    assert (row(notice, mara).state, row(notice, mara).trouble) == ("kept", NOTHING_LEAVES)


def _changed(env: object, **values: object) -> object:
    import msgspec

    return msgspec.structs.replace(env, **values)  # type: ignore[type-var]


def test_t58_what_is_refused_for_now_is_tried_again_later_and_later(
    mara: Person, teo: Person, sink: MailSink, wires: Opened, time: Time
) -> None:
    notice = tell(mara, teo)
    sink.answer("rcpt", "450 4.2.0 greylisted", to=mara.email)
    waits = []
    for minutes in (1, 5, 15, 60, 240, 240):
        run_once(wires=wires())
        waiting = row(notice, mara)
        assert waiting.state == "waiting"
        assert "450 4.2.0 greylisted" in waiting.trouble
        waits.append((waiting.due_at - time.now) / timedelta(minutes=minutes))
        time.forward(minutes=minutes * 1.2)
    assert min(waits) >= 0.8 and max(waits) <= 1.2
    assert max(waits) - min(waits) > 0.001, "what was refused together does not come back together"
    assert row(notice, teo).state == "accepted"
    sink.behave()
    run_once(wires=wires())
    assert row(notice, mara).state == "accepted"
    assert row(notice, mara).trouble == ""
    assert sink.ids().count(row(notice, mara).mail_id) == 1


def test_t58_after_five_days_it_has_failed(
    mara: Person, sink: MailSink, wires: Opened, time: Time, facts: Facts
) -> None:
    notice = tell(mara)
    sink.answer("rcpt", "450 4.2.0 full")
    Delivery.objects.update(attempts=27)
    for _ in range(4):
        run_once(wires=wires())
        assert row(notice, mara).state == "waiting"
        time.forward(hours=4.8)
    time.forward(days=5)
    run_once(wires=wires())
    assert row(notice, mara).state == "failed"
    (fact,) = facts("NoticeFailed")
    assert "full" in str(fact["trouble"])


def test_t58_what_is_refused_for_good_has_failed(
    mara: Person, teo: Person, sink: MailSink, wires: Opened, facts: Facts
) -> None:
    notice = tell(mara, teo)
    sink.answer("rcpt", "550 5.1.1 nobody here", to=mara.email)
    run_once(wires=wires())
    assert (row(notice, mara).state, row(notice, teo).state) == ("failed", "accepted")
    assert [fact["address"] for fact in facts("NoticeFailed")] == [mara.email]


def test_an_unknown_outcome_goes_again_under_the_same_id(
    mara: Person, sink: MailSink, wires: Opened, time: Time
) -> None:
    notice = tell(mara)
    sink.drop_after_data(keep=True)
    run_once(wires=wires())
    assert row(notice, mara).state == "waiting"
    time.forward(minutes=2)
    run_once(wires=wires())
    assert sink.ids() == [row(notice, mara).mail_id] * 2
    assert row(notice, mara).state == "accepted"


def test_jitter_spreads_the_tries() -> None:
    tries = {put_off(2) for _ in range(20)}
    assert len(tries) > 10
    assert all(timedelta(minutes=4) <= each <= timedelta(minutes=6) for each in tries)


def test_nobody_gets_a_later_word_before_an_earlier_one_that_waits(
    mara: Person, teo: Person, sink: MailSink, wires: Opened, time: Time
) -> None:
    first = tell(mara, is_automatic=False)
    sink.answer("rcpt", "450 4.2.0 later", to=mara.email, times=1)
    run_once(wires=wires())
    Delivery.objects.filter(notice=first).update(due_at=time.now + timedelta(hours=1))
    second = tell(mara, teo, is_automatic=False)
    other = tell(mara, about="matter-2")
    Delivery.objects.filter(notice=first).update(due_at=time.now + timedelta(hours=1))
    assert run_once(wires=wires()) == IDLE
    assert (row(second, mara).state, row(second, teo).state) == ("waiting", "accepted")
    assert row(other, mara).state == "accepted"
    time.forward(hours=1)
    run_once(wires=wires())
    order = [mail.message["Message-ID"] for mail in sink.mails if mail.to == mara.email]
    assert order == [row(notice, mara).mail_id for notice in (other, first, second)]


def test_an_update_that_could_not_be_sent_is_folded_into_the_next_one(
    mara: Person, sink: MailSink, wires: Opened, facts: Facts, time: Time
) -> None:
    opened = tell(mara, thread_root="<root@client.example>", said={"sent_at": NOON})
    run_once(wires=wires())
    sink.answer("rcpt", "450 4.2.0 later", to=mara.email, times=2)
    first = tell(mara, said={"sent_at": NOON + timedelta(minutes=1)})
    run_once(wires=wires())
    between = tell(mara, said={"sent_at": NOON + timedelta(minutes=2)})
    newest = tell(mara, said={"sent_at": NOON + timedelta(minutes=3)})
    reply = tell(mara, said={"sent_at": NOON + timedelta(minutes=4)}, is_automatic=False, lane=Lane.REPLY)
    run_once(wires=wires())
    assert len(sink.mails) == 1
    time.forward(hours=1)
    while run_once(wires=wires()) != IDLE:
        pass
    assert sink.ids() == [row(each, mara).mail_id for each in (opened, newest, reply)]
    joined = sink.mails[1]
    assert joined.message["In-Reply-To"] == row(opened, mara).mail_id
    positions = [joined.text.index(f"12:0{minute}") for minute in (3, 2, 1)]
    assert positions == sorted(positions)  # the newest first, then what was not sent
    assert all(f"12:0{minute}" in joined.html for minute in (1, 2, 3))
    assert [row(each, mara).state for each in (first, between, newest)] == ["accepted"] * 3
    assert len(facts("NoticeAccepted")) == 5


def test_lanes_go_first(mara: Person, sink: MailSink, wires: Opened) -> None:
    lanes = (Lane.NEWS, Lane.UPDATE, Lane.PAGING, Lane.INTERRUPTION)
    written = {lane: tell(mara, about=f"matter-{lane}", lane=lane) for lane in lanes}
    run_once(wires=wires())
    assert sink.ids() == [row(written[lane], mara).mail_id for lane in sorted(lanes)]


def test_the_next_run_is_when_the_next_row_is_due(
    mara: Person, wires: Opened, sink: MailSink, time: Time
) -> None:
    tell(mara)
    Delivery.objects.update(due_at=time.now + timedelta(seconds=12))
    assert run_once(wires=wires()) == 12.0
    assert sink.connections == 0


def test_a_run_that_was_long_enough_gives_back_what_it_has_not_begun(
    mara: Person, teo: Person, sink: MailSink, wires: Opened
) -> None:
    for number in range(10):
        tell(mara, about=f"matter-{number}", is_automatic=False)
    lease, claimed = claim("worker")
    asked: list[bool] = []

    def enough() -> bool:
        asked.append(True)
        return len(asked) > 2

    with wires() as opened:
        send_claimed(lease, claimed, opened, the_sender(), enough=enough)
    assert len(sink.mails) == 2
    left = Delivery.objects.filter(state="waiting")
    assert left.count() == 8
    assert set(left.values_list("lease_until", "attempts", "lease_by")) == {(None, 0, "")}
    assert run_once(wires=wires(), run_for=0) == 0.0


def test_words_that_cannot_be_written_hold_up_nobody(
    mara: Person, teo: Person, sink: MailSink, wires: Opened
) -> None:
    broken, whole = tell(mara, kind="no_such_kind"), tell(teo)
    run_once(wires=wires())
    assert row(broken, mara).state == "waiting"
    assert "could not be written" in row(broken, mara).trouble
    assert row(whole, teo).state == "accepted"


# T57: two workers


@pytest.mark.django_db(transaction=True)
def test_t57_two_workers_never_hold_the_same_row(
    mara: Person, teo: Person, sink: MailSink, wires: Opened
) -> None:
    for number in range(30):
        tell(mara, teo, about=f"matter-{number}", is_automatic=False)

    def work(name: str) -> None:
        try:
            run_once(worker=name, wires=wires(2))
        finally:
            connection.close()

    workers = [threading.Thread(target=work, args=(name,)) for name in ("one", "two")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(sink.ids()) == len(set(sink.ids())) == 60
    assert Delivery.objects.filter(state="accepted", attempts=1).count() == 60


def test_t57_a_late_finisher_cannot_overwrite(
    mara: Person, sink: MailSink, wires: Opened, time: Time, facts: Facts
) -> None:
    notice = tell(mara)
    late, held = claim("late")
    assert claim("other")[1] == []
    time.forward(seconds=61)
    run_once(worker="other", wires=wires())
    accepted_at = time.now
    time.forward(minutes=1)
    settle(late, [Sent(held[0], Outcome(Result.PERMANENT, "550 no"))])
    assert (row(notice, mara).state, row(notice, mara).accepted_at) == ("accepted", accepted_at)
    assert len(facts("NoticeAccepted")) == 1
    assert facts("NoticeFailed") == []


def test_t57_a_worker_that_stood_still_begins_nothing_that_is_anothers_by_now(
    mara: Person, sink: MailSink, wires: Opened, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = tell(mara)
    lease, held = claim("stopped")
    awake = claiming.time.monotonic() + 120
    monkeypatch.setattr(claiming.time, "monotonic", lambda: awake)
    with wires() as opened:
        send_claimed(lease, held, opened, the_sender())
    assert sink.mails == []
    assert row(notice, mara).state == "waiting"


def test_a_lease_is_renewed_while_the_worker_lives_and_not_after_it_ran_out(mara: Person, time: Time) -> None:
    notice = tell(mara)
    lease, _ = claim("alive")
    time.forward(seconds=40)
    lease.renew()
    assert row(notice, mara).lease_until == time.now + claiming.LEASE
    time.forward(seconds=61)
    lease.renew()
    assert len(claim("other")[1]) == 1


def test_a_claim_asks_row_by_row_however_little_the_planner_knows(mara: Person, teo: Person) -> None:
    for number in range(50):
        tell(mara, teo, about=f"matter-{number}", is_automatic=False)
    values = {"at": NOON, "until": NOON + LEASE, "lease": "x", "limit": 50}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # what it takes where it believes the table small
        cursor.execute("EXPLAIN " + _CLAIM.format(which=BY_MAIL), values)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Anti Join" not in plan
    assert "Seq Scan" not in plan


# what follows


@pytest.fixture
def wired() -> Iterator[Callable[[Follow], None]]:
    """Have this follow an acceptance, for one test."""
    before = dict(kernel_facts._wired.follows)
    yield lambda follow: kernel_facts.wire({NoticeAccepted: follow})
    kernel_facts.wire(before)


def test_a_reaction_that_fails_neither_repeats_the_mail_nor_holds_up_the_others(
    mara: Person, teo: Person, sink: MailSink, wires: Opened, time: Time, wired: Callable[[Follow], None]
) -> None:
    told: list[int] = []

    def fail_for_mara(recorded: kernel_facts.Recorded[NoticeAccepted]) -> None:
        if recorded.fact.person == mara.pk:
            raise ZeroDivisionError
        told.append(recorded.fact.delivery)

    wired(Follow(now=(fail_for_mara,)))
    notice = tell(mara, teo)
    run_once(wires=wires())
    time.forward(hours=1)
    run_once(wires=wires())
    assert sorted(mail.to for mail in sink.mails) == [mara.email, teo.email]
    assert (row(notice, mara).state, row(notice, teo).state) == ("accepted", "accepted")
    assert "What follows" in row(notice, mara).trouble
    assert told[-1] == row(notice, teo).pk
    assert Notice.objects.count() == 1
