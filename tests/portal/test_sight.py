"""A client sees their own tickets and nobody else's, by no door of the site (T42 to T48)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from holdfast.clients.actions.contacts import end_contact
from holdfast.escalation.models import Climb
from holdfast.files.storage import path_of, store
from holdfast.kernel import clock
from holdfast.kernel.actor import SYSTEM
from holdfast.people.actions.entering import change_roles, enter_person, shut_out
from holdfast.procedure.models import Approval
from holdfast.project.demo.world import World
from holdfast.tickets.access import visible_condition, visible_tickets
from holdfast.tickets.actions.assignment import assign_ticket
from holdfast.tickets.actions.messages import Attached, Said, receive_message, send_message, write_note
from holdfast.tickets.actions.taking_part import add_collaborator
from holdfast.tickets.models import Attachment, Channel, Ticket
from holdfast.tickets.queries import search
from tests.portal.visiting import as_, stranger
from tests.procedure.steps import asked
from tests.world import ticket_by_mail

pytestmark = pytest.mark.django_db

PARTS = ("stages", "answer", "conversation", "promises", "ladder")


def file_on(ticket: Ticket, *, note: bool = False, by: object = None) -> Attachment:
    attached = [Attached(file=store(b"col,umn\n1,2\n", at=clock.now()), filename="export.csv")]
    if note:
        message = write_note(ticket, Said(text="Only ours", author=by, attached=attached), by=by)  # type: ignore[arg-type]
    else:
        said = Said(text="See the file", author=ticket.requester, attached=attached)
        message = receive_message(ticket, said, channel=Channel.MAIL, reached_at=clock.now(), by=SYSTEM)
    return message.attachments.get()


def paths_of(ticket: Ticket) -> list[str]:
    """Every address at which something of a ticket can be had."""
    key = file_on(ticket).key
    return [
        reverse("portal:ticket", args=[ticket.pk]),
        reverse("portal:ticket_escalation", args=[ticket.pk]),
        reverse("portal:file", args=[ticket.pk, key, "export.csv"]),
        *(reverse("portal:ticket_part", args=[ticket.pk, name]) for name in PARTS),
    ]


def test_t42_a_foreign_ticket_is_as_if_it_were_not_there(world: World) -> None:
    ticket, approval = asked(world, person="orla")
    foreign, own = as_(world.lutz), as_(world.orla)
    for path in paths_of(ticket):
        assert foreign.get(path).status_code == 404, path
        assert own.get(path).status_code == 200, path
        assert stranger().get(path).status_code == 302, path
    missing = foreign.get(reverse("portal:ticket", args=[999_999]))
    assert missing.status_code == 404
    hidden = foreign.get(reverse("portal:ticket", args=[ticket.pk]))
    assert hidden.content == missing.content
    for name, said in (
        ("ticket_messages", {"text": "Let me in"}),
        ("ticket_approval", {"answer": "approved"}),
        ("ticket_escalation", {"words": "Now"}),
    ):
        assert foreign.post(reverse(f"portal:{name}", args=[ticket.pk]), said).status_code == 404
    approval.refresh_from_db()
    assert approval.ended_at is None
    assert not Climb.objects.exists()


def test_t42_lists_and_search_say_nothing_of_foreign_tickets(world: World) -> None:
    ticket = ticket_by_mail(world, "orla", "Xylophone exports stop")
    ticket_by_mail(world, "lutz", "Something else")
    for path in ("/", "/tickets/", "/tickets/?view=mine", "/escalation/", "/home/tickets/"):
        assert b"Xylophone" not in as_(world.lutz).get(path).content
        assert b"Xylophone" in as_(world.orla).get(path).content
    for words in ("xylophone", f"{ticket.pk}", ticket.reference, "xylophon exprts", "orla"):
        assert b"Xylophone" not in as_(world.lutz).get("/tickets/", {"q": words}).content
    for words in ("xylophone", f"#{ticket.pk}", ticket.reference.lower(), "xylophon"):
        assert b"Xylophone" in as_(world.orla).get("/tickets/", {"q": words}).content


def test_the_condition_of_the_search_is_the_rule_of_access(world: World) -> None:
    asked(world, person="dara")  # emory approves for quillon, and is no administrator
    theirs = ticket_by_mail(world, "bram", "Word common")
    somebody = enter_person(email="kim@bureau.example", name="Kim", by=SYSTEM)
    add_collaborator(theirs, person=somebody, is_approved=True, at=clock.now(), by=SYSTEM)
    add_collaborator(theirs, person=world.mina, is_approved=False, at=clock.now(), by=SYSTEM)
    ticket_by_mail(world, "lutz", "Word common")
    ticket_by_mail(world, "orla", "Word common", is_machine=True)
    Ticket.objects.update(subject="Word common")
    keys = ("orla", "bram", "lutz", "mina", "dara", "emory", "isolde")
    for person in (somebody, *(world.persons[key] for key in keys)):
        condition, values = visible_condition(person)
        found = set(search("word common", visible=condition, values=values, only_public=True))
        assert found == set(visible_tickets(person).values_list("pk", flat=True)), person


def test_a_colleague_sees_their_own_and_the_administrator_all(world: World) -> None:
    hers, his = (
        ticket_by_mail(world, "orla", "Of the administrator"),
        ticket_by_mail(world, "bram", "Of the colleague"),
    )
    assert as_(world.orla).get(reverse("portal:ticket", args=[his.pk])).status_code == 200
    assert as_(world.bram).get(reverse("portal:ticket", args=[hers.pk])).status_code == 404
    page = as_(world.bram).get("/").content.decode()
    assert "Of the colleague" in page
    assert "Of the administrator" not in page


def test_t45_notes_internal_facts_and_machines_are_absent_everywhere(world: World) -> None:
    ticket = ticket_by_mail(world, "orla")
    assign_ticket(ticket, to=world.tobin, by=world.saoirse)
    write_note(ticket, Said(text="SECRETNOTE between us", author=world.tobin), by=world.tobin)
    machine = Said(text="MACHINEWORDS out of office", author=world.orla, is_machine=True)
    receive_message(ticket, machine, channel=Channel.MAIL, reached_at=clock.now(), by=SYSTEM)
    send_message(ticket, Said(text="PUBLICWORDS to you", author=world.tobin), by=world.tobin)
    orla = as_(world.orla)
    here = [reverse("portal:ticket", args=[ticket.pk]), reverse("portal:ticket_escalation", args=[ticket.pk])]
    here += [reverse("portal:ticket_part", args=[ticket.pk, name]) for name in PARTS]
    shown = "".join(orla.get(path).content.decode() for path in [*here, "/", "/tickets/"])
    assert "PUBLICWORDS" in shown
    for secret in ("SECRETNOTE", "MACHINEWORDS", "Saoirse Wendt gave it", "Engineering told"):
        assert secret not in shown
    assert b"Nothing found" in orla.get("/tickets/", {"q": "secretnote"}).content
    assert b"Nothing found" in orla.get("/tickets/", {"q": "machinewords"}).content
    assert b"Nothing found" not in orla.get("/tickets/", {"q": "publicwords"}).content


def test_t48_a_file_needs_its_ticket_its_message_and_a_session(world: World) -> None:
    ticket, other = ticket_by_mail(world, "orla"), ticket_by_mail(world, "orla", "Another")
    shown, kept = file_on(ticket), file_on(ticket, note=True, by=world.tobin)
    orla = as_(world.orla)
    path = reverse("portal:file", args=[ticket.pk, shown.key, "export.csv"])
    answer = orla.get(path)
    assert b"".join(answer.streaming_content) == b"col,umn\n1,2\n"  # type: ignore[attr-defined]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert path in orla.get(reverse("portal:ticket", args=[ticket.pk])).content.decode()
    assert orla.get(reverse("portal:file", args=[ticket.pk, kept.key, "export.csv"])).status_code == 404
    assert orla.get(reverse("portal:file", args=[other.pk, shown.key, "export.csv"])).status_code == 404
    assert orla.get(reverse("portal:file", args=[ticket.pk, "guessed", "export.csv"])).status_code == 404
    assert stranger().get(path).status_code == 302


def test_t35_what_could_run_is_downloaded_as_bytes_at_every_address_of_it_whatever_is_asked_for(
    world: World,
) -> None:
    contents = (
        b"<html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<?xml version='1.0'?><a xmlns='http://www.w3.org/1999/xhtml'/>",
        b"<?xml-stylesheet href='x.xsl'?><a/>",
    )
    attached = [
        Attached(file=store(content, at=clock.now()), filename=name)
        for content, name in zip(contents, ("a.html", "b.svg", "c.xml", "d.xml"), strict=True)
    ]
    ticket = ticket_by_mail(world, "orla")
    said = Said(text="Open these", author=world.orla, attached=attached)
    message = receive_message(ticket, said, channel=Channel.MAIL, reached_at=clock.now(), by=SYSTEM)
    orla, tobin = as_(world.orla), as_(world.tobin)
    for each in message.attachments.all():
        portal = reverse("portal:file", args=[ticket.pk, each.key, each.filename])
        for answer in (
            orla.get(f"{portal}?inline"),
            orla.get(f"/files/{each.key}/?shown"),
            tobin.get(f"/files/{each.key}/?shown"),
        ):
            said_of_it = answer.headers
            assert said_of_it["Content-Disposition"].startswith("attachment"), each.filename
            assert said_of_it["Content-Type"] in ("application/octet-stream", "text/plain; charset=utf-8")
            assert said_of_it["X-Content-Type-Options"] == "nosniff"
            assert said_of_it["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


def file_paths(attached: Attachment) -> tuple[str, str]:
    """The two addresses of a file: the portal's, and the one that the desk shows."""
    number = attached.message.ticket_id
    return reverse("portal:file", args=[number, attached.key, "export.csv"]), f"/files/{attached.key}/"


