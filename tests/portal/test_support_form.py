"""The public form: a ticket without an account, that believes nobody and tells nothing (A5, T10 to T12)."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from holdfast.kernel.refusal import Refused
from holdfast.notices.models import Delivery, DeliveryState, Notice
from holdfast.notices.rendering import render
from holdfast.people.models import Person, Role
from holdfast.portal.scenarios import catalogue_for
from holdfast.portal.support.form import SupportForm
from holdfast.portal.support.page import PER_ADDRESS, open_unless_too_often
from holdfast.portal.support.proof import proof_of
from holdfast.project.demo.world import World
from holdfast.promises.models import Promise, State
from holdfast.tickets.models import Ticket
from holdfast.vendor.models import the_vendor
from tests.once import once_in
from tests.portal.visiting import as_, stranger
from tests.world import Clock

pytestmark = pytest.mark.django_db


def sent(clock: Clock, client: Client | None = None, *, wait: float = 10, **said: Any) -> Any:
    """Fill in the form as a person does, taking a while, and send it."""
    proof = proof_of(clock.now)
    clock.forward(seconds=wait)
    given = {
        "name": "Perrin Vale",
        "address": "perrin@somewhere.example",
        "subject": "SUBJECTWORDS of mine",
        "text": "TYPEDWORDS of mine",
        "started": proof,
        **said,
    }
    return (client or stranger()).post("/support/", given, REMOTE_ADDR=said.pop("source", "198.51.100.7"))


def test_it_opens_a_ticket_and_shows_its_reference(world: World, the_clock: Clock) -> None:
    assert stranger().get("/support/").status_code == 200
    name = once_in(stranger().get("/support/"))
    locations = []
    for _ in range(PER_ADDRESS[0].times + 1):  # the limit counts what is done, not what is pressed
        file = SimpleUploadedFile("a.txt", b"a")
        answer = sent(the_clock, wait=4, scenario="misrouted", files=[file], once=name)
        locations.append(answer.headers["Location"].split(".")[0])
    ticket = Ticket.objects.get()
    assert set(locations) == {f"/support/received/r{ticket.pk}"}
    other = sent(the_clock, text="MOREWORDS", once=name)
    assert other.status_code == 422 and "MOREWORDS</textarea>" in other.content.decode()
    assert once_in(other) != name, "sent once more, it is another form"
    shown = stranger().get(answer.headers["Location"])
    assert shown.status_code == 200
    page = shown.content.decode()
    assert ticket.reference in page
    assert "TYPEDWORDS" not in page
    assert (ticket.channel, ticket.priority, ticket.requester.email) == (
        "form",
        2,
        "perrin@somewhere.example",
    )
    assert ticket.messages.get().attachments.count() == 1
    assert Promise.objects.get(ticket=ticket, clause="acknowledge").state == State.KEPT
    old = sent(the_clock, wait=25 * 3600, scenario="misrouted", once=name)
    assert once_in(old) == name, "too old a form is given out anew, and still leads to what it opened"


def test_t11_nothing_that_was_typed_is_mailed_to_an_address_that_is_not_confirmed(
    world: World, the_clock: Clock
) -> None:
    sent(the_clock)
    row = Delivery.objects.get(address="perrin@somewhere.example")
    words = render(Notice.objects.get(pk=row.notice_id), row, the_vendor())
    mail = f"{words.subject}\n{words.text}\n{words.html}"
    assert Ticket.objects.get().reference in mail
    for typed in ("SUBJECTWORDS", "TYPEDWORDS", "Perrin"):
        assert typed not in mail


def test_a_form_proves_nobody_so_it_belongs_to_no_organisation_and_is_marked(
    world: World, the_clock: Clock
) -> None:
    sent(the_clock, address="Bram@ospreylane.example", name="Bram Oakhollow")
    ticket = Ticket.objects.get()
    assert (ticket.requester, ticket.organisation) == (world.bram, None)
    assert ticket.messages.get().author_label == "Bram Oakhollow <bram@ospreylane.example>, not confirmed"
    assert as_(world.orla).get(f"/tickets/{ticket.pk}/").status_code == 404
    world.bram.refresh_from_db()
    assert world.bram.name == "Bram Oakhollow"


def test_a_form_never_renames_a_person_we_know(world: World, the_clock: Clock) -> None:
    sent(the_clock, address="bram@ospreylane.example", name="Somebody Else")
    assert Person.objects.get(email="bram@ospreylane.example").name == "Bram Oakhollow"


def test_t12_known_unknown_and_our_own_get_the_same_answer_at_the_same_cost(
    world: World, the_clock: Clock
) -> None:
    sent(the_clock, address="first@somewhere.example")  # what is read once for all is read now
    Person.objects.filter(pk=world.lutz.pk).update(confirmed_at=None)
    told, counts = set(), {}
    for address in (
        "bram@ospreylane.example",
        world.lutz.email,
        "nobody@somewhere.example",
        "tobin@pellucid.example",
    ):
        the_clock.forward(minutes=11)
        client = stranger()
        with CaptureQueriesContext(connection) as seen:
            answer = sent(the_clock, client, address=address)
        counts[address] = len(seen)
        page = client.get(answer.headers["Location"]).content.decode().split("<main", 1)[1]
        reference = Ticket.objects.latest("pk").reference
        told.add((answer.status_code, re.sub(r"\b\d\d:\d\d\b", "TIME", page.replace(reference, "REFERENCE"))))
    assert len(told) == 1
    assert max(counts.values()) - min(counts.values()) <= 3, counts
    assert not Person.objects.filter(email__endswith="nobody.invalid").exists()


def test_t12_an_address_that_takes_no_mail_is_opened_and_never_written_to(
    world: World, the_clock: Clock
) -> None:
    assert sent(the_clock, address="support@pellucid.example").status_code == 302
    assert sent(the_clock, address="mailer-daemon@somewhere.example").status_code == 302
    assert Ticket.objects.count() == 2
    assert not Delivery.objects.exclude(state=DeliveryState.CANCELLED).exists()


SPELLINGS = ("victim@home.example", "Victim@home.example", "vic.tim@home.example", "victim+tag@home.example")
"""Of one mailbox."""


def confirmations() -> Counter[str]:
    """What the victim of these tests was written, by what became of it."""
    return Counter(Delivery.objects.filter(address__endswith="@home.example").values_list("state", flat=True))


def test_t10_after_five_tickets_an_hour_the_door_says_that_it_is_too_often(
    world: World, the_clock: Clock
) -> None:
    answers = [
        sent(the_clock, address=SPELLINGS[number % 4], source=f"203.0.113.{number}").status_code
        for number in range(12)
    ]
    assert answers == [302] * 5 + [429] * 7
    assert confirmations() == {DeliveryState.WAITING: 1, DeliveryState.CANCELLED: 4}


def test_t10_of_500_forms_for_one_mailbox_from_200_sources_one_is_confirmed_an_hour_and_the_alarm_is_given(
    world: World, the_clock: Clock
) -> None:
    """Behind the page, which is the same for each of them."""
    catalogue = catalogue_for(None, now=the_clock.now, zone=UTC)

    def send(number: int) -> str:
        given = {"name": "V", "address": SPELLINGS[number % 4], "subject": "S", "text": "T"}
        given["started"] = proof_of(the_clock.now - timedelta(minutes=1))
        form = SupportForm(given, catalogue=catalogue, now=the_clock.now)
        assert form.is_valid(), form.errors
        try:
            open_unless_too_often(form, f"203.0.113.{number % 200}", at=the_clock.now)
        except Refused as refused:
            return refused.code
        return "opened"

    assert Counter(send(number) for number in range(500)) == {"opened": 5, "too_often": 495}
    assert confirmations() == {DeliveryState.WAITING: 1, DeliveryState.CANCELLED: 4}
    alarm = Notice.objects.get(kind="alarm")
    assert alarm.about == "alarm-NoticeMuted"
    told = set(alarm.deliveries.values_list("person", flat=True))
    assert told == {each.pk for each in Person.objects.in_role(Role.ADMINISTRATOR)}
    the_clock.forward(hours=1)
    assert [send(number) for number in range(2)] == ["opened"] * 2
    assert confirmations()[DeliveryState.WAITING] == 2


def test_one_source_has_its_limit_and_others_go_on(world: World, the_clock: Clock) -> None:
    codes = [
        sent(the_clock, address=f"a{number}@home.example", source="198.51.100.9").status_code
        for number in range(11)
    ]
    assert codes == [302] * 10 + [429]
    assert sent(the_clock, address="b@home.example", source="198.51.100.10").status_code == 302
    the_clock.forward(minutes=11)
    assert sent(the_clock, address="c@home.example", source="198.51.100.9").status_code == 302


def test_programs_are_kept_out_and_people_told_what_to_do(world: World, the_clock: Clock) -> None:
    quick = sent(the_clock, wait=1)
    assert quick.status_code == 422
    assert "quicker than one can type" in quick.content.decode()
    assert "TYPEDWORDS" in quick.content.decode()
    assert sent(the_clock, website="https://spam.example").status_code == 422
    assert sent(the_clock, started="").status_code == 422
    assert sent(the_clock, started="1764000000.aaaaaaaaaaaaaaaa").status_code == 422
    assert sent(the_clock, wait=25 * 3600).status_code == 422
    assert not Ticket.objects.exists()
    fresh = sent(the_clock, started="").content.decode()
    assert f'value="{proof_of(the_clock.now)}"' in fresh  # shown again, it is given out anew


@pytest.mark.parametrize(
    "said",
    [
        {"address": "no address"},
        {"address": "a@b"},
        {"name": ""},
        {"subject": ""},
        {"text": " "},
        {"scenario": "made-up"},
    ],
)
def test_what_is_missing_or_wrong_is_said(world: World, the_clock: Clock, said: dict[str, str]) -> None:
    assert sent(the_clock, **said).status_code == 422
    assert not Ticket.objects.exists()


def test_t15_a_name_with_line_ends_makes_one_line(world: World, the_clock: Clock) -> None:
    sent(the_clock, name="Perrin\r\nBcc: victim@home.example\u2028x", subject="One\r\nTwo")
    ticket = Ticket.objects.get()
    assert ticket.subject == "One Two"
    assert ticket.requester.name == "Perrin Bcc: victim@home.example x"
    assert "\n" not in ticket.messages.get().author_label


def test_whoever_is_signed_in_gets_the_better_form(world: World) -> None:
    assert as_(world.orla).get("/support/").headers["Location"] == "/tickets/new/"


def test_the_page_of_the_reference_is_signed_and_ends(world: World, the_clock: Clock) -> None:
    path = sent(the_clock).headers["Location"]
    forged = path.replace("/r", "/r9", 1)
    assert stranger().get(forged).status_code == 404
    the_clock.forward(hours=2)
    assert stranger().get(path).status_code == 410


def test_few_and_small_files(world: World, the_clock: Clock) -> None:
    many = [SimpleUploadedFile(f"{number}.txt", b"x") for number in range(4)]
    assert sent(the_clock, files=many).status_code == 422
    assert not Ticket.objects.exists()


@pytest.mark.parametrize(
    "field", ["name", "address", "subject", "text", "scenario", "product", "started", "website"]
)
@pytest.mark.parametrize("nasty", ["a\0b", "\x1b[31m\x7f"])
def test_t25_what_no_database_holds_is_refused_or_cleaned_in_every_field(
    world: World, the_clock: Clock, field: str, nasty: str
) -> None:
    answer = sent(the_clock, **{field: nasty})
    assert answer.status_code in (302, 422)
    for ticket in Ticket.objects.all():
        said = ticket.messages.get()
        for kept in (ticket.subject, said.text, said.author_label, ticket.requester.name):
            assert not set(kept) & set("\0\x1b\x7f")
