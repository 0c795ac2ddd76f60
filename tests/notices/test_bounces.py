"""Mail that comes back."""

from __future__ import annotations

from collections.abc import Callable

from holdfast.notices.actions.bounces import record_bounce
from holdfast.notices.actions.sending import Wires, run_once
from holdfast.notices.models import Delivery, Lane
from holdfast.people.models import Person
from tests.mail_sink import MailSink
from tests.notices.letters import NOON, Time, row, tell

Facts = Callable[[str], list[dict[str, object]]]
Opened = Callable[..., Wires]


def test_t20_a_bounce_marks_row_and_person_and_sends_nothing(
    mara: Person, teo: Person, sink: MailSink, wires: Opened, facts: Facts, time: Time
) -> None:
    notice = tell(mara, teo)
    run_once(wires=wires())
    at = time.forward(minutes=5)
    written = Delivery.objects.count()
    found = record_bounce(
        row(notice, mara).token,
        failed_address=mara.email,
        reason="550 5.1.1\r\nno such user",
        permanent=True,
        at=at,
    )
    assert found == row(notice, mara)
    assert (found.state, found.bounced_at, found.accepted_at) == ("bounced", at, NOON)
    assert found.trouble == "mara@client.example: 550 5.1.1 no such user"
    assert row(notice, teo).state == "accepted"
    mara.refresh_from_db()
    assert mara.bounced_at == at
    (fact,) = facts("NoticeBounced")
    assert (fact["delivery"], fact["was_accepted_at"]) == (found.pk, NOON.isoformat())
    assert Delivery.objects.count() == written


def test_a_letter_that_does_not_come_back_in_five_days_takes_the_mark_of_a_bounce_away(
    mara: Person, sink: MailSink, wires: Opened, facts: Facts, time: Time
) -> None:
    lost = row(tell(mara, event="lost"), mara)
    run_once(wires=wires())
    record_bounce(lost.token, failed_address=mara.email, reason="gone", permanent=True, at=NOON)
    marks = []
    for number, days in enumerate((1, 4, 2)):
        time.forward(days=days)
        tell(mara, event=f"later {number}")
        run_once(wires=wires())
        mara.refresh_from_db()
        marks.append(mara.bounced_at)
    assert marks == [NOON, NOON, None]
    (fact,) = facts("AddressTakesMail")
    assert fact["person"] == mara.pk


def test_a_letter_that_comes_back_as_well_leaves_the_mark(
    mara: Person, sink: MailSink, wires: Opened, facts: Facts, time: Time
) -> None:
    for day in range(3):
        lost = row(tell(mara, event=f"lost {day}"), mara)
        run_once(wires=wires())
        at = time.forward(days=6)
        record_bounce(lost.token, failed_address=mara.email, reason="gone", permanent=True, at=at)
    mara.refresh_from_db()
    assert mara.bounced_at == at
    assert facts("AddressTakesMail") == []


def test_a_bounce_told_twice_is_told_once(mara: Person, facts: Facts) -> None:
    delivery = row(tell(mara), mara)
    for named in (delivery.token, delivery.mail_id):
        assert (
            record_bounce(named, failed_address=mara.email, reason="gone", permanent=True, at=NOON)
            == delivery
        )
    assert len(facts("NoticeBounced")) == 1


def test_t20_a_delay_is_no_bounce(mara: Person, facts: Facts) -> None:
    delivery = row(tell(mara), mara)
    found = record_bounce(delivery.token, failed_address="", reason="still trying", permanent=False, at=NOON)
    assert found is not None
    assert (found.state, found.trouble) == ("waiting", "Delayed. still trying")
    assert facts("NoticeBounced") == []


def test_what_names_no_row_of_ours_is_nobodys(mara: Person) -> None:
    for named in ("", "<made-up@vendor.example>", "a" * 26, "%"):
        assert record_bounce(named, failed_address=mara.email, reason="x", permanent=True, at=NOON) is None


def test_a_bounce_from_where_mail_is_forwarded_to_does_not_mark_another_person(
    mara: Person, teo: Person
) -> None:
    delivery = row(tell(mara), mara)
    record_bounce(delivery.token, failed_address=teo.email, reason="gone", permanent=True, at=NOON)
    teo.refresh_from_db()
    assert teo.bounced_at is None


def test_a_digest_that_comes_back_comes_back_for_all(
    ana: Person, sink: MailSink, wires: Opened, facts: Facts
) -> None:
    for number in range(7):
        tell(ana, kind="promise_broken", about=f"matter-{number}", lane=Lane.PAGING)
    run_once(wires=wires())
    lead = Delivery.objects.get(folded_into=None)
    record_bounce(lead.token, failed_address=ana.email, reason="gone", permanent=True, at=NOON)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"bounced"}
    assert len(facts("NoticeBounced")) == 7
