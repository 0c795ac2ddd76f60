"""Every notice of the ladder can be read, and every fact about a ticket has its sentence."""

from __future__ import annotations

import inspect

import pytest

from holdfast.escalation import facts
from holdfast.escalation.actions.account_manager import hand_to_account_manager
from holdfast.escalation.actions.climbing import climb_ladder
from holdfast.escalation.wording import SILENT, WORDING
from holdfast.kernel.facts import Fact
from holdfast.kernel.models import TrailEntry
from holdfast.notices.models import Delivery
from holdfast.notices.rendering import render
from holdfast.people.models import Person
from holdfast.project.demo.world import World
from holdfast.vendor.models import the_vendor
from tests.procedure.steps import prioritised
from tests.world import Clock

pytestmark = pytest.mark.django_db


def mail(kind: str) -> tuple[str, str]:
    row = Delivery.objects.select_related("notice").filter(notice__kind=kind).earliest("pk")
    words = render(row.notice, row, the_vendor())
    return words.text, words.html


def test_every_notice_says_who_does_what_by_when(world: World, the_clock: Clock) -> None:
    Person.objects.filter(pk=world.theo.pk).update(is_active=False)
    ticket = prioritised(world, priority=1)
    for _ in range(3):
        climb_ladder(ticket, words="Nothing <works>.", by=world.orla)
    the_clock.forward(hours=1)
    climb_ladder(ticket, by=world.orla)
    hand_to_account_manager(ticket, words="They want a discount.", by=world.tobin)
    for kind, said in {
        "level_told": "Answer the client by Tue 24 November, 13:00 UTC",
        "account_manager_told": "Osprey Lane Clinics has a Priority 1",
        "level_unmanned": "AVP Corporate Strategy",
        "top_told_again": "was told once more",
        "account_manager_handed": "They want a discount.",
    }.items():
        text, html = mail(kind)
        assert said in text, kind
        assert "{{" not in text + html, kind
        assert "<works>" not in html, kind
    assert "/level/l" in mail("level_told")[0]


def test_every_fact_has_a_sentence(world: World) -> None:
    named = {
        name
        for name, each in inspect.getmembers(facts, inspect.isclass)
        if issubclass(each, Fact) and each.__module__ == facts.__name__
    }
    assert named == WORDING.keys() | SILENT
    climb_ladder(prioritised(world), by=world.orla)
    entry = TrailEntry.objects.get(fact="LevelTold")
    names = {world.kaveh.pk: "Kaveh Lindqvar"}
    sentence = WORDING["LevelTold"](entry.said, entry.actor_label, names)
    assert sentence is not None
    assert sentence.is_public
    assert sentence.words == (
        "Orla Thistlewick escalated it: level 2 was told at once, "
        "Kaveh Lindqvar, Assistant Director – Software Development"
    )
