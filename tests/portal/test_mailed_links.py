"""The pages behind links in mail: no account, a GET changes nothing, a POST counts, an ended one says so (T50)."""

from __future__ import annotations

import pytest

from holdfast.escalation.actions.climbing import climb_ladder
from holdfast.escalation.links import level_token
from holdfast.escalation.models import Climb
from holdfast.kernel.models import TrailEntry
from holdfast.people.actions.entering import shut_out
from holdfast.procedure.actions.answering import answer_approval
from holdfast.procedure.links import approval_token
from holdfast.procedure.models import Approval, Outcome, Via
from holdfast.project.demo.world import World
from holdfast.promises.models import Promise, State
from holdfast.tickets.models import Message, Stage, Ticket
from tests.portal.visiting import as_, stranger
from tests.procedure.steps import asked, fresh, prioritised
from tests.promises.acceptance import accept
from tests.world import ticket_by_mail

pytestmark = pytest.mark.django_db


def approval_path(approval: Approval, person: object) -> str:
    return f"/approval/{approval_token(approval.pk, person.pk)}/"  # type: ignore[attr-defined]


def climbed(world: World) -> tuple[Ticket, Climb]:
    ticket = prioritised(world)
    return ticket, climb_ladder(ticket, words="Nobody called", level=2, by=world.orla)


def test_t50_a_scanner_that_opens_the_approval_link_approves_nothing(world: World) -> None:
    ticket, approval = asked(world)
    path = approval_path(approval, world.orla)
    before = TrailEntry.objects.count()
    for _ in range(3):
        shown = stranger().get(path)
        assert shown.status_code == 200
        assert stranger().head(path).status_code == 200
        assert stranger().options(path).status_code in (200, 405)
    assert TrailEntry.objects.count() == before
    page = shown.content.decode()
    assert "You answer as <b>Orla Thistlewick</b>, for <b>Osprey Lane Clinics</b>" in page
    assert "The welcome bot dropped the skill." in page
    assert "The bot passes the skill on." in page
    for ours in ("Router: see the new test", "A test transfers", "The share of misrouted chats"):
        assert ours not in page
    assert shown.headers["Cache-Control"] == "no-store"
    assert shown.headers["Referrer-Policy"] == "same-origin"
    assert fresh(ticket).stage == Stage.CLIENT_APPROVAL


def test_a_post_approves_resolves_and_tells_what_it_kept_then_the_link_has_ended(world: World) -> None:
    ticket, approval = asked(world)
    accept("approval_asked")
    path = approval_path(approval, world.orla)
    told = stranger().post(path, {"answer": "approved"})
    assert told.status_code == 200
    assert "our promise of a fix in 1 business day is kept" in told.content.decode()
    assert fresh(ticket).stage == Stage.RESOLVED
    assert (Approval.objects.get().via, Approval.objects.get().by) == (Via.LINK, world.orla)
    for again in (stranger().get(path), stranger().post(path, {"answer": "not_fixed", "words": "No"})):
        assert again.status_code == 410
        assert (
            "This was approved by Orla Thistlewick on 24 November 2026, 07:00 EST." in again.content.decode()
        )


def test_a_post_refuses_with_words_and_not_without(world: World) -> None:
    ticket, approval = asked(world)
    path = approval_path(approval, world.orla)
    assert stranger().post(path, {"answer": "not_fixed"}).status_code == 422
    assert stranger().post(path, {"answer": "perhaps"}).status_code == 422
    assert fresh(ticket).stage == Stage.CLIENT_APPROVAL
    told = stranger().post(path, {"answer": "not_fixed", "words": "One in ten still"})
    assert told.status_code == 200
    assert "runs on" in told.content.decode()
    assert (fresh(ticket).stage, Approval.objects.get().outcome) == (Stage.ENGINEERING, Outcome.NOT_FIXED)