def test_t48_the_address_of_a_file_opens_nothing_once_its_reader_may_not_see_the_ticket(world: World) -> None:
    attached = file_on(ticket_by_mail(world, "bram"))
    helper = enter_person(email="kim@bureau.example", name="Kim", by=SYSTEM)
    added = add_collaborator(
        attached.message.ticket, person=helper, is_approved=True, at=clock.now(), by=SYSTEM
    )
    administrator, helping = as_(world.orla), as_(helper)
    for path in file_paths(attached):
        assert [door.get(path).status_code for door in (administrator, helping)] == [200, 200]
    world.orla.contact.is_administrator = False
    world.orla.contact.save()
    added.approved_at = None
    added.save()
    for path in file_paths(attached):
        assert [door.get(path).status_code for door in (administrator, helping)] == [404, 404]


def test_t48_the_address_of_a_file_ends_with_the_contact_and_with_the_role(world: World) -> None:
    attached = file_on(ticket_by_mail(world, "bram"))
    portal, desk = file_paths(attached)
    administrator, agent = as_(world.orla), as_(world.tobin)
    assert (administrator.get(portal).status_code, agent.get(desk).status_code) == (200, 200)
    end_contact(world.orla.contact, by=world.piotr)
    change_roles(world.tobin, roles=[], by=world.piotr)
    for path in (portal, desk):
        assert [door.get(path).status_code for door in (administrator, agent)] == [404, 404]


