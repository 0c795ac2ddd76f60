"""A word about an interruption goes to exactly those whom it reaches, each once, whatever happens on the way."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from holdfast.carriers.relay_address import read_relay
from holdfast.carriers.second import WithSecond
from holdfast.carriers.smtp import Relay
from holdfast.carriers.wires import Switchboard, choose_wires
from holdfast.clients.models import Organisation
from holdfast.duty.models import Page
from holdfast.incidents.actions.confirming import reach_clients
from holdfast.incidents.models import Affected, Bulletin, Interruption, Told
from holdfast.incidents.scope import scope_of
from holdfast.kernel.models import TrailEntry
from holdfast.notices.actions.sending import Wires, run_once, send_posts_once
from holdfast.notices.models import Delivery, Notice
from holdfast.project import auditor
from holdfast.project.demo.world import World
from holdfast.promises.models import Promise
from tests.duty.rotas import man
from tests.incidents.estate import Estate
from tests.incidents.many import client_with, hit, put_on_list, report, update
from tests.incidents.test_life import outcomes, run_sweeps, states
from tests.mail_sink import MailSink
from tests.web_stand_in import StandIn
from tests.world import NOON, Clock

pytestmark = pytest.mark.django_db

MAIL = [("mail", "")]


@pytest.fixture
def sink() -> Iterator[MailSink]:
    with MailSink() as sink:
        yield sink


@pytest.fixture
def far() -> Iterator[StandIn]:
    """The other side of texts, webhooks, Slack and Teams."""
    with StandIn() as far:
        far.answer(201, b'{"sid": "SM1", "ok": true}')
        yield far


@pytest.fixture
def boards(far: StandIn, settings: Any) -> Callable[[], Wires[Switchboard]]:
    told = {
        "twilio_account": "AC" + "0" * 32,
        "twilio_token": "word",
        "twilio_from": "+12025550100",
        "twilio_url": far.url,
        "slack_url": far.url,
        "slack_token": "xoxb-word",
        "test_inside": True,
    }
    settings.ENV = msgspec.structs.replace(settings.ENV, **told)
    return lambda: Wires([Switchboard(choose_wires())] * 4)


def over(*sinks: MailSink) -> Wires:
    """One wire over the first of these relays, with the second behind it."""
    relays = [Relay(read_relay(each.url())) for each in sinks]
    return Wires([WithSecond(*relays) if len(relays) > 1 else relays[0]])


def told_of(bulletin: Bulletin) -> list[tuple[str, str]]:
    """To whom, and in which state, in the order of their rows."""
    rows = Delivery.objects.filter(notice__told__bulletin=bulletin).order_by("pk")
    return list(rows.values_list("address", "state"))


def test_t61_on_mixed_channels_exactly_the_contacts_of_the_affected_get_it_once_and_see_no_other(
    world: World, estate: Estate, the_clock: Clock, sink: MailSink, far: StandIn, boards: Callable[..., Any]
) -> None:
    hook, room, flow = f"{far.url}/hook", f"{far.url}/services/slack", f"{far.url}/teams"
    kinds = [
        MAIL,
        [("sms", "+12025550143"), ("mail", "")],
        [("webhook", hook)],
        [("slack", room)],
        [("teams", flow)],
    ]
    for number in range(3):
        own = [[(kind, f"{to}/{number}" if to.startswith("http") else to.replace("43", f"4{number}"))
                for kind, to in channels] for channels in kinds]  # fmt: skip
        client_with(estate.inbox, f"Hit {number}", own, place="Frankfurt")
    for number in range(2):
        client_with(estate.inbox, f"Elsewhere {number}", [MAIL], place="Virginia")
        client_with(estate.reports, f"Reports only {number}", [MAIL])
    found = hit(estate.inbox, by=world.kaveh, place="Frankfurt")
    assert str(scope_of(found)) == "5 clients, 17 contacts"  # osprey and velda with one each
    bulletin = report(found, by=world.kaveh)
    the_clock.forward(minutes=1)
    run_once(wires=over(sink))
    send_posts_once(wires=boards())
    rows = Delivery.objects.filter(notice__told__bulletin=bulletin)
    assert rows.count() == 17
    assert set(rows.values_list("state", flat=True)) == {"accepted"}
    assert all(row.accepted_at - NOON <= timedelta(minutes=5) for row in rows if row.accepted_at)
    by_mail = [each for each in sink.mails if each.to in rows.values_list("address", flat=True)]
    assert Counter(each.to for each in by_mail) == Counter(
        rows.filter(channel="mail").values_list("address", flat=True)
    )
    assert len(far.asked) == rows.exclude(channel="mail").count() == 12
    everybody = set(rows.values_list("address", flat=True))
    for each in by_mail:
        assert not [other for other in everybody - {each.to} if other.encode() in each.raw]
        assert each.message["Cc"] is None and "," not in str(each.message["To"])
    for asked in far.asked:
        whole = json.dumps([asked.path, asked.body.decode()])
        assert not [each for each in everybody if "@" in each and each in whole]
    for client in ("Hit 0", "Hit 1", "Hit 2", "Osprey", "Velda"):
        assert states(client, "interruption_report") == ["kept"]
    assert not Promise.objects.filter(organisation__name__startswith="Elsewhere").exists()


def test_whom_a_word_goes_to_is_frozen_with_the_version_of_the_list_while_it_is_being_sent(
    world: World, estate: Estate, the_clock: Clock, sink: MailSink
) -> None:
    client = client_with(estate.inbox, "Changing", [MAIL, MAIL])
    found = hit(estate.inbox, by=world.kaveh)
    first = report(found, by=world.kaveh)
    frozen = Affected.objects.get(organisation=client).list_version
    run_once(wires=over(sink), run_for=0)  # in the midst of it
    (newcomer,) = put_on_list(client, MAIL)
    run_once(wires=over(sink))
    assert newcomer.email not in [to for to, _ in told_of(first)]
    assert {state for _, state in told_of(first)} == {"accepted"}
    assert Notice.objects.get(told__affected__organisation=client).recipients == 2
    the_clock.forward(minutes=20)
    second = update(found, by=world.kaveh)
    now = Affected.objects.get(organisation=client).list_version
    assert frozen is not None and now is not None and (frozen.number, now.number) == (1, 2)
    assert newcomer.email in [to for to, _ in told_of(second)]


def test_t60_an_update_that_is_rolled_back_after_it_was_written_tells_nobody_and_keeps_nothing(
    world: World, estate: Estate, sink: MailSink
) -> None:
    found = hit(estate.inbox, by=world.kaveh)

    def told() -> tuple[int, ...]:
        return tuple(model.objects.count() for model in (Bulletin, Told, Notice, Delivery, TrailEntry))

    before = told()
    with transaction.atomic():
        report(found, by=world.kaveh)
        assert told() > before
        transaction.set_rollback(True)
    assert told() == before
    run_once(wires=over(sink))
    assert {each.to for each in sink.mails}.isdisjoint(
        [world.persons["orla"].email, world.persons["lutz"].email]
    )
    assert states("Osprey", "interruption_report") == ["running"]


def test_t58_a_relay_that_refuses_some_for_now_and_some_for_good_holds_up_none_of_the_others(
    world: World, estate: Estate, the_clock: Clock, sink: MailSink
) -> None:
    client_with(estate.inbox, "Many", [MAIL] * 9)
    found = hit(estate.inbox, by=world.kaveh)
    sink.answer("rcpt", "450 4.2.0 greylisted", to="contact3@many.example", times=1)
    sink.answer("rcpt", "550 5.1.1 no such mailbox", to="contact5@many.example")
    sink.answer("end", "451 4.3.0 try later", to="contact7@many.example", times=1)
    bulletin = report(found, by=world.kaveh)
    run_once(wires=over(sink))
    seen = dict(told_of(bulletin))
    assert {to: state for to, state in seen.items() if state != "accepted"} == {
        "contact3@many.example": "waiting",
        "contact5@many.example": "failed",
        "contact7@many.example": "waiting",
    }
    assert states("Many", "interruption_report") == ["kept"]
    waiting = Delivery.objects.get(notice__told__bulletin=bulletin, address="contact3@many.example")
    assert "greylisted" in waiting.trouble and waiting.due_at > the_clock.now
    the_clock.forward(minutes=5)
    run_once(wires=over(sink))
    assert Counter(dict(told_of(bulletin)).values()) == {"accepted": 10, "failed": 1}
    assert set(Counter(sink.ids()).values()) == {1}


def test_a_report_that_could_not_be_sent_leaves_in_the_mail_of_the_update_that_has_come_due(
    world: World, estate: Estate, the_clock: Clock, sink: MailSink
) -> None:
    """Ledger rule 4: nobody gets update n+1 before n, and n is folded into it; each is proven by itself."""
    orla = world.persons["orla"].email
    found = hit(estate.inbox, by=world.kaveh)
    the_clock.forward(minutes=30)
    sink.answer("rcpt", "450 4.2.0 later", to=orla, times=1)
    first = report(found, by=world.kaveh)
    run_once(wires=over(sink))
    the_clock.forward(seconds=20)
    second = update(found, by=world.kaveh)
    the_clock.forward(seconds=1)
    run_once(wires=over(sink))
    assert len([mail for mail in sink.mails if mail.to == world.persons["lutz"].email]) == 2
    (mail,) = [
        mail for mail in sink.mails if mail.to == orla and "[Interruption]" in str(mail.message["Subject"])
    ]
    assert 0 < mail.text.index("Half of it is moved.") < mail.text.index("We move the traffic away.")
    assert "is on the emergency list of Osprey Lane Clinics" in mail.text
    for word in (first, second):
        assert (orla, "accepted") in told_of(word)
    assert states("Osprey", "interruption_report") == ["kept"]
    assert states("Osprey", "hourly_update") == ["kept", "running"]


@pytest.mark.parametrize("trouble", ["is down", "says 421", "refuses us", "breaks off TLS"])
def test_t58_whatever_ails_the_first_relay_the_second_takes_the_whole_fan_out(
    world: World, estate: Estate, sink: MailSink, trouble: str
) -> None:
    client_with(estate.inbox, "Many", [MAIL] * 4)
    found = hit(estate.inbox, by=world.kaveh)
    bulletin = report(found, by=world.kaveh)
    with MailSink() as first:
        if trouble == "says 421":
            first.answer("mail", "421 4.3.2 shutting down")
        elif trouble == "refuses us":
            first.answer("mail", "554 5.7.1 your address is on a list")
        address = first.url("starttls" if trouble == "breaks off TLS" else "none")
        if trouble == "is down":
            with MailSink() as gone:
                address = gone.url()
        ailing = Relay(read_relay(address))
        run_once(wires=Wires([WithSecond(ailing, Relay(read_relay(sink.url())))]))
        assert first.mails == []
    assert {state for _, state in told_of(bulletin)} == {"accepted"}
    assert len(told_of(bulletin)) == 6
    assert set(Counter(sink.ids()).values()) == {1}


def test_t63_where_the_first_channel_of_a_contact_is_down_the_next_is_used_and_the_last_one_pages_somebody(
    world: World, estate: Estate, the_clock: Clock, sink: MailSink, far: StandIn, boards: Callable[..., Any]
) -> None:
    by_text = [("sms", "+12025550143"), ("mail", "")]
    client_with(estate.inbox, "By text", [by_text])
    client_with(estate.inbox, "Without mail", [[("sms", "+12025550144")]])
    found = hit(estate.inbox, by=world.kaveh)
    report(found, by=world.kaveh)
    man(world)
    far.answer(400, b'{"code": 21211}')  # the provider takes neither number
    send_posts_once(wires=boards())
    run_once(wires=over(sink))
    assert states("By text", "interruption_report") == ["kept"]
    assert outcomes("Without mail", "interruption_report") == [("running", NOON + timedelta(hours=1))]
    gave_way = TrailEntry.objects.filter(fact="ChannelGaveWay")
    assert sorted(each.said["next_channel"] for each in gave_way) == ["", "mail"]
    assert TrailEntry.objects.filter(fact="EveryChannelFailed").count() == 1
    assert Page.objects.get().words.startswith("Nothing reaches Without mail 0: every channel failed")


def test_t76_after_six_hours_of_down_time_missed_hours_break_in_due_order_each_once_over_all_clients(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    """Two interruptions, half an hour apart; links of chains begin where the one before them broke."""
    hit(estate.inbox, by=world.kaveh)
    the_clock.forward(minutes=30)
    hit(estate.reports, by=world.kaveh)
    the_clock.forward(hours=6, minutes=1)
    run_sweeps()
    told = [entry.said for entry in TrailEntry.objects.filter(fact="PromiseBroken").order_by("pk")]
    assert [each["broken_at"] for each in told] == sorted(each["broken_at"] for each in told)
    hours = [each["broken_at"] for each in told if each["clause"] == "hourly_update"]
    assert len(hours) == 6 * 2 + 6  # to two clients, and to one
    for each in Promise.objects.exclude(broken_at=None):
        assert (each.noticed_at, each.broken_at) == (the_clock.now, each.due_at)
    assert states("Quillon", "hourly_update") == ["broken"] * 6 + ["running"]


def test_t77_after_down_time_each_matter_pages_and_tells_once_a_missed_hour_whatever_the_number_of_clients(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    for number in range(6):
        client_with(estate.inbox, f"Client {number}", [MAIL])
    man(world)
    found = hit(estate.inbox, by=world.kaveh)
    the_clock.forward(hours=3, minutes=30)
    run_sweeps()
    missed = Notice.objects.filter(kind="word_missed", said__clause__icontains="hour")
    assert missed.count() == 3
    assert {each.said["clients"] for each in missed} == {8}
    assert Page.objects.get().about == found.about
    assert TrailEntry.objects.filter(fact="PageJoined").count() == 2  # the two later hours, each once


def test_a_clock_that_jumps_breaks_no_hour_early_and_none_twice(
    world: World, estate: Estate, the_clock: Clock, sink: MailSink
) -> None:
    found = hit(estate.inbox, by=world.kaveh)
    report(found, by=world.kaveh)
    run_once(wires=over(sink))
    came = len(sink.mails)
    the_clock.set(NOON - timedelta(hours=1))
    run_sweeps()
    run_once(wires=over(sink))
    the_clock.set(NOON + timedelta(minutes=59))
    run_sweeps()
    assert states("Osprey", "hourly_update") == ["kept", "running"]
    the_clock.set(NOON + timedelta(hours=2, minutes=1))
    run_sweeps()
    the_clock.set(NOON + timedelta(hours=1, minutes=10))
    run_sweeps()
    the_clock.set(NOON + timedelta(hours=2, minutes=30))
    run_sweeps()
    assert states("Osprey", "hourly_update") == ["kept", "broken", "broken", "running"]
    assert len(set(sink.ids())) == len(sink.ids()) >= came


def test_the_statements_of_a_fan_out_of_its_acceptances_and_of_missed_hours_do_not_grow_with_the_clients(
    world: World, estate: Estate, the_clock: Clock, sink: MailSink
) -> None:
    found = hit(estate.inbox, by=world.kaveh)

    def statements(act: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as seen:
            act()
        return len(seen)

    def a_round() -> tuple[int, int, int]:
        the_clock.forward(minutes=10)
        written = statements(lambda: update(found, by=world.kaveh))
        sent = statements(lambda: run_once(wires=over(sink)))
        the_clock.forward(hours=1, minutes=1)
        return written, sent, statements(run_sweeps)

    world.osprey.account_manager = world.ines
    world.osprey.save()
    a_round()
    few = a_round()
    for number in range(20):
        client_with(estate.inbox, f"Client {number}", [MAIL])
    Organisation.objects.update(account_manager=world.ines)  # named at the foot of each mail
    with transaction.atomic():
        reach_clients(Interruption.objects.locked(found.pk), at=the_clock.now, by=world.kaveh.actor)
    a_round()
    many = a_round()
    assert many[0] == few[0]
    assert many[1] <= few[1] * 4  # three batches of ten instead of one
    assert many[2] == few[2]


def test_what_must_always_hold_of_interruptions_is_looked_at_each_minute(
    world: World, estate: Estate, the_clock: Clock, sink: MailSink
) -> None:
    found = hit(estate.inbox, by=world.kaveh)
    the_clock.forward(minutes=2)
    bulletin = report(found, by=world.kaveh)
    run_once(wires=over(sink))
    assert auditor.everything_wrong() == []

    def finds(wrong: Callable[[], object]) -> list[tuple[str, str]]:
        with transaction.atomic():
            wrong()
            codes = [(each.code, each.words) for each in auditor.everything_wrong()]
            transaction.set_rollback(True)
        return codes

    link = Promise.objects.get(organisation=world.osprey, clause="hourly_update", state="running")
    told = Told.objects.filter(bulletin=bulletin).order_by("pk")
    words = f"Not over, and no next word is promised to a client: interruption: #{found.pk}."
    old = Promise.objects.filter(pk=link.pk)
    assert finds(link.delete) == [("no_next_word", words)]
    assert finds(lambda: told[:1].get().delete()) == [
        ("fan_out_short", f"Told to fewer people than it was for: bulletin-{bulletin.pk}.")
    ]
    row = Delivery.objects.get(notice__told=told[0])
    stuck = Delivery.objects.filter(pk=row.pk)
    assert [code for code, _ in finds(row.delete)] == ["fan_out_short"]
    past = the_clock.now - timedelta(minutes=5)
    ((code, _),) = finds(
        lambda: stuck.update(state="waiting", lease_until=past, lease_by="gone", due_at=past)
    )
    assert code == "notices_late"
    late = the_clock.now - timedelta(minutes=6)
    assert [code for code, _ in finds(lambda: old.update(lease_until=late, lease_by="gone"))] == ["lease_old"]
