"""The outbox: what the desk shows of the ledger, and what was kept goes once a relay is there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from django.conf import settings as django_settings
from django.core.mail import EmailMultiAlternatives, send_mail

from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.notices.actions.keeping import send_what_was_kept
from holdfast.notices.actions.sending import Wires, run_once
from holdfast.notices.checks import check_mail_out, check_oldest_waiting
from holdfast.notices.models import Delivery
from holdfast.notices.queries import counts_by_state, letters_about, oldest_waiting, outbox, shown_letter
from holdfast.notices.sender import the_sender
from holdfast.people.models import Person, Role
from holdfast.vendor.models import Vendor
from tests.mail_sink import MailSink
from tests.notices.letters import NOON, Time, row, tell


@pytest.fixture
def administrator(vendor: Vendor) -> Person:
    return Person.objects.create(email="ada@vendor.example", name="Ada Lund", roles=[Role.ADMINISTRATOR])


@pytest.fixture
def django_mail(settings: Any) -> None:
    """Django's own mail as installed; pytest-django would put a box in its place."""
    settings.EMAIL_BACKEND = "holdfast.notices.django_mail.NoticeBackend"


def with_relay(settings: Any, sink: MailSink) -> None:
    settings.ENV = msgspec.structs.replace(django_settings.ENV, relay=sink.url())


def test_letters_are_listed_newest_first_by_pages(mara: Person) -> None:
    written = [row(tell(mara, is_automatic=False), mara).pk for _ in range(7)]
    first = outbox(limit=3)
    second = outbox(limit=3, before=first.before)
    third = outbox(limit=3, before=second.before)
    assert [each.pk for page in (first, second, third) for each in page.rows] == written[::-1]
    assert third.before is None
    assert [each.pk for each in letters_about("matter-1")] == written
    assert outbox(states=["failed"]).rows == []
    assert first.rows[0].kind == "test_mail"


def test_what_is_unsent_is_counted(mara: Person, time: Time) -> None:
    tell(mara)
    assert counts_by_state()["waiting"] == 1
    assert oldest_waiting(time.forward(minutes=3)) == timedelta(minutes=3)
    run_once()
    assert (counts_by_state()["waiting"], counts_by_state()["kept"]) == (0, 1)
    assert oldest_waiting(time.now) is None


def test_what_was_kept_goes_once_a_relay_is_there(
    mara: Person, ana: Person, administrator: Person, sink: MailSink, settings: Any, trail: Any
) -> None:
    first, second = tell(mara), tell(mara)
    run_once()
    with pytest.raises(Forbidden):
        send_what_was_kept(by=ana)
    with pytest.raises(Refused, match="No relay is set"):
        send_what_was_kept(by=administrator)
    with_relay(settings, sink)
    assert send_what_was_kept(by=administrator) == 2
    assert send_what_was_kept(by=administrator) == 0
    run_once()
    assert sink.ids() == [row(first, mara).mail_id, row(second, mara).mail_id]
    assert trail().count("KeptMailSent") == 1


def test_a_letter_is_shown_as_it_was_sent_but_personal_links_only_to_the_administrator(
    mara: Person, ana: Person, administrator: Person
) -> None:
    link = "http://localhost:8000/approve/secret-token?a=1&b=2"
    notice = tell(
        mara, said={"heading": link, "button_link": link, "button_label": "Approve", "sent_at": NOON}
    )
    delivery = row(notice, mara)
    shown, whole = (shown_letter(delivery, the_sender(), to=person) for person in (ana, administrator))
    assert "secret-token" not in shown.text + shown.html
    assert "secret-token" in whole.html
    assert shown.text == whole.text


