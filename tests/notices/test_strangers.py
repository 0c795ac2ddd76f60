"""What an address is told that nobody has confirmed."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes
from email.policy import default

import pytest
from django.conf import settings
from django.db import connection
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from holdfast.notices.actions.writing import write_notice
from holdfast.notices.mail import Mail, write_mail
from holdfast.notices.models import Delivery, Notice
from holdfast.notices.sender import the_sender
from holdfast.notices.strangers import without_typed
from holdfast.people.models import Person
from tests.notices.letters import NOON, Time, row, states, tell, to

TYPED = "Cheap pills at evil.example"


def acknowledge(person: Person, number: int = 1, **more: object) -> Notice:
    said = {"reference": "HF-7Q3K", "subject": TYPED, "text": TYPED, "name": TYPED, "due_at": NOON}
    return tell(
        person,
        event=f"acknowledgement-{number}",
        kind="acknowledgement",
        about=f"request-{number}",
        subject=TYPED,
        **({"said": said} | more),
    )


def test_t11_a_mail_to_an_unconfirmed_address_holds_nothing_that_was_typed(stranger: Person) -> None:
    notice = acknowledge(stranger, from_name=TYPED, files=[{"sha256": "0" * 64, "filename": TYPED}])
    mail = write_mail(notice, row(notice, stranger), the_sender()).message.decode()
    assert "Subject: Your request HF-7Q3K\r\n" in mail
    for word in ("pills", "evil", "Cheap", "Buy", stranger.name):
        assert word not in mail
    assert "HF-7Q3K" in mail


@limits(max_examples=60)
@given(
    said=st.dictionaries(st.sampled_from(["reference", "due_at", "ticket_link", "x_url", "text"]), st.text())
)
def test_t11_only_what_has_a_shape_passes(said: dict[str, str]) -> None:
    for key, value in without_typed(said).items():
        assert key != "text"
        assert not set(value) & set(" \r\n<>\"'\u2028")
        assert value.startswith(settings.SITE_URL) or "/" not in value


def test_t11_a_link_elsewhere_does_not_pass() -> None:
    home = settings.SITE_URL
    said = {
        "a_link": "https://evil.example/",
        "b_url": f"{home}.evil.example/",
        "c_url": f"{home}@evil.example/",
    }
    assert without_typed(said | {"d_url": f"{home}/t/HF-7Q3K/?k=a-b_c"}) == {
        "d_url": f"{home}/t/HF-7Q3K/?k=a-b_c"
    }


def test_a_persons_reply_to_a_stranger_keeps_their_words_but_not_the_typed_subject(stranger: Person) -> None:
    said = {
        "reference": "HF-7Q3K",
        "subject": TYPED,
        "text": "Have you tried another browser?",
        "quoted": TYPED,
    }
    notice = tell(stranger, kind="plain_reply", subject=TYPED, said=said, is_automatic=False)
    Notice.objects.filter(pk=notice.pk).update(kind="plain")
    mail = write_mail(Notice.objects.get(pk=notice.pk), row(notice, stranger), the_sender()).message.decode()
    assert "another browser" in mail
    assert "pills" not in mail


def test_the_subject_of_a_strangers_thread_stays_when_the_address_is_confirmed(stranger: Person) -> None:
    acknowledge(stranger)
    stranger.confirmed_at = NOON
    for nth in range(3):
        later = tell(stranger, about="request-1", subject="Printer broken", event=f"later-{nth}")
        assert row(later, stranger).subject == "Your request HF-7Q3K"
        assert not row(later, stranger).to_stranger


def test_our_own_people_are_no_strangers(ana: Person) -> None:
    assert not row(tell(ana), ana).to_stranger


def test_t10_one_acknowledgement_an_hour_goes_to_an_unconfirmed_address(
    stranger: Person, time: Time, facts: Callable[[str], list[dict[str, object]]]
) -> None:
    written = [acknowledge(stranger, number) for number in range(1, 21)]
    found = [row(notice, stranger) for notice in written]
    assert [each.state for each in found] == ["waiting"] + ["cancelled"] * 19
    assert "within the hour" in found[1].trouble
    assert [fact["delivery"] for fact in facts("NoticeMuted")] == [found[1].pk]
    time.forward(hours=1)
    assert row(acknowledge(stranger, 21), stranger).state == "waiting"


def test_t10_other_spellings_of_one_mailbox_are_one_also_in_one_batch(stranger: Person) -> None:
    others = [
        Person.objects.create(email=address)
        for address in ("k.it@home.example", "kit+shop@home.example", "kit@elsewhere.example")
    ]
    Person.objects.filter(pk=stranger.pk).update(email="kit@home.example")
    stranger.refresh_from_db()
    notice = write_notice(
        event="acknowledgement-all",
        kind="acknowledgement",
        about="request-1",
        readers=to(*others),
        subject=TYPED,
        said={"reference": "HF-7Q3K"},
    )
    assert states(notice) == {
        "k.it@home.example": "waiting",
        "kit+shop@home.example": "cancelled",
        "kit@elsewhere.example": "waiting",
    }
    assert row(acknowledge(stranger, 2), stranger).state == "cancelled"


def test_t10_a_confirmed_reader_gets_each_acknowledgement(mara: Person) -> None:
    assert {row(acknowledge(mara, number), mara).state for number in range(5)} == {"waiting"}


@pytest.mark.django_db(transaction=True)
def test_t10_two_forms_sent_at_once_are_answered_once(stranger: Person) -> None:
    def send(number: int) -> None:
        try:
            acknowledge(stranger, number)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(send, range(8)))
    assert Delivery.objects.filter(state="waiting").count() == 1
    assert Delivery.objects.filter(state="cancelled").count() == 7


def test_t11_whatever_place_it_was_typed_in_it_is_in_no_part_of_the_mail(stranger: Person) -> None:
    word = "zq-typed-zq"
    keys = (
        "reference",
        "subject",
        "text",
        "due_at",
        "a_link",
        "why",
        "words",
        "mail_subject",
        "reader_name",
        "status",
    )
    notice = tell(
        stranger,
        kind="acknowledgement",
        subject=word,
        from_name=word,
        said=dict.fromkeys(keys, f"{word} ")
        | {"facts": [[word, word]], "button_link": word, "button_label": word},
        files=[{"sha256": word, "filename": word, "media_type": word}],
    )
    Delivery.objects.update(name=word)
    assert word not in _all_of(write_mail(notice, row(notice, stranger), the_sender()))


def test_t11_nor_is_it_in_a_mail_that_brings_earlier_ones_along(stranger: Person) -> None:
    earlier = acknowledge(stranger)
    later = tell(stranger, about="request-1", event="later", said={"reference": "HF-7Q3K", "text": TYPED})
    folded = [(earlier, row(earlier, stranger))]
    told = _all_of(write_mail(later, row(later, stranger), the_sender(), folded=folded))
    assert "HF-7Q3K" in told
    assert [word for word in ("pills", "evil", "Cheap") if word in told] == []


def _all_of(mail: Mail) -> str:
    """Headers and parts as a program shows them, whatever lines the transfer broke."""
    found = message_from_bytes(mail.message, policy=default)
    parts = [part.get_content() for part in found.walk() if not part.is_multipart()]
    return "\n".join([*(f"{name}: {value}" for name, value in found.items()), *parts])
