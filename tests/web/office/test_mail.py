"""Mail that a person judges, and letters as they left."""

from __future__ import annotations

import pytest

from holdfast.channels.models import MailState, RawMail
from holdfast.notices.models import Delivery, DeliveryState
from holdfast.project.demo.world import World
from holdfast.tickets.models import Message, Ticket
from holdfast.web.office.subjects import subject_in_words, url_of_subject
from tests.web.doors import At
from tests.web.office.mails import held_mail


def test_the_list_says_why_from_whom_and_what_it_names(world: World, printer: Ticket, at_desk: At) -> None:
    mail = held_mail(printer)
    page = at_desk(world.tobin).get("/desk/mail/held/").content.decode()
    assert "DMARC failed" in page
    assert "orla@ospreylane.example" in page
    assert f"names #{printer.pk}" in page
    page = at_desk(world.tobin).get(f"/desk/mail/{mail.pk}/").content.decode()
    assert "without the right to join it" in page


def test_t33_a_hostile_mail_is_only_text(world: World, printer: Ticket, at_desk: At) -> None:
    mail = held_mail(printer, body=b"<script>alert(1)</script><img src=x onerror=alert(2)>")
    door = at_desk(world.tobin)
    page = door.get(f"/desk/mail/{mail.pk}/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    raw = door.get(f"/desk/mail/{mail.pk}/raw/")
    assert raw.headers["Content-Type"] == "application/octet-stream"
    assert raw.headers["Content-Disposition"].startswith("attachment")
    assert raw.content.endswith(b"onerror=alert(2)>")


def test_it_goes_onto_a_ticket_becomes_one_or_is_left_aside(
    world: World, printer: Ticket, at_desk: At
) -> None:
    door = at_desk(world.tobin)
    onto, opens, aside = held_mail(printer), held_mail(), held_mail()
    box = door.get(f"/desk/mail/{onto.pk}/ticket/").content.decode()
    assert "They then see the whole ticket" in box
    answer = door.post(f"/desk/mail/{onto.pk}/ticket/", {"onto": printer.pk})
    assert answer.headers["Location"] == f"/desk/tickets/{printer.pk}/"
    assert Message.objects.filter(ticket=printer, raw_mail=onto.pk).exists()
    answer = door.post(f"/desk/mail/{opens.pk}/new-ticket/")
    opened = RawMail.objects.get(pk=opens.pk).ticket
    assert opened is not None
    assert answer.headers["Location"] == f"/desk/tickets/{opened.pk}/"
    refused = door.post(f"/desk/mail/{aside.pk}/dropping/", {"why": " "})
    assert (refused.status_code, "why" in refused.context["form"].errors) == (422, True)
    assert door.post(f"/desk/mail/{aside.pk}/dropping/", {"why": "An advertisement."}).status_code == 302
    assert RawMail.objects.get(pk=aside.pk).state == MailState.DROPPED
    assert "An advertisement." in door.get("/desk/mail/left-aside/").content.decode()
    assert "Nothing is held" in door.get("/desk/mail/held/").content.decode()


def test_mail_in_quarantine_is_read_again(world: World, at_desk: At) -> None:
    mail = held_mail(state=MailState.QUARANTINED)
    door = at_desk(world.tobin)
    assert door.post(f"/desk/mail/{mail.pk}/reading/").status_code == 302
    assert RawMail.objects.get(pk=mail.pk).state == MailState.STORED


def test_t6_mail_in_the_name_of_our_own_people_is_never_released_as_theirs(
    world: World, printer: Ticket, at_desk: At
) -> None:
    mail = held_mail(printer, sender=b"saoirse@pellucid.example")
    answer = at_desk(world.tobin).post(f"/desk/mail/{mail.pk}/ticket/", {"onto": printer.pk})
    assert (answer.status_code, "sender" in answer.context["form"].errors) == (422, True)


def test_the_outbox_lists_filters_and_shows_a_letter_as_it_leaves(
    world: World, printer: Ticket, at_desk: At
) -> None:
    door, letter = at_desk(world.tobin), Delivery.objects.get(about=f"ticket-{printer.pk}")
    assert printer.reference in door.get("/desk/outbox/").content.decode()
    assert printer.reference not in door.get("/desk/outbox/", {"state": "accepted"}).content.decode()
    page = door.get(f"/desk/outbox/{letter.pk}/").content.decode()
    assert f'<iframe class="letter" sandbox src="/desk/outbox/{letter.pk}/html/"' in page
    html = door.get(f"/desk/outbox/{letter.pk}/html/")
    policy = html.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "script-src" not in policy
    assert "connect-src" not in policy
    assert printer.subject in html.content.decode()


def test_what_was_kept_is_sent_only_by_an_administrator_and_only_with_a_relay(
    world: World, printer: Ticket, at_desk: At
) -> None:
    Delivery.objects.update(state=DeliveryState.KEPT)
    door = at_desk(world.piotr)
    refused = door.post("/desk/outbox/sending/", follow=True).content.decode()
    assert "No relay is set (HOLDFAST_RELAY)." in refused
    assert Delivery.objects.filter(state=DeliveryState.KEPT).exists()
    from holdfast.vendor.models import Vendor

    Vendor.objects.update(demo_sink=True)
    assert "set on the way" in door.post("/desk/outbox/sending/", follow=True).content.decode()
    assert not Delivery.objects.filter(state=DeliveryState.KEPT).exists()


@pytest.mark.parametrize(
    ("about", "words", "url"),
    [
        ("ticket-4", "#4", "/desk/tickets/4/"),
        ("person-7", "Person 7", "/desk/people/7/"),
        ("page-3", "Duty page 3", "/desk/duty/pages/3/"),
        ("organisation-2", "Client 2", "/desk/clients/2/"),
        ("mailing-5", "News 5", "/desk/news/5/"),
        ("maintenance-6", "Maintenance 6", "/desk/maintenance/6/"),
        ("rota-1", "Rota 1", ""),
        ("auditor", "Auditor", ""),
    ],
)
def test_whatever_a_letter_is_about_is_said_in_words_and_led_to(about: str, words: str, url: str) -> None:
    assert (subject_in_words(about), url_of_subject(about)) == (words, url)