def test_an_administrator_reads_the_links_of_no_letter_that_has_left_or_is_about_to(
    mara: Person, administrator: Person, sink: MailSink, settings: Any
) -> None:
    link = "http://localhost:8000/approve/secret-token"
    said = {"heading": "Approve", "button_link": link, "button_label": "Approve", "sent_at": NOON}
    delivery = row(tell(mara, said=said), mara)

    def is_read() -> bool:
        delivery.refresh_from_db()
        return "secret-token" in shown_letter(delivery, the_sender(), to=administrator).html

    run_once()
    assert (is_read(), delivery.state) == (True, "kept")
    without_relay = django_settings.ENV
    settings.ENV = msgspec.structs.replace(without_relay, nothing_leaves=True)
    assert not is_read(), "the link of a restored copy opens the original"
    with pytest.raises(Refused, match="HOLDFAST_NOTHING_LEAVES"):
        send_what_was_kept(by=administrator)
    settings.ENV = without_relay
    with_relay(settings, sink)
    assert not is_read()
    send_what_was_kept(by=administrator)
    run_once()
    assert (is_read(), delivery.state) == (False, "accepted")
    assert link in sink.mails[0].html
    settings.ENV = without_relay
    assert not is_read()


def test_sign_in_mail_of_django_goes_through_the_ledger(
    django_mail: None, mara: Person, ana: Person, sink: MailSink
) -> None:
    link = "http://localhost:8000/account/password/reset/key/3-abc/"
    assert send_mail("Reset\nyour password", f"Hello\n\n{link}\n", None, ["MARA@client.example"]) == 1
    delivery = Delivery.objects.select_related("notice").get()
    assert (delivery.notice.kind, delivery.person, delivery.about) == ("plain", mara, f"person-{mara.pk}")
    assert delivery.subject == "Reset your password"
    assert link not in shown_letter(delivery, the_sender(), to=ana).text
    from holdfast.carriers.relay_address import read_relay
    from holdfast.carriers.smtp import Relay

    run_once(wires=Wires([Relay(read_relay(sink.url()))]))
    assert link in sink.mails[0].text
    assert "somebody asked for it" in sink.mails[0].text


def test_sign_in_mail_reaches_unconfirmed_persons_and_nobody_who_is_unknown(
    django_mail: None, stranger: Person
) -> None:
    assert (
        send_mail("Sign in", "http://localhost:8000/x", None, [stranger.email, "nobody@nowhere.example"]) == 1
    )
    delivery = Delivery.objects.get()
    assert (delivery.subject, delivery.to_stranger) == ("Sign in", False)


def test_t13_a_flood_of_sign_in_mail_stops_at_the_cap(django_mail: None, mara: Person) -> None:
    for _ in range(15):
        send_mail("Sign in", "x", None, [mara.email])
    assert Delivery.objects.filter(state="waiting").count() == 10


def test_the_check_says_whether_mail_leaves(mara: Person, sink: MailSink, settings: Any, time: Time) -> None:
    assert not check_mail_out().is_well
    assert "HOLDFAST_RELAY" in check_mail_out().words
    with_relay(settings, sink)
    assert check_mail_out().is_well
    tell(mara)
    assert check_oldest_waiting().is_well
    time.forward(minutes=7)
    late = check_oldest_waiting()
    assert not late.is_well
    assert "7 min" in late.words
    settings.ENV = msgspec.structs.replace(django_settings.ENV, relay="http://relay")
    assert not check_mail_out().is_well


def test_a_provider_takes_the_same_mail(mara: Person) -> None:
    from holdfast.carriers.anymail import as_django_mail
    from holdfast.notices.mail import write_mail

    notice = tell(mara, thread_root="<root@client.example>", said={"sent_at": NOON})
    mail = write_mail(notice, row(notice, mara), the_sender())
    made = as_django_mail(mail.message, envelope_from=mail.envelope_from, to=mail.to)
    assert isinstance(made, EmailMultiAlternatives)
    sent = made.message()
    assert sent["Message-ID"] == row(notice, mara).mail_id
    assert sent["References"] == "<root@client.example>"
    assert sent["Auto-Submitted"] == "auto-generated"
    assert made.recipients() == ["Mara Velez <mara@client.example>"]
    assert [part.get_content_type() for part in sent.walk()][1:] == ["text/plain", "text/html"]
    assert made.envelope_sender == mail.envelope_from  # type: ignore[attr-defined]
