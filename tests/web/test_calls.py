"""Calls at the desk: logged by hand, listed, heard by those who may."""

from __future__ import annotations

from pytest_django import DjangoAssertNumQueries

from holdfast.channels.voice.models import Call, CallState, Direction, RecordingState
from holdfast.files.storage import store
from holdfast.kernel.models import TrailEntry
from holdfast.project.demo.world import World
from holdfast.tickets.models import Ticket
from tests.web.doors import At
from tests.world import NOON, Clock


def test_a_call_is_logged_on_its_ticket_and_stands_in_the_conversation(
    world: World, printer: Ticket, at_desk: At
) -> None:
    door = at_desk(world.tobin)
    form = door.get(f"/desk/tickets/{printer.pk}/calls/new/").content.decode()
    assert "Log the call" in form
    said = {"direction": "out", "outcome": "spoke", "number": "+44 20 7946 0958", "minutes": "12"}
    answer = door.post(f"/desk/tickets/{printer.pk}/calls/new/", {**said, "number": "twelve", "note": "x"})
    assert answer.status_code == 422 and "with its country" in answer.content.decode()
    page = door.post(
        f"/desk/tickets/{printer.pk}/calls/new/", {**said, "note": "She restarted <it>."}, follow=True
    ).content.decode()
    assert "outgoing call, 12 min" in page and "She restarted &lt;it&gt;." in page
    assert Call.objects.get().called == "+442079460958"


def test_a_call_from_nobody_known_opens_a_ticket_from_the_list_of_calls(world: World, at_desk: At) -> None:
    door = at_desk(world.tobin)
    said = {
        "direction": "in",
        "outcome": "spoke",
        "number": "+44 20 7946 0958",
        "minutes": "3",
        "note": "Down.",
    }
    assert door.post("/desk/calls/new/", said).status_code == 422  # neither ticket nor subject
    page = door.post("/desk/calls/new/", {**said, "subject": "Chats are down"}, follow=True).content.decode()
    assert "Chats are down" in page and "incoming call, 3 min" in page
    ticket = Ticket.objects.get(subject="Chats are down")
    assert ticket.requester.is_known_by_number and ticket.channel == "phone"
    door.post("/desk/calls/new/", {**said, "ticket": str(ticket.pk)})
    assert Call.objects.filter(ticket=ticket).count() == 2
    assert (
        "There is no such ticket"
        in door.post("/desk/calls/new/", {**said, "ticket": "99999"}).content.decode()
    )


def test_the_page_of_calls_shows_what_goes_on_what_is_owed_and_what_was(
    world: World, printer: Ticket, at_desk: At, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    door = at_desk(world.tobin)
    assert "No calls yet" in door.get("/desk/calls/").content.decode()
    common = {"direction": Direction.IN, "caller": "+442079460958", "began_at": NOON, "person": world.orla}
    ended = {**common, "ticket": printer, "state": CallState.ENDED}
    Call.objects.create(**common, state=CallState.WAITING)
    for _ in range(3):
        Call.objects.create(**ended, missed_at=NOON)
    with django_assert_num_queries(7):
        page = door.get("/desk/calls/").content.decode()
    assert "In the queue" in page and "To be called back" in page and "Missed call" in page
    Call.objects.bulk_create(Call(**ended) for _ in range(51))
    older = door.get(f"/desk/calls/?before={Call.objects.latest('pk').pk - 49}").content.decode()
    assert "In the queue" not in older and "Missed call" in older
    assert door.get("/desk/calls/?before=x").status_code == 400
    part = door.get("/desk/calls/", headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div class="sheet" id="calls"')


def test_t48_a_recording_is_heard_by_those_who_may_see_its_ticket_and_the_trail_says_so(
    world: World, printer: Ticket, at_desk: At, the_clock: Clock
) -> None:
    kept = store(b"RIFF\x24\x00\x00\x00WAVEfmt ", at=NOON)
    call = Call.objects.create(
        direction=Direction.IN,
        began_at=NOON,
        state=CallState.ENDED,
        recording=kept,
        recording_state=RecordingState.KEPT,
    )
    path = f"/desk/calls/{call.pk}/recording/"
    door = at_desk(world.tobin)
    assert door.get(path).status_code == 404  # of no ticket, so of nobody
    call.ticket = printer
    call.save()
    answer = door.get(path)
    assert b"".join(answer) == b"RIFF\x24\x00\x00\x00WAVEfmt "
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("audio/wav", "private, no-store")
    heard = TrailEntry.objects.get(fact="RecordingHeard")
    assert (heard.actor_person, heard.said["ticket"]) == (world.tobin.pk, printer.pk)
    assert at_desk(world.orla).get(path).status_code == 403
    for wanted, piece, span in (
        ("bytes=0-3", b"RIFF", "0-3"),
        ("bytes=8-", b"WAVEfmt ", "8-15"),
        ("bytes=-4", b"fmt ", "12-15"),
        ("bytes=8-99", b"WAVEfmt ", "8-15"),
    ):
        sought = door.get(path, headers={"Range": wanted})
        assert (sought.status_code, b"".join(sought)) == (206, piece)
        assert sought["Content-Range"] == f"bytes {span}/16" and sought["Content-Length"] == str(len(piece))
        assert (sought["Content-Type"], sought["Cache-Control"]) == ("audio/wav", "private, no-store")
    behind = door.get(path, headers={"Range": "bytes=16-"})
    assert (behind.status_code, behind["Content-Range"]) == (416, "bytes */16")
    for whole in ("bytes=0-1,4-5", "bytes=5-2", "lines=1-2", "bytes=-"):
        assert len(b"".join(door.get(path, headers={"Range": whole}))) == 16
    assert door.get(path, headers={"Range": "bytes=0-3", "If-Range": '"x"'}).status_code == 200
    assert at_desk(world.orla).get(path, headers={"Range": "bytes=1-"}).status_code == 403
    assert TrailEntry.objects.filter(fact="RecordingHeard").count() == 1, "to seek is to listen on"
    the_clock.forward(minutes=16)
    door.get(path, headers={"Range": "bytes=8-"})
    assert TrailEntry.objects.filter(fact="RecordingHeard").count() == 2
    Call.objects.update(recording_state=RecordingState.ENDED, recording=None)
    assert door.get(path).status_code == 404
