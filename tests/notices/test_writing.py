"""Writing: once, set-wise, to those who can be written to."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from holdfast.kernel import clock
from holdfast.notices.actions.writing import write_notices
from holdfast.notices.letters import Letter
from holdfast.notices.models import Delivery, DeliveryState, Lane, Notice
from holdfast.people.models import Person
from holdfast.vendor.models import Vendor
from tests.notices.letters import NOON, Time, row, states, tell, to


def test_the_same_event_is_written_once(mara: Person, teo: Person) -> None:
    first = tell(mara, event="message-7", said={"a": 1})
    mail_id = row(first, mara).mail_id
    again = tell(mara, teo, event="message-7", said={"a": 2})
    assert again.pk == first.pk
    assert states(first) == {mara.email: "waiting", teo.email: "waiting"}
    assert row(first, mara).mail_id == mail_id
    assert Notice.objects.get(pk=first.pk).said == {"a": 1}


def test_a_reader_named_twice_gets_one_mail(mara: Person) -> None:
    assert states(tell(mara, mara)) == {mara.email: "waiting"}


def test_message_ids_are_unguessable_and_on_our_host(mara: Person, teo: Person) -> None:
    ids = {row.mail_id for row in Delivery.objects.filter(notice=tell(mara, teo))}
    assert len(ids) == 2
    assert all(
        len(mail_id) == len("<>@vendor.example") + 26 and mail_id.endswith("@vendor.example>")
        for mail_id in ids
    )


def test_values_are_kept_as_they_were_instants_in_utc(mara: Person) -> None:
    notice = tell(mara, said={"due_at": NOON, "text": "a\x00b", "list": [NOON, {"deep": "\ud800"}]})
    kept = Notice.objects.get(pk=notice.pk).said
    assert kept == {
        "due_at": "2026-11-24T12:00:00+00:00",
        "text": "ab",
        "list": [kept["due_at"], {"deep": "?"}],
    }


@pytest.mark.parametrize(
    ("address", "trouble"),
    [
        ("", "no usable address"),
        ("mara", "no usable address"),
        ("a@b@client.example", "no usable address"),
        ("mara@client.example\r\nbcc: x@y.example", "no usable address"),
        ("mara velez@client.example", "no usable address"),
        ('"mara"@client.example', "no usable address"),
        ("support@vendor.example", "our own address"),
        ("support+b123@vendor.example", "our own address"),
        ("help@vendor.example", "our own address"),
        ("no-reply@client.example", "nobody reads mail"),
        ("mailer-daemon@client.example", "nobody reads mail"),
    ],
)
def test_t19_those_who_cannot_be_written_to_are_left_out_visibly(
    vendor: Vendor, address: str, trouble: str
) -> None:
    Vendor.objects.update(other_addresses=["Help@vendor.example"])
    person = Person.objects.create(email=address.lower(), confirmed_at=NOON)
    notice = tell(person)
    (left,) = Delivery.objects.filter(notice=notice)
    assert left.state == DeliveryState.CANCELLED
    assert trouble in left.trouble


def test_inactive_persons_are_left_out_visibly(mara: Person) -> None:
    mara.is_active = False
    assert states(tell(mara)) == {mara.email: "cancelled"}


@pytest.mark.django_db(transaction=True)
def test_t60_what_is_rolled_back_is_told_to_nobody(mara: Person) -> None:
    def write_and_fail() -> None:
        with transaction.atomic():
            tell(mara)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    assert not Notice.objects.exists()
    assert not Delivery.objects.exists()


def test_each_mail_of_a_thread_follows_the_one_before(mara: Person, teo: Person) -> None:
    first, second, other = tell(mara, teo), tell(mara), tell(mara, about="matter-2")
    assert row(first, mara).follows == ""
    assert row(second, mara).follows == row(first, mara).mail_id
    assert row(other, mara).follows == ""
    third, fourth = write_notices(
        [
            Letter(event=e, kind="test_mail", about="matter-1", readers=to(mara), subject="x")
            for e in ("e3", "e4")
        ]
    )
    assert row(third, mara).follows == row(second, mara).mail_id
    assert row(fourth, mara).follows == row(third, mara).mail_id


def test_what_was_put_off_is_tried_at_once_when_a_newer_word_waits_behind_it(
    mara: Person, time: Time
) -> None:
    first = tell(mara)
    Delivery.objects.update(due_at=time.now.replace(year=2027))
    tell(mara)
    assert row(first, mara).due_at == time.now


def test_five_hundred_notices_take_a_few_statements(vendor: Vendor, ana: Person) -> None:
    letters = [
        Letter(
            event=f"promise_broken-{number}",
            kind="promise_broken",
            about=f"ticket-{number}",
            readers=to(ana),
            subject="Chats are misrouted",
            said={"clause": "Turnaround", "due_at": NOON, "priority": 1, "reference": "HF-7Q3K"},
            lane=Lane.PAGING,
        )
        for number in range(500)
    ]
    with CaptureQueriesContext(connection) as queries:
        write_notices(letters, at=clock.now())
    assert len(queries) <= 7
    assert Delivery.objects.filter(state="waiting").count() == 500
