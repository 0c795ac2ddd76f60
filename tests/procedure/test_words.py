"""Every notice of the procedure can be read, and every fact has its sentence."""

from __future__ import annotations

import inspect

import pytest

from holdfast.kernel.facts import Fact
from holdfast.kernel.models import TrailEntry
from holdfast.notices.models import Delivery
from holdfast.notices.rendering import render
from holdfast.people.models import Person
from holdfast.procedure import facts
from holdfast.procedure.actions.answering import answer_approval
from holdfast.procedure.actions.verdict import give_verdict
from holdfast.procedure.models import Via
from holdfast.procedure.wording import SILENT, WORDING
from holdfast.project.demo.world import World
from holdfast.vendor.models import the_vendor
from tests.procedure.steps import asked, fix, fresh, in_qa

pytestmark = pytest.mark.django_db


def mails(kind: str) -> list[tuple[str, str]]:
    rows = Delivery.objects.select_related("notice").filter(notice__kind=kind)
    words = [render(row.notice, row, the_vendor()) for row in rows]
    return [(each.text, each.html) for each in words]


def test_every_notice_says_what_it_is_about_and_escapes_what_was_typed(world: World) -> None:
    ticket = in_qa(world)
    give_verdict(ticket, is_approved=False, reason="<b>old</b> skill", by=world.mirela)
    fix(world, fresh(ticket))
    give_verdict(fresh(ticket), is_approved=True, by=world.mirela)
    approval = ticket.approvals.get()
    answer_approval(approval, person=world.orla, is_approved=False, words="One in <ten>.", via=Via.LINK)
    ticket, approval = asked(world)
    answer_approval(approval, person=world.orla, is_approved=True, via=Via.LINK)
    for kind, said in {
        "hand_over": "Tobin Adeyar hands you #",
        "handed_over": "Kaveh Lindqvar (Assistant Director, Software) has it",
        "fix_rejected": "Mirela Osk in QA rejected your fix",
        "sent_back": "back with those who made it",
        "not_fixed": "Orla Thistlewick says that #",
        "approval_asked": "/approval/p",
        "explanation": "Orla Thistlewick approved the fix",
    }.items():
        for text, html in mails(kind):
            assert said in text, kind
            assert "Chats are misrouted" in html, kind
            assert "{{" not in text + html, kind
    assert "<b>old</b>" in mails("fix_rejected")[0][0]
    assert "<b>old</b>" not in mails("fix_rejected")[0][1]
    assert "Opening it approves nothing" in mails("approval_asked")[0][0]


def test_t11_a_stranger_reads_nothing_that_was_typed_but_gets_the_link(world: World) -> None:
    Person.objects.filter(pk=world.orla.pk).update(confirmed_at=None)
    ticket, approval = asked(world)
    answer_approval(approval, person=world.orla, is_approved=True, via=Via.PORTAL)
    for kind in ("approval_asked", "explanation"):
        ((text, html),) = mails(kind)
        assert "misrouted" not in text + html
        assert "welcome bot" not in text + html
        assert ticket.reference in text
    assert "/approval/p" in mails("approval_asked")[0][0]


def test_every_fact_has_a_sentence_and_each_can_be_said(world: World) -> None:
    named = {
        name
        for name, each in inspect.getmembers(facts, inspect.isclass)
        if issubclass(each, Fact) and each.__module__ == facts.__name__
    }
    assert named == WORDING.keys() | SILENT
    _, approval = asked(world)
    answer_approval(approval, person=world.orla, is_approved=True, via=Via.LINK)
    names = {person.pk: str(person) for person in Person.objects.all()}
    said = [
        WORDING[entry.fact](entry.said, entry.actor_label, names)
        for entry in TrailEntry.objects.order_by("pk")
        if entry.fact in WORDING
    ]
    words = [each.words for each in said if each]
    assert "Orla Thistlewick approved the fix, by the link in the mail" in words
    assert all(each.icon for each in said if each)
