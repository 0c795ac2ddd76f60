"""Product upgrades and newsletters: to those who want them, left by one click, apart from the emergency stream."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from holdfast.catalogue.models import Service, Use
from holdfast.clients.emergency.reading import list_of
from holdfast.clients.models import ListEntry, ListVersion, Wanted
from holdfast.incidents.readers import readers_of
from holdfast.kernel import clock
from holdfast.kernel.models import TrailEntry
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.news.actions.mailing import drop_mailing, send_mailing, write_mailing
from holdfast.news.models import Mailing
from holdfast.news.readers import audience_of
from holdfast.notices.mail import write_mail
from holdfast.notices.models import Delivery, Lane
from holdfast.notices.queries import shown_letter
from holdfast.notices.sender import the_sender
from holdfast.people.models import Person
from holdfast.project.demo.world import World
from tests.incidents.estate import listed
from tests.web.doors import At

pytestmark = pytest.mark.django_db

EMERGENCY = (Wanted.INTERRUPTION, Wanted.MAINTENANCE)


@pytest.fixture
def readers(world: World) -> World:
    """Orla and Lutz want the newsletter, Bram the upgrades; all three are confirmed."""
    Person.objects.filter(email__in=[world.persons[each].email for each in ("orla", "lutz", "bram")]).update(
        confirmed_at=clock.now()
    )
    listed(world.osprey, world.persons["orla"], wants=(*EMERGENCY, Wanted.NEWSLETTER))
    listed(world.organisations["velda"], world.persons["lutz"], wants=(*EMERGENCY, Wanted.NEWSLETTER))
    listed(world.quillon, world.persons["bram"], wants=(*EMERGENCY, Wanted.UPGRADES))
    return world


def sent(world: World, kind: str = "newsletter") -> Mailing:
    draft = write_mailing(kind=kind, subject="What is new", text="Faster boards.", by=world.delphine)
    return send_mailing(draft, by=world.delphine)


def addresses() -> list[str]:
    return sorted(Delivery.objects.filter(notice__kind="news").values_list("address", flat=True))


def mail_of(row: Delivery) -> str:
    return write_mail(row.notice, row, the_sender()).message.decode()


def test_it_goes_to_those_who_want_the_kind_and_to_nobody_else(readers: World) -> None:
    sent(readers)
    assert addresses() == sorted([readers.persons["orla"].email, readers.persons["lutz"].email])
    assert {row.lane for row in Delivery.objects.filter(notice__kind="news")} == {Lane.NEWS}


def test_of_a_product_only_those_hear_whose_client_uses_it_now(readers: World, at_desk: At) -> None:
    """Osprey Lane uses Review, Velda does not; both use Chat, Velda until today."""
    orla, lutz = (readers.persons[each].email for each in ("orla", "lutz"))
    product = Service.objects.get(name="Review").product
    assert product is not None
    manager = at_desk(readers.delphine)
    said = {"kind": "newsletter", "subject": "What is new", "text": "Scores.", "product": product.pk}
    manager.post("/desk/news/new/", said)
    found = Mailing.objects.get()
    shown = manager.get(f"/desk/news/{found.pk}/").content.decode()
    assert f"It goes to 1 contact of 1 client who uses {product}." in shown
    send_mailing(found, by=readers.delphine)
    assert addresses() == [orla]
    chat = Service.objects.get(name="Chat").product
    assert chat is not None
    draft = write_mailing(kind="newsletter", subject="x", text="y", product=chat, by=readers.delphine)
    assert len(audience_of(draft.kind, chat.pk, at=clock.now()).readers) == 2
    Use.objects.filter(organisation=readers.organisations["velda"]).update(until_at=clock.now())
    send_mailing(draft, by=readers.delphine)
    assert addresses() == sorted([orla, orla]) and lutz not in addresses()


def test_an_address_that_nobody_confirmed_or_that_bounces_gets_no_news(readers: World) -> None:
    Person.objects.filter(email=readers.persons["orla"].email).update(confirmed_at=None)
    Person.objects.filter(email=readers.persons["lutz"].email).update(bounced_at=clock.now())
    with pytest.raises(Refused, match="Nobody wants"):
        sent(readers)
    assert addresses() == []


def test_it_carries_what_mail_programs_need_for_one_click_and_the_emergency_stream_never_does(
    readers: World,
) -> None:
    sent(readers)
    row = Delivery.objects.select_related("notice").filter(notice__kind="news").first()
    assert row is not None
    mail = mail_of(row)
    assert f"List-Unsubscribe: <http://localhost:8000/news/{row.token}/>" in mail.replace("\r\n ", " ")
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in mail
    assert re.search(r"List-Id: <news\.", mail)
    row.notice.kind, row.notice.lane = "maintenance_notice", Lane.MAINTENANCE
    row.notice.said = {"title": "Upgrade", "works": "Chat", "text": "Slow."}
    assert "List-Unsubscribe" not in mail_of(row) and "/news/" not in mail_of(row)


def test_one_click_from_a_mail_program_ends_that_kind_alone_and_never_the_emergency_stream(
    readers: World,
) -> None:
    sent(readers)
    row = Delivery.objects.get(address=readers.persons["orla"].email, notice__kind="news")
    outside = Client(enforce_csrf_checks=True)
    looked = outside.get(f"/news/{row.token}/")
    assert looked.status_code == 200
    assert Wanted.NEWSLETTER in list_of(readers.osprey.pk).entries[0].wants  # looking changes nothing
    answer = outside.post(f"/news/{row.token}/", {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert list(list_of(readers.osprey.pk).entries[0].wants) == list(EMERGENCY)
    for wanted in EMERGENCY:
        (reader,) = readers_of([readers.osprey.pk], wanted)[readers.osprey.pk].readers
        assert reader.person == readers.persons["orla"]
    versions = ListVersion.objects.filter(list__organisation=readers.osprey).count()
    outside.post(f"/news/{row.token}/", {"List-Unsubscribe": "One-Click"})
    assert ListVersion.objects.filter(list__organisation=readers.osprey).count() == versions
    assert TrailEntry.objects.filter(fact="NewsLeft").count() == 1
    Delivery.objects.all().update(state="accepted")
    sent(readers)
    assert addresses().count(readers.persons["orla"].email) == 1


def test_whoever_stood_on_a_list_for_news_alone_leaves_it(readers: World) -> None:
    listed(readers.osprey, readers.persons["orla"])
    listed_two = list_of(readers.osprey.pk)
    assert len(listed_two.entries) == 1
    bram = readers.persons["bram"]
    ListEntry.objects.create(version=listed_two.version, person=bram, position=9, wants=[Wanted.NEWSLETTER])
    sent(readers)
    row = Delivery.objects.get(address=bram.email, notice__kind="news")
    assert Client().post(f"/news/{row.token}/").status_code == 200
    assert [each.person.email for each in list_of(readers.osprey.pk).entries] == [
        readers.persons["orla"].email
    ]


def test_t53_a_link_of_128_bits_that_was_never_mailed_as_news_opens_nothing(readers: World) -> None:
    sent(readers)
    rows = list(Delivery.objects.filter(notice__kind="news"))
    assert all(re.fullmatch("[a-z2-7]{26}", each.token) for each in rows)
    assert len({each.token for each in rows}) == len(rows) > 1
    row, before = rows[0], list_of(readers.osprey.pk).version.pk
    last = "a" if row.token[-1] != "a" else "b"
    guesses = [
        "abc",
        "a" * 26,
        "%",
        f"{row.token[:-1]}{last}",
        *(row.token[:length] for length in (1, 13, 25)),
    ]
    for token in guesses:
        for answer in (Client().get(f"/news/{token}/"), Client().post(f"/news/{token}/")):
            assert answer.status_code == 404, token
    Delivery.objects.filter(pk=row.pk).update(lane=Lane.MAINTENANCE)
    assert Client().post(f"/news/{row.token}/").status_code == 404
    assert list_of(readers.osprey.pk).version.pk == before


def test_nobody_of_ours_reads_the_link_by_which_a_client_leaves(readers: World) -> None:
    sent(readers)
    row = Delivery.objects.select_related("notice").filter(notice__kind="news").first()
    assert row is not None
    shown = shown_letter(row, the_sender(), to=readers.tobin)
    assert "Faster boards." in shown.text and row.token not in shown.text + shown.html


def test_what_is_sent_stands_and_only_those_who_may_write(readers: World) -> None:
    with pytest.raises(Forbidden):
        write_mailing(kind="newsletter", subject="x", text="y", by=readers.tobin)
    found = sent(readers)
    for act in (
        lambda: send_mailing(found, by=readers.delphine),
        lambda: drop_mailing(found, by=readers.delphine),
        lambda: write_mailing(kind="newsletter", subject="x", text="y", mailing=found, by=readers.delphine),
    ):
        with pytest.raises(Refused, match="stands as it went"):
            act()
    assert len(addresses()) == 2


def test_it_is_written_looked_at_and_sent_at_the_desk(readers: World, at_desk: At) -> None:
    manager = at_desk(readers.delphine)
    assert "Nothing written yet" in manager.get("/desk/news/").content.decode()
    said = {"kind": "upgrades", "subject": "Boards are faster", "text": "Open them and see <so>."}
    assert manager.post("/desk/news/new/", {**said, "text": " "}).status_code == 422
    answer = manager.post("/desk/news/new/", said)
    found = Mailing.objects.get()
    assert answer["Location"] == f"/desk/news/{found.pk}/"
    shown = manager.get(f"/desk/news/{found.pk}/").content.decode()
    assert "You get this because … wants to hear of product upgrades." in shown
    assert "Open them and see &lt;so&gt;." in shown and "It goes to 1 contact of 1 client." in shown
    manager.post(f"/desk/news/{found.pk}/change/", {**said, "subject": "Boards open faster"})
    assert "It goes to 1 contact" in manager.get(f"/desk/news/{found.pk}/send/").content.decode()
    assert manager.post(f"/desk/news/{found.pk}/send/").status_code == 302
    shown = manager.get(f"/desk/news/{found.pk}/").content.decode()
    assert "0 of 1 accepted" in shown and "Boards open faster" in manager.get("/desk/news/").content.decode()


def test_its_pages_ask_no_more_when_there_is_more_to_show(readers: World, at_desk: At) -> None:
    manager = at_desk(readers.delphine)
    counts = []
    for _ in range(2):
        found = sent(readers)
        counts.append([asked(manager, path) for path in ("/desk/news/", f"/desk/news/{found.pk}/")])
        listed(readers.osprey, readers.persons["orla"], readers.persons["bram"])
    assert counts[0] == counts[1]
    assert counts[0][0] <= 7 and counts[0][1] <= 9


def asked(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)