def test_t48_the_address_of_a_file_needs_the_session_that_is_still_open(world: World) -> None:
    attached = file_on(ticket_by_mail(world, "bram"))
    door, other = as_(world.bram), as_(world.bram)
    door.post("/account/logout/")
    for path in file_paths(attached):
        assert door.get(path).headers["Location"].startswith("/account/login/?next=")
        assert other.get(path).status_code == 200
    shut_out(world.bram, by=world.piotr)
    assert [other.get(path).status_code for path in file_paths(attached)] == [302, 302]


@pytest.mark.parametrize("gone", ["the row", "the bytes"])
def test_t48_what_is_gone_is_not_found(world: World, gone: str) -> None:
    ticket = ticket_by_mail(world, "bram")
    attached = file_on(ticket)
    if gone == "the row":  # no page deletes a ticket or a message; an operator's hand may
        Attachment.objects.filter(pk=attached.pk).delete()
    else:
        path_of(attached.file_id).unlink()
    for path in file_paths(attached):
        assert as_(world.bram).get(path).status_code == 404
    assert as_(world.bram).get(reverse("portal:ticket", args=[ticket.pk])).status_code == 200


def test_an_approver_who_sees_it_no_more_is_not_sent_to_a_hidden_page(world: World) -> None:
    ticket, _ = asked(world, person="dara")
    emory = as_(world.emory)
    assert emory.get(reverse("portal:ticket", args=[ticket.pk])).status_code == 200
    answer = emory.post(
        reverse("portal:ticket_approval", args=[ticket.pk]), {"answer": "approved"}, follow=True
    )
    assert answer.redirect_chain == [("/", 302)]
    assert "is resolved" in answer.content.decode()


def test_somebody_of_the_client_who_may_not_approve_is_refused(world: World) -> None:
    ticket, approval = asked(world, person="bram")
    bram = as_(world.bram)
    assert "It waits for an approval" in bram.get(reverse("portal:ticket", args=[ticket.pk])).content.decode()
    path = reverse("portal:ticket_approval", args=[ticket.pk])
    assert bram.post(path, {"answer": "approved"}).status_code == 403
    assert Approval.objects.get(pk=approval.pk).ended_at is None
    assert as_(world.orla).post(path, {"answer": "approved"}).status_code == 302


def test_t50_whoever_is_shut_out_is_out_at_once(world: World, the_clock: object) -> None:
    orla = as_(world.orla)
    assert orla.get("/tickets/").status_code == 200
    shut_out(world.orla, by=world.piotr)
    assert orla.get("/tickets/").headers["Location"].startswith("/account/login/")
    the_clock.forward(days=1)  # type: ignore[attr-defined]
    assert clock.now() - timedelta(days=1) < the_clock.now  # type: ignore[attr-defined]


def test_t50_a_changed_password_ends_the_sessions_elsewhere(world: World) -> None:
    elsewhere = as_(world.orla)
    assert elsewhere.get("/tickets/").status_code == 200
    world.orla.set_password("another sentence to hold")
    world.orla.save()
    assert elsewhere.get("/tickets/").status_code == 302
    assert as_(world.orla).get("/tickets/").status_code == 200
