"""The telephone is set at the desk, and callers hear it."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from holdfast.calendars.models import Calendar
from holdfast.channels.voice.checks import check_calls
from holdfast.channels.voice.models import Call, MenuEntry, PhoneLine, RecordingState
from holdfast.kernel import clock
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.models import TrailEntry
from holdfast.people.actions.changing import change_person
from holdfast.project.demo.world import World
from tests.channels.voice.provider import Line, env_with_provider, words
from tests.duty.rotas import man
from tests.web.doors import At


def test_greeting_hours_menu_and_how_long_recordings_are_kept_are_set_at_the_desk(
    world: World, at_desk: At, settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settings.ENV = env_with_provider()
    door, path = at_desk(world.nell), reverse("desk:phone")
    team = man(world).team
    with django_assert_num_queries(9):
        page = door.get(path).content.decode()
    assert "/hooks/voice/incoming/" in page
    said = {
        "waits_for": "60",
        "keeps_recordings_for": "30",
        "greeting_en": "Pellucid, hello.",
        "language": "de",
    }
    said |= {"digit_0": "1", "words_0": "Chat", "leads_0": f"team-{team.pk}"}
    said |= {"digit_1": "9", "words_1": "what is down", "leads_1": f"urgent-{team.pk}"}
    assert door.post(path, {**said, "words_1": ""}).status_code == 422
    assert door.post(path, {**said, "digit_1": "1"}).status_code == 422
    assert door.post(path, {**said, "keeps_recordings_for": "0"}).status_code == 422
    assert not MenuEntry.objects.exists()
    assert door.post(path, said).status_code == 302
    assert list(MenuEntry.objects.order_by("digit").values_list("digit", "team", "is_urgent")) == [
        ("1", team.pk, False),
        ("9", team.pk, True),
    ]
    line = PhoneLine.objects.get()
    assert (line.waits_for, line.keeps_recordings_for) == (60, 30)
    assert line.greeting["de"].endswith("Pellucid.")  # a field of its own from now on
    assert words(Line().asks("incoming")) == "Pellucid, hello. For Chat, press 1. For what is down, press 9."
    assert set(TrailEntry.objects.get(fact="PhoneLineChanged").said["changed"]) == {
        *("greeting", "waits_for", "keeps_recordings_for", "menu"),
    }
    again = door.get(path).content.decode()
    assert "greeting_de" in again and "digit_3" in again
    assert door.post(path, {**said, "language": "", "greeting_de": line.greeting["de"]}).status_code == 302
    assert TrailEntry.objects.filter(fact="PhoneLineChanged").count() == 1


def test_the_check_says_what_keeps_calls_away(world: World, settings: Settings) -> None:
    assert check_calls().is_well and "no provider" in check_calls().words
    settings.ENV = env_with_provider()
    settings.SITE_URL = "http://help.example"
    assert not check_calls().is_well
    settings.SITE_URL = "https://help.example"
    assert check_calls().words == "they come in at https://help.example/hooks/voice/incoming/."
    MenuEntry.objects.create(digit="9", words="what is down", is_urgent=True)
    assert "no rota" in check_calls().words
    man(world)
    assert "nobody who is on duty now has a telephone" in check_calls().words
    change_person(world.kaveh, phone="+44 7700 900456", by=SYSTEM)
    assert check_calls().is_well
    Call.objects.create(direction="in", began_at=clock.now(), recording_state=RecordingState.FAILED)
    assert check_calls().words == "A recording of the last week could not be fetched."


def test_how_to_reach_us_says_the_hours_of_the_line(world: World, client: Client) -> None:
    assert "Answered day and night, every day" in client.get("/reach/").content.decode()
    PhoneLine.objects.create(calendar=Calendar.objects.get(key="office-hours"))
    told = client.get("/reach/").content.decode()
    assert "Answered Monday to Friday" in told and "at other times leave a message" in told
