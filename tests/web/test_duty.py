"""On duty at the desk: who is, the editor, what is paged, and one's own ways."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from holdfast.carriers.twilio.hearing import signature
from holdfast.duty import loop
from holdfast.duty.actions.changes import be_absent
from holdfast.duty.actions.ending import end_pages
from holdfast.duty.links import page_token
from holdfast.duty.models import Cause, Change, Layer, Page, Rota, Via, Way
from holdfast.kernel import clock
from holdfast.notices.posts import pressed_at, write_post
from holdfast.notices.queries import row_of
from holdfast.notices.sender import the_sender
from holdfast.people.models import Team
from holdfast.project.demo.world import World
from tests.duty.rotas import Manned, by_text_and_call, call, last_row, man, paged
from tests.web.doors import At
from tests.world import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def manned(world: World) -> Manned:
    return man(world)


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_says_who_is_on_duty_and_where_nobody_is(world: World, manned: Manned, at_desk: At) -> None:
    page = text(at_desk(world.tobin), "/desk/duty/")
    assert "Tobin Adeyar" in page and "Kaveh Lindqvar" in page and "data-gap" not in page
    be_absent(manned.first, person=world.tobin, span=(NOON, NOON + timedelta(days=1)), by=world.tobin)
    page = text(at_desk(world.tobin), f"/desk/duty/?rota={manned.first.pk}")
    assert "data-gap" in page and "Nobody is on duty once" in page
    assert "New rota" not in page and "New rota" in text(at_desk(world.kaveh), "/desk/duty/")


def test_without_a_rota_it_says_so_and_what_happens_then(world: World, at_desk: At) -> None:
    assert "Make the first rota" in text(at_desk(world.delphine), "/desk/duty/")
    assert "A lead or a manager makes it" in text(at_desk(world.tobin), "/desk/duty/")


def test_its_queries_do_not_grow_with_rotas(
    world: World, manned: Manned, at_desk: At, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    door = at_desk(world.tobin)
    door.get("/desk/duty/")
    paged(call("ticket-1"), call("ticket-2"))
    with django_assert_num_queries(10):
        door.get("/desk/duty/")
    team = Team.objects.create(name="Night")
    for level in (1, 2):
        rota = Rota.objects.create(team=team, level=level)
        Layer.objects.create(
            rota=rota, position=0, persons=[world.ana.pk], starts_on=NOON, hand_over_at="09:00"
        )
    with django_assert_num_queries(10):
        door.get("/desk/duty/")
    with django_assert_num_queries(12):
        door.get(f"/desk/duty/rotas/{manned.first.pk}/")
    with django_assert_num_queries(9):
        door.get(f"/desk/duty/pages/{Page.objects.latest('pk').pk}/")


def test_a_rota_is_made_with_its_layers_and_what_is_refused_stands_at_its_field(
    world: World, at_desk: At
) -> None:
    door, team = at_desk(world.delphine), Team.objects.create(name="Support")
    said = {"team": team.pk, "level": 1, "time_zone": "Europe/Oslo", "answer_minutes": 5}
    made = door.post("/desk/duty/rotas/new/", {**said, "is_round_the_clock": "on"})
    rota = Rota.objects.get()
    assert made.headers["Location"] == f"/desk/duty/rotas/{rota.pk}/"
    again = door.post("/desk/duty/rotas/new/", said)
    assert (again.status_code, "level" in again.context["form"].errors) == (422, True)
    layer = {
        "person_1": world.tobin.pk,
        "person_2": world.saoirse.pk,
        "starts_on": "2026-11-23",
        "hand_over_at": "09:00",
        "turn": "1",
        "weekdays": ["0", "1"],
        "opens_at": "18:00",
        "closes_at": "08:00",
        "position": 1,
    }
    assert door.post(f"/desk/duty/rotas/{rota.pk}/layers/new/", layer).status_code == 302
    kept = Layer.objects.get()
    assert (kept.persons, kept.every_days, kept.weekdays) == ([world.tobin.pk, world.saoirse.pk], 1, [0, 1])
    page = text(door, f"/desk/duty/rotas/{rota.pk}/")
    assert "Tobin Adeyar, then Saoirse Wendt" in page and "Mon, Tue, 18:00 to 08:00" in page
    for wrong, field in (
        ({"person_1": "", "person_2": ""}, "person_1"),
        ({"closes_at": ""}, "closes_at"),
        ({"turn": "", "every_days": ""}, "every_days"),
    ):
        answer = door.post(f"/desk/duty/layers/{kept.pk}/", {**layer, **wrong})
        assert (wrong, answer.status_code, field in answer.context["form"].errors) == (wrong, 422, True)
    assert door.post(f"/desk/duty/layers/{kept.pk}/end/").status_code == 302
    assert door.post(f"/desk/duty/rotas/{rota.pk}/end/").status_code == 302
    assert not Rota.objects.exists()


def test_cover_absence_and_swap_from_their_forms_in_the_readers_own_time(
    world: World, manned: Manned, at_desk: At
) -> None:
    door, rota = at_desk(world.tobin), f"/desk/duty/rotas/{manned.first.pk}/"
    asked = f"{rota}cover/?begins=2026-11-24T12:00Z&ends=2026-11-30T09:00Z&instead_of={world.tobin.pk}"
    assert 'value="2026-11-24T12:00"' in text(door, asked)
    span = {"begins_at": "2026-11-25T08:00", "ends_at": "2026-11-25T18:00"}
    said = {"person": world.saoirse.pk, "instead_of": world.tobin.pk, **span}
    assert door.post(f"{rota}cover/", said).status_code == 302
    assert door.post(f"{rota}absence/", {"person": world.tobin.pk, **span}).status_code == 302
    swap = {
        "one": world.tobin.pk,
        "one_begins_at": "2026-11-26T08:00",
        "one_ends_at": "2026-11-26T18:00",
        "other": world.saoirse.pk,
        "other_begins_at": "2026-12-01T08:00",
        "other_ends_at": "2026-12-01T18:00",
    }
    assert door.post(f"{rota}swap/", swap).status_code == 302
    assert list(Change.objects.order_by("pk").values_list("kind", flat=True)) == [
        *("cover", "absence", "swap", "swap")
    ]
    empty = door.post(f"{rota}cover/", {"person": world.saoirse.pk})
    assert (empty.status_code, "begins_at" in empty.context["form"].errors) == (422, True)
    of_others = door.post(f"{rota}cover/", {"person": world.saoirse.pk, **span})
    assert of_others.status_code == 403
    mine = Change.objects.earliest("pk")
    assert door.post(f"/desk/duty/changes/{mine.pk}/end/").status_code == 302
    assert not Change.objects.filter(pk=mine.pk).exists()


def test_a_page_is_seen_with_its_steps_and_taken_at_the_desk(
    world: World, manned: Manned, at_desk: At
) -> None:
    page, door = paged(), at_desk(world.saoirse)
    assert "Nobody has this in hand" in text(door, "/desk/duty/")
    shown = text(door, f"/desk/duty/pages/{page.pk}/")
    assert "Tobin Adeyar" in shown and "Nobody has it in hand yet" in shown
    assert door.post(f"/desk/duty/pages/{page.pk}/").status_code == 302
    assert "Saoirse Wendt has it in hand" in text(door, f"/desk/duty/pages/{page.pk}/")
    assert "Nobody has this in hand" not in text(door, "/desk/duty/")
    done = paged(call("ticket-2"))
    link = f"/page/{page_token(done.pk, world.saoirse.pk)}/"
    with transaction.atomic():
        end_pages("ticket-2", Cause.OVERDUE, at=clock.now())
    assert "It is done" in text(door, f"/desk/duty/pages/{done.pk}/")
    late = door.post(f"/desk/duty/pages/{done.pk}/", follow=True).content.decode()
    assert "What it told of is done already." in late
    assert "What it told of was done, today" in text(Client(), link)


def test_t50_opening_the_link_changes_nothing_and_its_button_takes_the_page(
    world: World, manned: Manned
) -> None:
    page = paged()
    address = f"/page/{page_token(page.pk, world.tobin.pk)}/"
    door = Client()
    assert "I have it in hand" in text(door, address)
    assert Page.objects.get().is_open
    assert door.post(address).status_code == 302
    assert Page.objects.get().acknowledged_via == Via.LINK
    assert "You have it in hand" in text(door, address)
    assert door.get("/page/p1.1.aaaaaaaaaaaaaaaa/").status_code == 404


def test_a_key_in_the_call_takes_the_page_and_only_what_the_provider_signed_counts(
    world: World, manned: Manned, settings: object
) -> None:
    import msgspec

    settings.ENV = msgspec.structs.replace(  # type: ignore[attr-defined]
        settings.ENV,  # type: ignore[attr-defined]
        twilio_account="AC1",
        twilio_token="word",
        twilio_from="+12025550100",
        url="https://help.example",
    )
    by_text_and_call(world.tobin)
    Way.objects.filter(kind="sms").delete()
    page = paged()
    row = row_of(last_row(page).token)
    assert row is not None
    post = write_post(row.notice, row, the_sender()).post
    assert (post.pressed_at, "press any key" in post.key_words) == (pressed_at(row.token), True)
    path = reverse("carrier-twilio-key", args=[row.token])
    assert Client().post(path, {"Digits": "1"}).status_code == 403
    signed = signature(pressed_at(row.token), {"Digits": ["1"]}, "word")
    answer = Client().post(path, {"Digits": "1"}, headers={"X-Twilio-Signature": signed})
    assert "It is yours now" in answer.content.decode()
    page.refresh_from_db()
    assert (page.acknowledged_via, page.acknowledged_by) == (Via.KEY, world.tobin)


def test_ones_own_ways_a_test_of_them_and_a_calendar_address(world: World, at_desk: At) -> None:
    door = at_desk(world.ana)
    said = {"kind_1": "sms", "address_1": "+44 7700 900123", "kind_2": "mail"}
    assert door.post("/desk/duty/mine/", {**said, "address_1": "0123"}).status_code == 422
    assert door.post("/desk/duty/mine/", said).status_code == 302
    tested = door.post("/desk/duty/mine/test/")
    assert tested.headers["Location"] == f"/desk/duty/pages/{Page.objects.get().pk}/"
    loop.run_once()
    assert "by text message" in text(door, tested.headers["Location"])
    door.post("/desk/duty/mine/calendar/", {"act": "make"})
    assert "/duty/c" in text(door, "/desk/duty/mine/")
    door.post("/desk/duty/mine/calendar/", {"act": "revoke"})
    assert "/duty/c" not in text(door, "/desk/duty/mine/")


def test_a_calendar_file_is_shown_before_it_is_written(world: World, manned: Manned, at_desk: At) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tests.duty.test_calendars import event, file

    door, path = at_desk(world.kaveh), f"/desk/duty/rotas/{manned.first.pk}/import/"
    good = SimpleUploadedFile("duty.ics", file(event("1", "Ana Brisk")))
    shown = door.post(path, {"file": good})
    assert (shown.status_code, "Ana Brisk" in shown.content.decode()) == (200, True)
    assert not Change.objects.exists()
    hidden = shown.context["hidden"]
    assert at_desk(world.delphine).post(path, hidden).status_code == 400, "another's preview"
    assert door.post(path, hidden).status_code == 302
    assert Change.objects.get().person == world.ana
    stale = door.post(path, hidden)
    assert stale.status_code == 409
    for bad, status in ((file(event("2", "Nobody")), 422), (b"no calendar", 422)):
        assert door.post(path, {"file": SimpleUploadedFile("duty.ics", bad)}).status_code == status


def test_how_to_reach_us_says_that_somebody_is_on_duty_while_somebody_is(
    world: World, manned: Manned
) -> None:
    assert "somebody is on duty now" in text(Client(), "/reach/")
    Rota.objects.all().delete()
    assert "somebody is on duty now" not in text(Client(), "/reach/")
