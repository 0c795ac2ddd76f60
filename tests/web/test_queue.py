"""The queue: working order, filters from fixed lists, pages that leave nothing out, several tickets at once."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from holdfast.kernel import clock
from holdfast.people.models import Person
from holdfast.project.demo.world import World
from holdfast.promises.models import Promise
from holdfast.tickets.actions.assignment import assign_ticket
from holdfast.tickets.actions.messages import Said, write_note
from holdfast.tickets.actions.priority import confirm_priority
from holdfast.tickets.models import Ticket
from holdfast.tickets.queries import PAGE
from tests.web.doors import At
from tests.world import NOON, Clock, ticket_by_mail

ROW = re.compile(rb'id="ticket-(\d+)"')
SWAPPED = re.compile(r'id="([\w-]+)"[^>]*hx-swap-oob')


def numbers(door: Client, path: str) -> list[int]:
    answer = door.get(path)
    assert answer.status_code == 200
    return [int(found) for found in ROW.findall(answer.content)]


def test_tickets_stand_in_the_order_of_priority_then_of_the_nearest_promise(
    world: World, the_clock: Clock, at_desk: At
) -> None:
    late, soon, first, unconfirmed = (ticket_by_mail(world, subject=f"Ticket {n}") for n in range(4))
    the_clock.forward(minutes=1)
    for ticket, priority in ((late, 4), (soon, 3), (first, 1)):
        confirm_priority(ticket, priority=priority, by=world.tobin)
    shown = numbers(at_desk(world.tobin), "/desk/")
    assert shown == [first.pk, unconfirmed.pk, soon.pk, late.pk]


def test_ordered_by_promise_the_overdue_come_first_and_within_them_the_working_order(
    world: World, the_clock: Clock, at_desk: At
) -> None:
    old = ticket_by_mail(world, subject="Old")
    confirm_priority(old, priority=4, by=world.tobin)
    the_clock.forward(days=12)
    new = ticket_by_mail(world, subject="New")
    confirm_priority(new, priority=1, by=world.tobin)
    door = at_desk(world.tobin)
    assert numbers(door, "/desk/") == [new.pk, old.pk]
    assert numbers(door, "/desk/?order=promise") == [old.pk, new.pk]
    assert "Overdue" in door.get("/desk/?order=promise").content.decode()


@pytest.mark.parametrize("order", ["", "order=promise"])
def test_pages_leave_nothing_out_and_show_nothing_twice(world: World, at_desk: At, order: str) -> None:
    at = clock.now()
    many = [_row(world, n) for n in range(2 * PAGE + 7)]
    for n, ticket in enumerate(many):
        ticket.next_due_at = None if n % 5 == 0 else at + timedelta(minutes=(n * 37) % 900 - 100)
    Ticket.objects.bulk_create(many)
    door, path, shown = at_desk(world.tobin), f"/desk/lists/open/?{order}", []
    for _ in range(3):
        answer = door.get(path).content.decode()
        shown += [int(found) for found in ROW.findall(answer.encode())]
        path = (re.findall(r'rel="next" href="([^"]+)"', answer) or [""])[0].replace("&amp;", "&")
    assert path == ""
    assert sorted(shown) == sorted(Ticket.objects.values_list("pk", flat=True))


def _row(world: World, n: int) -> Ticket:
    at = clock.now()
    return Ticket(
        reference=f"REF-{n}",
        subject=f"Ticket {n}",
        requester=world.orla,
        organisation=world.osprey,
        channel="mail",
        priority=n % 4 + 1,
        is_provisional=n % 3 == 0,
        opened_at=at,
        last_message_at=at,
        next_due_clause="turnaround",
        next_due_state="running",
        next_due_from=at,
    )


@pytest.mark.parametrize(
    "query",
    [
        "assignee__password=x",
        "order=assignee__password",
        "order=priority;drop",
        "priority=9",
        "client=1%20OR%201=1",
        "client=99999999999999999999",
        "channel=mail'",
        "after=1.2.3",
        "after=x.y.z.a.b",
        "after=0.1.0.1.nan",
        "sort=subject",
    ],
)
def test_t47_a_list_takes_only_the_keys_and_values_that_it_offers(
    world: World, at_desk: At, query: str
) -> None:
    door = at_desk(world.tobin)
    assert door.get(f"/desk/lists/open/?{query}").status_code == 400
    assert door.get("/desk/lists/open/?priority=2&channel=mail&order=promise").status_code == 200


def test_a_filter_narrows_the_list_and_says_so(world: World, at_desk: At) -> None:
    orlas, lutzs = ticket_by_mail(world), ticket_by_mail(world, "lutz")
    door = at_desk(world.tobin)
    assert numbers(door, f"/desk/lists/open/?client={world.velda.pk}") == [lutzs.pk]
    assert (
        "Remove filter: Velda Retail"
        in door.get(f"/desk/lists/open/?client={world.velda.pk}").content.decode()
    )
    assert set(numbers(door, "/desk/lists/open/?channel=mail")) == {orlas.pk, lutzs.pk}
    for path, count in (("?channel=mail", "2"), (f"?client={world.velda.pk}", "1"), ("?channel=phone", "0")):
        assert f'id="count-here">{count}<' in door.get(f"/desk/lists/open/{path}").content.decode()
    # each filter may stay empty: a browser sends no form in which something required is
    assert "required" not in door.get("/desk/lists/open/filters/").content.decode()
    assert numbers(door, "/desk/lists/open/?channel=phone") == []


def test_several_tickets_are_taken_at_once_and_a_refusal_does_not_stop_the_rest(
    world: World, at_desk: At
) -> None:
    one, two = ticket_by_mail(world), ticket_by_mail(world)
    Ticket.objects.filter(pk=two.pk).update(is_open=False, stage=8)
    answer = at_desk(world.tobin).post(
        "/desk/selection/", {"act": "take", "ticket": [one.pk, two.pk, 10**9]}, follow=True
    )
    assert f"Assigned 1 ticket to you. #{two.pk} is resolved." in answer.content.decode()
    one.refresh_from_db()
    assert one.assignee == world.tobin


def test_the_queue_asks_seven_queries_however_long_it_is(
    world: World, at_desk: At, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    door = at_desk(world.tobin)
    ticket_by_mail(world)
    with django_assert_num_queries(7):
        door.get("/desk/")
    for _ in range(4):
        assign_ticket(ticket_by_mail(world), to=world.ana, by=world.ana)
    with django_assert_num_queries(7):
        door.get("/desk/")
    with django_assert_num_queries(7):
        door.get("/desk/?order=promise")


def test_what_turns_by_itself_asks_no_more_than_it_shows(
    world: World, at_desk: At, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    door = at_desk(world.tobin)
    ticket_by_mail(world)
    door.get("/desk/")
    with django_assert_num_queries(4):
        door.get("/desk/lists/open/rows/")
    with django_assert_num_queries(5):
        door.get("/desk/lists/open/line/")


@pytest.mark.parametrize(
    "path",
    ["/desk/lists/open/", "/desk/lists/mine/", "/desk/lists/resolved/", "/desk/lists/open/?priority=2"],
)
def test_every_count_that_is_told_anew_has_its_place_on_the_page(
    world: World, at_desk: At, path: str
) -> None:
    ticket_by_mail(world)
    door = at_desk(world.tobin)
    page = door.get(path).content.decode()
    told = re.search(r'data-src="([^"]+/line/[^"]*)"', page)
    assert told is not None
    ids = SWAPPED.findall(door.get(told[1].replace("&amp;", "&")).content.decode())
    assert "count-open" in ids
    assert [each for each in ids if f'id="{each}"' not in page] == []


def test_the_line_shows_the_full_hours_of_the_readers_clock_and_says_what_is_overdue(
    world: World, the_clock: Clock, at_desk: At
) -> None:
    Person.objects.filter(pk=world.tobin.pk).update(time_zone="Asia/Kolkata")
    for _ in range(2):
        ticket_by_mail(world)
    the_clock.forward(minutes=17)
    line = at_desk(world.tobin).get("/desk/").context["due_line"]
    assert [mark.words for mark in line.marks] == [
        "17:47", "18:00", "19:00", "20:00", "21:00", "22:00", "23:00", "00:00", "01:00"
    ]  # fmt: skip
    assert line.marks[1].x == round(13 / 480, 4)
    overdue, soon = line.pins[:2]
    assert (overdue.title, overdue.detail) == ("2 promises overdue", "up to 02:00 late")
    assert (soon.title, soon.x) == ("Priority confirmed ×2", round(13 / 480, 4))


def test_search_finds_by_number_words_and_words_nearly_right(world: World, at_desk: At) -> None:
    ticket, other = ticket_by_mail(world, subject="Weekly report arrives late"), ticket_by_mail(world)
    door = at_desk(world.tobin)
    assert numbers(door, f"/desk/search/?q=%23{ticket.pk}") == [ticket.pk]
    assert numbers(door, f"/desk/search/?q={other.reference.lower()}") == [other.pk]
    assert numbers(door, "/desk/search/?q=weekly+rep") == [ticket.pk]
    assert numbers(door, "/desk/search/?q=weekli+raport") == [ticket.pk]
    assert "Nothing found" in door.get("/desk/search/?q=' OR 1=1 --").content.decode()


def test_search_finds_words_as_they_are_typed_whose_ticket_it_is_and_a_reference_read_out(
    world: World, at_desk: At
) -> None:
    ticket, _ = ticket_by_mail(world, subject="Weekly"), ticket_by_mail(world, "agnes", subject="Bananas")
    write_note(ticket, Said(text="The sign-in of v2.3 says ERR-402.", author=world.tobin), by=world.tobin)
    door = at_desk(world.tobin)
    read_out = ticket.reference.replace("-", " ").lower()
    for words in (
        "sign-in",
        "sign in v2",
        "ERR-402",
        "v2.3",
        "Osprey",
        "lane clin",
        "Orla",
        "orla@osprey",
        read_out,
    ):
        assert numbers(door, f"/desk/search/?q={quote(words)}") == [ticket.pk], words


def test_what_was_found_can_be_taken_as_in_a_list_and_each_is_offered_what_they_may_do(
    world: World, at_desk: At
) -> None:
    ticket_by_mail(world, subject="Weekly report")
    for person, offered in ((world.tobin, ["take", "priority"]), (world.piotr, ["take"])):
        for address in ("/desk/search/?q=weekly", "/desk/lists/open/"):
            page = at_desk(person).get(address).content.decode()
            assert re.findall(r'name="act" value="(\w+)"', page) == offered


@pytest.mark.parametrize("words", ["???", "---", "!", "😀", "&", "\x00", "':*", "\\", "a" * 500, "<->", "%"])
def test_t25_t47_whatever_is_typed_into_a_search_is_words(world: World, at_desk: At, words: str) -> None:
    ticket_by_mail(world)
    assert at_desk(world.tobin).get("/desk/search/", {"q": words}).status_code == 200
    assert at_desk(world.orla).get("/tickets/", {"q": words}).status_code == 200


def test_each_stage_has_its_list(world: World, at_desk: At) -> None:
    ticket = ticket_by_mail(world)
    door = at_desk(world.tobin)
    assert numbers(door, "/desk/lists/new/") == [ticket.pk]
    confirm_priority(ticket, priority=2, by=world.tobin)
    assert numbers(door, "/desk/lists/new/") == []
    assert numbers(door, "/desk/lists/prioritised/") == [ticket.pk]
    assert numbers(door, "/desk/lists/tier-1/") == []
    assign_ticket(ticket, to=world.tobin, by=world.tobin)
    assert numbers(door, "/desk/lists/tier-1/") == [ticket.pk]


def test_of_more_promises_than_the_line_reads_it_says_so(printer: Ticket, at_desk: At, world: World) -> None:
    one = Promise.objects.filter(ticket=printer, clause="acknowledge").values().get()
    kept = {name: value for name, value in one.items() if name != "id"}
    kept |= {"clause": "word_given", "due_at": NOON + timedelta(hours=2)}
    Promise.objects.all().delete()
    Promise.objects.bulk_create(Promise(**{**kept, "generation": number}) for number in range(61))
    (pin,) = at_desk(world.tobin).get("/desk/").context["due_line"].pins
    assert pin.title == "A word given ×60+"