def test_t50_a_link_is_bound_to_its_approval_its_person_and_its_purpose(world: World) -> None:
    _, approval = asked(world)
    _, climb = climbed(world)
    good = approval_token(approval.pk, world.orla.pk)
    level = level_token(climb.pk, world.kaveh.pk)
    forged = [
        "",
        "x",
        good[:-1],
        good[:-1] + ("a" if good[-1] != "a" else "b"),
        good.replace(f".{world.orla.pk}.", f".{world.lutz.pk}."),
        good.replace("p", "p9", 1),
        level,
        "p" + level[1:],
        good + "%00",
    ]
    for token in forged:
        assert stranger().get(f"/approval/{token}/").status_code == 404, token
        assert stranger().post(f"/approval/{token}/", {"answer": "approved"}).status_code == 404, token
    for token in (good, "l" + good[1:], level_token(climb.pk, world.tobin.pk)):
        assert stranger().get(f"/level/{token}/").status_code == 404, token
    assert Approval.objects.get(pk=approval.pk).ended_at is None
    assert stranger().get(f"/approval/{good}/").status_code == 200
    assert stranger().get(f"/level/{level}/").status_code == 200


def test_t50_a_link_of_somebody_shut_out_or_no_longer_asked_opens_nothing(world: World) -> None:
    _, approval = asked(world, person="bram")
    path = approval_path(approval, world.orla)
    # signed for somebody who never was an approver: the token is ours, the right is not
    lutz = approval_path(approval, world.lutz)
    assert stranger().post(lutz, {"answer": "approved"}).status_code == 410
    assert Approval.objects.get().ended_at is None
    shut_out(world.orla, by=world.piotr)
    assert stranger().get(path).status_code == 404
    assert stranger().post(path, {"answer": "approved"}).status_code == 404


def test_the_link_counts_for_its_person_whoever_is_signed_in(world: World) -> None:
    _, approval = asked(world)
    as_(world.bram).post(approval_path(approval, world.orla), {"answer": "approved"})
    assert Approval.objects.get().by == world.orla


def test_after_an_answer_in_the_portal_the_link_says_how_it_ended(world: World) -> None:
    _, approval = asked(world)
    answer_approval(approval, person=world.orla, is_approved=False, words="No", via=Via.PORTAL)
    shown = stranger().get(approval_path(approval, world.orla))
    assert shown.status_code == 410
    assert "answered as not fixed by Orla Thistlewick" in shown.content.decode()


def test_a_level_acknowledges_and_answers_without_an_account(world: World) -> None:
    ticket, climb = climbed(world)
    path = f"/level/{level_token(climb.pk, world.kaveh.pk)}/"
    shown = stranger().get(path)
    page = shown.content.decode()
    assert "You act as <b>Kaveh Lindqvar</b>" in page
    assert "Nobody called" in page
    assert Climb.objects.get().acknowledged_at is None
    client = stranger()
    noted = client.post(path, {"act": "acknowledge"}, follow=True)
    assert "You are not reminded any more" in noted.content.decode()
    assert Climb.objects.get().acknowledged_by == world.kaveh
    assert client.post(path, {"act": "answer", "text": "  "}).status_code == 422
    told = client.post(path, {"act": "answer", "text": "I have called your floor manager."})
    assert told.status_code == 200
    message = Message.objects.filter(ticket=ticket).latest("pk")
    assert (message.author, message.side, message.text) == (
        world.kaveh,
        "vendor",
        "I have called your floor manager.",
    )
    assert Promise.objects.get(clause="escalation_answered").state == State.KEPT
    ended = client.get(path)
    assert ended.status_code == 410
    assert "This was answered on" in ended.content.decode()


def test_the_page_of_a_level_marks_a_priority_that_nobody_has_confirmed(world: World) -> None:
    climb = climb_ladder(ticket_by_mail(world), words="Nobody called", by=world.orla)
    page = stranger().get(f"/level/{level_token(climb.pk, world.kaveh.pk)}/").content.decode()
    assert "P2?" in page
    assert "Priority 2, not confirmed yet" in page


def test_t45_the_page_of_a_level_shows_no_note_to_whoever_holds_the_link(world: World) -> None:
    from holdfast.tickets.actions.messages import Said, write_note

    ticket, climb = climbed(world)
    write_note(ticket, Said(text="SECRETNOTE", author=world.tobin), by=world.tobin)
    assert (
        "SECRETNOTE"
        not in stranger().get(f"/level/{level_token(climb.pk, world.kaveh.pk)}/").content.decode()
    )
