"""Words about an interruption while they are written: shared, previewed, from templates; and what they keep (E2, E3)."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction
from django.test import Client

from holdfast.carriers.wires import SMS, WEBHOOK
from holdfast.clients.models import ListEntry
from holdfast.incidents.actions.confirming import Hit, confirm_interruption, suspect_interruption
from holdfast.incidents.actions.drafting import keep_text
from holdfast.incidents.actions.linking import link_tickets
from holdfast.incidents.actions.telling import restore_interruption
from holdfast.incidents.models import BulletinKind, Draft, FormerText, Interruption, Level, WordTemplate
from holdfast.notices.models import Delivery
from holdfast.people.models import Person
from holdfast.project.demo.world import World
from holdfast.tickets.models import Message, Side
from tests.elsewhere import Elsewhere, until_somebody_waits
from tests.incidents.estate import Estate
from tests.incidents.estate import build_estate as build
from tests.web.doors import At
from tests.web.test_interruptions import REPORT
from tests.world import NOON, Clock, ticket_by_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def estate(world: World) -> Estate:
    return build(world)


@pytest.fixture
def found(estate: Estate, world: World) -> Interruption:
    """Confirmed; Osprey Lane and Velda are affected."""
    suspected = suspect_interruption(title="Messages arrive late", by=world.kaveh.actor)
    return confirm_interruption(suspected, hits=[Hit(estate.inbox, Level.MAJOR)], by=world.kaveh)


def type_in(
    client: Client,
    found: Interruption,
    text: str,
    *,
    name: str = "noticed",
    seen: int = 0,
    kind: str = "report",
) -> str:
    said = {name: text, f"seen_{name}": str(seen)}
    answer = client.post(f"/desk/interruptions/{found.pk}/words/{kind}/fields/{name}/", said)
    assert answer.status_code == 200
    return answer.content.decode()


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_is_typed_stands_in_everybodys_form_and_comes_back_after_a_reload(
    found: Interruption, world: World, at_desk: At
) -> None:
    tobin, kaveh = at_desk(world.tobin), at_desk(world.kaveh)
    type_in(tobin, found, "Messages are slow.")
    for client in (tobin, kaveh):
        assert "Messages are slow.</textarea>" in page(client, f"/desk/interruptions/{found.pk}/report/")
    assert f"{world.tobin} wrote here" in page(kaveh, f"/desk/interruptions/{found.pk}/report/")
    type_in(kaveh, found, "Messages are slow everywhere.", seen=1)
    assert Draft.objects.get().text == "Messages are slow everywhere."
    shown = page(tobin, f"/desk/interruptions/{found.pk}/words/report/fields/noticed/")
    assert "Messages are slow everywhere.</textarea>" in shown and "Messages are slow.</p>" in shown


def test_two_who_write_the_same_field_at_once_read_each_other_and_neither_text_is_lost(
    found: Interruption, world: World, at_desk: At
) -> None:
    tobin, kaveh = at_desk(world.tobin), at_desk(world.kaveh)
    type_in(tobin, found, "Slow in Frankfurt.")
    told = type_in(kaveh, found, "Slow in Virginia.", seen=0)
    assert f"{world.tobin} changed this while you were writing." in told and "Slow in Frankfurt." in told
    assert Draft.objects.get().text == "Slow in Frankfurt."
    assert FormerText.objects.get().text == "Slow in Virginia."
    type_in(kaveh, found, "Slow in both.", seen=Draft.objects.get().number)
    assert Draft.objects.get().text == "Slow in both."
    kept = set(FormerText.objects.values_list("text", flat=True))
    assert kept == {"Slow in Virginia.", "Slow in Frankfurt."}


def test_of_two_who_take_turns_the_newest_ten_texts_are_kept_and_what_one_only_went_on_with_once(
    found: Interruption, world: World
) -> None:
    def turn(text: str, by: Person) -> None:
        draft = Draft.objects.filter(name="noticed").first()
        seen = draft.number if draft else 0
        keep_text(found, kind=BulletinKind.REPORT, name="noticed", text=text, seen=seen, by=by)

    text = "Slow."
    for n in range(3):
        turn(text := f"{text} {n}", world.tobin)
        turn(text := f"{text} ok", world.kaveh)
    assert [each.text for each in FormerText.objects.order_by("by__name")] == [
        *("Slow. 0 ok 1 ok", "Slow. 0 ok 1 ok 2"),  # of Kaveh and of Tobin the longest alone
    ]
    for n in range(15):
        turn(f"Tobin's {n}.", world.tobin)
        turn(f"Kaveh's {n}.", world.kaveh)
    kept = set(FormerText.objects.values_list("text", flat=True))
    assert kept == {f"{who}'s {n}." for n in range(10, 15) for who in ("Tobin", "Kaveh")} - {
        "Kaveh's 14."
    } | {"Kaveh's 9."}


def test_a_field_that_one_types_on_oneself_is_never_a_conflict(
    found: Interruption, world: World, at_desk: At
) -> None:
    tobin = at_desk(world.tobin)
    type_in(tobin, found, "Slow")
    assert "changed this" not in type_in(tobin, found, "Slower", seen=0)
    assert (Draft.objects.get().text, FormerText.objects.count()) == ("Slower", 0)


def test_sending_ends_the_draft_and_nobody_sends_past_a_word_that_they_have_not_seen(
    found: Interruption, world: World, at_desk: At
) -> None:
    tobin, kaveh = at_desk(world.tobin), at_desk(world.kaveh)
    type_in(tobin, found, "Slow")
    path = f"/desk/interruptions/{found.pk}/report/"
    assert tobin.post(path, {**REPORT, "seen_word": "0"}).status_code == 302
    assert not Draft.objects.exists()
    answer = kaveh.post(path, {**REPORT, "seen_word": "0"})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert f"{world.tobin} sent “Interruption report” while you were writing." in shown
    assert REPORT["noticed"] in shown
    assert found.bulletins.count() == 1


def test_the_analysis_is_written_by_several_previewed_and_each_part_bears_whoever_wrote_it(
    found: Interruption, world: World, at_desk: At
) -> None:
    tobin, kaveh = at_desk(world.tobin), at_desk(world.kaveh)
    room, path = f"/desk/interruptions/{found.pk}/", f"/desk/interruptions/{found.pk}/analysis/"
    type_in(tobin, found, "A full disk.", name="cause", kind="analysis")
    for shown in (page(kaveh, room), page(kaveh, path)):
        assert "A full disk.</textarea>" in shown and f"{world.tobin} wrote here" in shown
    assert "Send the analysis" not in page(kaveh, path)  # it is down still; what is known can be kept
    known = {"cause": "A full disk.", "impact": "Forty minutes.", "steps": ""}
    assert kaveh.post(path, {**known, "keep": "1"}).status_code == 302
    assert "2 of 3 known" in page(kaveh, room)
    restore_interruption(found, text="Back.", next_at=NOON + timedelta(days=1), by=world.kaveh)
    type_in(tobin, found, "Alarms on every disk.", name="steps", kind="analysis")
    plain = page(kaveh, f"{room}words/analysis/preview/?as=plain")
    assert "Nothing is missing." in plain and "A full disk." in plain and "Alarms on every disk." in plain
    stale = {**known, "steps": "Alarms.", "seen_steps": "0"}
    answer = kaveh.post(path, stale)
    assert answer.status_code == 422
    assert f"{world.tobin} changed this. Say which text it shall be." in answer.content.decode()
    assert found.bulletins.filter(kind="analysis").count() == 0
    assert kaveh.post(path, {**stale, "seen_steps": "1", "steps": "Alarms on every disk."}).status_code == 302
    authors = dict(found.sections.values_list("part", "by__name"))
    assert authors == {"cause": str(world.tobin), "impact": str(world.kaveh), "steps": str(world.tobin)}
    assert not Draft.objects.exists()


def test_a_retraction_is_drafted_and_previewed_like_any_other_word(
    found: Interruption, world: World, at_desk: At
) -> None:
    kaveh, path = at_desk(world.kaveh), f"/desk/interruptions/{found.pk}/"
    assert "No client was told of it yet" in page(kaveh, f"{path}retraction/")
    kaveh.post(f"{path}report/", REPORT)
    type_in(at_desk(world.tobin), found, "A wrong alarm.", name="text", kind="retraction")
    shown = page(kaveh, f"{path}retraction/")
    assert "A wrong alarm.</textarea>" in shown and "It goes to 2 clients, 2 contacts." in shown
    assert "Retracted: this was no interruption." in page(kaveh, f"{path}words/retraction/preview/?as=plain")
    assert kaveh.post(f"{path}retraction/", {"text": "A wrong alarm."}).status_code == 302
    found.refresh_from_db()
    assert (found.state, found.because, Draft.objects.count()) == ("retracted", "A wrong alarm.", 0)


def test_a_word_may_be_left_off_the_status_page_and_the_linked_tickets_and_goes_there_otherwise(
    found: Interruption, world: World, at_desk: At
) -> None:
    tobin, path = at_desk(world.tobin), f"/desk/interruptions/{found.pk}/"
    ticket = ticket_by_mail(world)
    link_tickets(found, [ticket.pk], by=world.kaveh)
    shown = page(tobin, f"{path}report/")
    assert 'name="public" value="1" checked>Also on the status page' in shown
    assert 'name="tickets" value="1" checked>and in the linked ticket' in shown
    everywhere = {"boxes": "1", "public": "1", "tickets": "1"}
    assert tobin.post(f"{path}report/", {**REPORT, **everywhere}).status_code == 302
    update = {"text": "Only for those hit.", "minutes": "60", "boxes": "1"}
    refused = tobin.post(f"{path}update/", {**update, "text": "", "public": "1"}).content.decode()
    assert 'name="public" value="1" checked>' in refused and 'name="tickets" value="1">' in refused
    assert tobin.post(f"{path}update/", update).status_code == 302
    (incident,) = json.loads(Client().get("/api/v2/incidents.json").content)["incidents"]
    assert len(incident["incident_updates"]) == 1
    answers = Message.objects.filter(ticket=ticket, side=Side.VENDOR)
    assert ["The inbox" in each.text for each in answers] == [True]
    assert Delivery.objects.filter(notice__kind="interruption_update").count() == 2
    assert "Update, not on the status page" in page(tobin, path)


def test_a_short_one_that_is_restored_before_its_report_is_reported_all_the_same(
    found: Interruption, world: World, at_desk: At
) -> None:
    kaveh, at = at_desk(world.kaveh), f"/desk/interruptions/{found.pk}/"
    assert kaveh.post(f"{at}restoration/", {"text": "All is back.", "minutes": "1440"}).status_code == 302
    assert "Send the report" in page(kaveh, at)
    assert kaveh.post(f"{at}report/", REPORT).status_code == 302
    assert "Send the report" not in page(kaveh, at)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_send_the_same_word_at_the_same_instant_one_sends_it(
    found: Interruption, world: World, at_desk: At
) -> None:
    path, codes = f"/desk/interruptions/{found.pk}/report/", []
    doors = [at_desk(world.tobin), at_desk(world.kaveh)]

    def sends(client: Client) -> None:
        codes.append(client.post(path, {**REPORT, "seen_word": "0"}).status_code)

    senders = [Elsewhere(partial(sends, client)) for client in doors]
    with transaction.atomic():
        Interruption.objects.locked(found.pk)
        for each in senders:
            each.start()
        until_somebody_waits(how_many=2)
    assert [each.ended() for each in senders] == [None, None]
    assert sorted(codes) == [302, 422]
    assert found.bulletins.count() == 1


def test_the_form_says_what_is_missing_whom_it_reaches_and_what_it_keeps(
    found: Interruption, world: World, at_desk: At
) -> None:
    tobin = at_desk(world.tobin)
    type_in(tobin, found, "Messages are slow.")
    shown = page(tobin, f"/desk/interruptions/{found.pk}/report/")
    assert "It goes to 2 clients, 2 contacts." in shown
    assert "it keeps: Hourly update, 2 clients; Interruption report, 2 clients." in shown
    missing = shown[shown.index("Still missing") : shown.index("What they will read") + 4000]
    assert "<li>What is affected</li>" in missing and "<li>What clients notice</li>" not in missing


def set_channels(person: Person, *channels: tuple[str, str]) -> None:
    ListEntry.objects.filter(person=person).update(
        channels=[{"kind": kind, "address": address} for kind, address in channels]
    )


def test_the_preview_is_what_each_kind_of_reader_gets_in_their_zone_and_language(
    found: Interruption, world: World, at_desk: At
) -> None:
    lutz = world.persons["lutz"]
    Person.objects.filter(pk=lutz.pk).update(time_zone="Asia/Tokyo", language="en")
    set_channels(lutz, (SMS, "+4930123456"), (WEBHOOK, "https://hooks.example/velda"))
    tobin = at_desk(world.tobin)
    type_in(tobin, found, "Messages are <slow>.")
    base = f"/desk/interruptions/{found.pk}/words/report/preview/"
    to = found.affected.get(organisation=world.organisations["velda"]).pk
    plain = page(tobin, f"{base}?to={to}&as=plain")
    assert "Messages are &lt;slow&gt;." in plain and "in Tokyo" in plain and "Asia/Tokyo" in plain
    text = page(tobin, f"{base}?to={to}&as=text")
    assert "Messages arrive late" in text and "Nobody of this client is reached this way" not in text
    posted = page(tobin, f"{base}?to={to}&as=webhook")
    assert "notice.interruption_report" in posted
    mail = tobin.get(f"/desk/interruptions/{found.pk}/words/report/mail/?to={to}")
    assert "Messages are &lt;slow&gt;." in mail.content.decode()
    assert mail.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert not Delivery.objects.filter(notice__kind="interruption_report").exists()


def test_t38_a_template_puts_plain_values_in_by_name_and_refuses_any_other(
    found: Interruption, world: World, at_desk: At
) -> None:
    kaveh = at_desk(world.kaveh)
    path = "/desk/interruptions/templates/new/?kind=report"
    for spell in ("{title.__class__}", "{settings}", "{{ SECRET_KEY }}", "{0}"):
        answer = kaveh.post(path, {"name": "Traffic", "noticed": spell})
        assert answer.status_code == 422 and "There is no variable" in answer.content.decode()
    assert (
        kaveh.post(path, {"name": "Traffic", "noticed": "{title}: since {since}, {components}."}).status_code
        == 302
    )
    interruption = Interruption.objects.get(pk=found.pk)
    interruption.title = "Late {since} {{ title }}"
    interruption.save()
    chosen = {"template": str(WordTemplate.objects.get().pk)}
    type_in(at_desk(world.tobin), found, "Typed before.")
    kaveh.post(f"/desk/interruptions/{found.pk}/words/report/template/", chosen)
    text = Draft.objects.get(name="noticed").text
    assert text.startswith("Late {since} {{ title }}: since 20") and text.endswith("Messages: Inbox.")
    assert FormerText.objects.get().text == "Typed before."


def test_whoever_has_the_page_open_is_seen_with_what_they_write(
    found: Interruption, world: World, at_desk: At
) -> None:
    tobin, kaveh = at_desk(world.tobin), at_desk(world.kaveh)
    path = f"/desk/interruptions/{found.pk}/people/"
    tobin.post(path, {"writes": "report"})
    shown = kaveh.post(path, {"writes": ""}).content.decode()
    assert "writes: interruption report" in shown and str(world.tobin) in shown
    assert "has it open, confirmed it" in shown


def test_what_is_ticked_is_back_and_the_form_says_whom_that_reaches_and_refuses_at_its_field(
    estate: Estate, world: World, at_desk: At, the_clock: Clock
) -> None:
    suspected = suspect_interruption(title="Messages arrive late", by=world.kaveh.actor)
    hits = [Hit(estate.inbox, Level.MAJOR, place) for place in ("Frankfurt", "Virginia")]
    found = confirm_interruption(suspected, hits=hits, by=world.kaveh)
    frankfurt, virginia = (found.impacts.get(place=each) for each in ("Frankfurt", "Virginia"))
    at = the_clock.forward(minutes=30)
    kaveh, address = at_desk(world.kaveh), f"/desk/interruptions/{found.pk}/restoration/"
    shown = page(kaveh, address)
    for each in (frankfurt, virginia):
        assert re.search(rf'name="back" value="{each.pk}"[^>]* checked', shown)
    assert "It goes to 2 clients, 2 contacts." in shown
    assert "It goes to 1 client, 1 contact." in page(kaveh, f"{address}?choosing=1&back={frankfurt.pk}")
    assert "no client has all back" in page(kaveh, f"{address}?choosing=1&back={virginia.pk}")
    preview = f"/desk/interruptions/{found.pk}/words/restored/preview/?card&choosing=1&back="
    listed = page(kaveh, f"{preview}{frankfurt.pk}")
    assert "1 of 2 affected clients gets this word; no other is listed." in listed
    assert ">Velda Retail</option>" in listed and ">Osprey Lane Clinics</option>" not in listed
    assert "Nobody gets this word now." in page(kaveh, f"{preview}{virginia.pk}")
    assert "It can’t be sent at this stage." in page(kaveh, f"/desk/interruptions/{found.pk}/cause/")
    said = {"text": "Frankfurt is back.", "minutes": "1440", "choosing": "1"}
    later = (at + timedelta(hours=9)).strftime("%Y-%m-%dT%H:%M")
    for more, words in (
        ({}, "Say what is back."),
        ({"back": frankfurt.pk, "as_of": later}, "not in the future."),
    ):
        answer = kaveh.post(address, {**said, **more})
        assert answer.status_code == 422 and words in answer.content.decode()
    assert kaveh.post(address, {**said, "back": frankfurt.pk}).status_code == 302
    found.refresh_from_db()
    assert found.state == "confirmed"
    assert found.affected.get(organisation=world.organisations["velda"]).restored_at == at
    assert found.affected.get(organisation=world.osprey).restored_at is None
    update = page(kaveh, f"/desk/interruptions/{found.pk}/words/update/preview/?card")
    assert ">Osprey Lane Clinics</option>" in update and ">Velda Retail</option>" not in update
    shown = page(kaveh, f"/desk/interruptions/{found.pk}/")
    assert "Send an update on the cause" in shown and "Retract" not in shown
    assert "It goes to 1 client, 1 contact." in page(kaveh, f"/desk/interruptions/{found.pk}/cause/")
    assert 'name="back"' not in page(kaveh, address)  # one is left: nothing is to choose
    assert kaveh.post(address, {"text": "All is back.", "minutes": "1440"}).status_code == 302
    found.refresh_from_db()
    assert found.state == "restored"
