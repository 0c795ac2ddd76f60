"""Many warnings for one person become one mail (T77)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from holdfast.notices.actions.claiming import claim
from holdfast.notices.actions.sending import IDLE, Wires, run_once
from holdfast.notices.models import Delivery, Lane, Notice
from holdfast.people.models import Person
from tests.mail_sink import MailSink
from tests.notices.letters import NOON, Time, row, tell

Opened = Callable[..., Wires]


def warn(person: Person, number: int, kind: str = "promise_broken", **more: Any) -> Notice:
    said = {
        "reference": f"HF-{number}",
        "priority": 1 + number % 4,
        "due_at": NOON,
        "clause": "Turnaround",
        "desk_url": f"http://localhost:8000/tickets/{number}/",
    }
    values = {"lane": Lane.PAGING, "subject": f"Matter {number}", "said": said} | more
    return tell(person, kind=kind, about=f"matter-{number}", **values)


def test_t77_a_flood_is_one_digest_the_most_severe_first(
    ana: Person, sink: MailSink, wires: Opened, facts: Callable[[str], list[dict[str, object]]]
) -> None:
    for number in range(40):
        warn(ana, number, kind="promise_warned", lane=Lane.UPDATE)
    for number in range(40, 80):
        warn(ana, number)
    assert run_once(wires=wires()) == IDLE
    (mail,) = sink.mails
    assert str(mail.message["Subject"]) == "40 promises broken, 40 near their limit"
    listed = [line for line in mail.text.splitlines() if line.startswith(("Broken", "Near"))]
    assert len(listed) == 50
    assert listed[:2] == ["Broken: Turnaround, Matter 40 (HF-40)", "Broken: Turnaround, Matter 44 (HF-44)"]
    assert [line.startswith("Broken") for line in listed] == [True] * 40 + [False] * 10
    assert "30 more" in mail.text
    assert "Matter 44" in mail.html
    assert len(mail.raw) < 40_000
    assert Delivery.objects.filter(state="accepted", accepted_at=NOON).count() == 80
    assert Delivery.objects.filter(folded_into=None).count() == 1
    assert len(facts("NoticeAccepted")) == 80


def test_t77_five_go_each_by_itself(ana: Person) -> None:
    for number in range(5):
        warn(ana, number)
    _, claimed = claim("worker")
    assert [each.folded for each in claimed] == [[]] * 5


def test_what_clients_are_told_is_never_folded(mara: Person) -> None:
    for number in range(8):
        warn(mara, number)
    _, claimed = claim("worker")
    assert [each.folded for each in claimed] == [[]] * 8


def test_t77_what_comes_soon_after_a_digest_waits_for_the_next(
    ana: Person, mara: Person, sink: MailSink, wires: Opened, time: Time
) -> None:
    for number in range(6):
        warn(ana, number, kind="promise_warned", lane=Lane.UPDATE)
    run_once(wires=wires())
    time.forward(seconds=30)
    for number in range(10, 17):
        warn(ana, number, kind="promise_warned", lane=Lane.UPDATE)
    paged, other = warn(ana, 20), tell(mara)
    assert run_once(wires=wires()) == 30.0
    assert (len(sink.mails), row(other, mara).state, row(paged, ana).state) == (2, "accepted", "waiting")
    time.forward(minutes=10)
    run_once(wires=wires())
    assert [str(mail.message["Subject"]) for mail in sink.mails if mail.to == ana.email] == [
        "6 near their limit",
        "1 promise broken, 7 near their limit",
    ]


def test_t77_a_digest_that_is_refused_for_now_stays_one_mail_under_one_id(
    ana: Person, sink: MailSink, wires: Opened, time: Time
) -> None:
    for number in range(8):
        warn(ana, number)
    sink.drop_after_data(keep=True)
    run_once(wires=wires())
    warn(ana, 9, lane=Lane.UPDATE)
    time.forward(minutes=2)
    run_once(wires=wires())
    digests = [mail for mail in sink.mails if "8 promises broken" in str(mail.message["Subject"])]
    assert len({mail.message["Message-ID"] for mail in digests}) == 1
    assert len(digests) == 2
    assert Delivery.objects.filter(folded_into__isnull=False, state="accepted").count() == 7


def test_a_digest_refused_for_good_has_failed_for_all(ana: Person, sink: MailSink, wires: Opened) -> None:
    for number in range(8):
        warn(ana, number)
    sink.answer("rcpt", "550 5.1.1 gone")
    run_once(wires=wires())
    assert set(Delivery.objects.values_list("state", flat=True)) == {"failed"}
