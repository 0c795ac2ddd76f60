"""One word answers every linked ticket, in a number of statements that does not grow; one that fails holds up none."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holdfast.incidents.actions.linking import link_tickets
from holdfast.incidents.actions.telling import send_update
from holdfast.incidents.models import Interruption
from holdfast.kernel.models import TrailEntry
from holdfast.notices.models import Delivery
from holdfast.project.demo.world import World
from holdfast.promises.models import Promise
from holdfast.tickets.models import Message, Side, Stage, Ticket
from tests.incidents.estate import Estate
from tests.incidents.test_life import confirmed
from tests.world import Clock, ticket_by_mail

pytestmark = pytest.mark.django_db


def say(found: Interruption, text: str, world: World, the_clock: Clock) -> int:
    """Send an update; returns how many statements it took."""
    the_clock.forward(minutes=5)
    with CaptureQueriesContext(connection) as took:
        send_update(found, text=text, next_at=the_clock.now + timedelta(hours=1), by=world.tobin)
    return len(took)


def answered(text: str) -> set[int]:
    return set(
        Message.objects.filter(side=Side.VENDOR, text__contains=text).values_list("ticket_id", flat=True)
    )


def test_an_update_answers_any_number_of_tickets_at_once_and_one_that_fails_holds_up_no_other(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = confirmed(world, estate)
    few = [ticket_by_mail(world, "bram", "Slow"), ticket_by_mail(world, "lutz", "Slower")]
    link_tickets(found, [each.pk for each in few], by=world.kaveh)
    say(found, "First", world, the_clock)  # its stage, and the first response of each, are done with
    two = say(found, "Second", world, the_clock)
    more = [ticket_by_mail(world, "bram" if n % 2 else "lutz", f"Slow {n}") for n in range(9)]
    link_tickets(found, [each.pk for each in more], by=world.kaveh)
    say(found, "Third", world, the_clock)
    assert say(found, "Fourth", world, the_clock) == two
    everyone = {each.pk for each in (*few, *more)}
    assert answered("Fourth") == everyone
    assert set(Ticket.objects.filter(pk__in=everyone).values_list("stage", "has_news")) == {
        (Stage.NEW, False)  # their priority is provisional still
    }
    running = Promise.objects.filter(ticket__in=everyone, clause="client_update", state="running")
    assert running.count() == len(everyone) and not Promise.objects.filter(
        ticket__in=everyone, clause="first_response", state="running"
    )
    # whoever is on the emergency list had the word by that; only Bram, who is not, gets it by his tickets too
    mailed = Delivery.objects.filter(notice__kind="message", notice__created_at=the_clock.now)
    assert set(mailed.values_list("address", flat=True)) == {world.persons["bram"].email}
    assert mailed.count() == 5

    bad = more[4].pk
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION refuse_one() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF NEW.ticket_id = {bad} THEN RAISE 'no room'; END IF; RETURN NEW; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER one BEFORE INSERT ON tickets_message FOR EACH ROW EXECUTE FUNCTION refuse_one()"
        )
    say(found, "Fifth", world, the_clock)
    assert answered("Fifth") == everyone - {bad}
    assert found.bulletins.last().said == {"text": "Fifth"}  # type: ignore[union-attr]
    entry = TrailEntry.objects.get(fact="TicketLeftUnanswered")
    assert (entry.about, entry.said["title"]) == (f"ticket-{bad}", found.title)
