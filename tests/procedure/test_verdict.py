"""QA's verdict (C4)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.notices.models import Notice
from holdfast.procedure.actions.fixing import solve_at_tier_1
from holdfast.procedure.actions.hand_over import hand_over
from holdfast.procedure.actions.verdict import give_verdict
from holdfast.procedure.models import Approval
from holdfast.project.demo.world import World
from holdfast.promises.models import Promise
from holdfast.tickets.models import Stage, Waiting
from tests.procedure.steps import fix, fresh, in_qa, prioritised

pytestmark = pytest.mark.django_db


def test_qa_approves_and_the_client_is_asked_but_a_lead_may_not(
    world: World, trail: Callable[[], list[str]]
) -> None:
    ticket = in_qa(world)
    with pytest.raises(Forbidden):
        give_verdict(ticket, is_approved=True, by=world.kaveh)
    give_verdict(ticket, is_approved=True, by=world.mirela)
    give_verdict(ticket, is_approved=True, by=world.mirela)
    ticket = fresh(ticket)
    assert (ticket.stage, ticket.waiting) == (Stage.CLIENT_APPROVAL, Waiting.APPROVAL)
    assert trail().count("VerdictGiven") == 1
    assert Approval.objects.count() == 1


def test_whoever_made_the_fix_never_judges_it_whatever_roles_they_hold(world: World) -> None:
    ticket = prioritised(world)
    hand_over(ticket, to=world.yusra, words="See the log.", by=world.tobin)
    fix(world, ticket, by="yusra")
    with pytest.raises(Forbidden) as refused:
        give_verdict(ticket, is_approved=True, by=world.yusra)
    assert refused.value.code == "own_fix"
    assert give_verdict(ticket, is_approved=True, by=world.mirela).is_approved


def test_a_rejection_needs_its_reason_and_returns_to_the_fixer_who_is_told(world: World) -> None:
    ticket = in_qa(world)
    with pytest.raises(Refused) as refused:
        give_verdict(ticket, is_approved=False, reason=" ", by=world.mirela)
    assert refused.value.field == "reason"
    give_verdict(ticket, is_approved=False, reason="A transferred chat keeps the old skill.", by=world.mirela)
    ticket = fresh(ticket)
    assert (ticket.stage, ticket.assignee) == (Stage.ENGINEERING, world.kaveh)
    notice = Notice.objects.get(kind="fix_rejected")
    assert notice.said["remark"] == "A transferred chat keeps the old skill."
    assert notice.deliveries.get().person == world.kaveh
    client = Notice.objects.get(kind="sent_back")
    assert "skill" not in str(client.said)  # T45: the reason stays inside
    assert Promise.objects.filter(clause="client_told").count() == 2  # the hand-over, the rejection
    fix(world, ticket)
    assert give_verdict(ticket, is_approved=True, by=world.mirela).is_approved


def test_a_rejected_fix_of_tier_1_returns_to_tier_1(world: World) -> None:
    ticket = prioritised(world)
    solve_at_tier_1(ticket, cause="A setting.", solution="Set.", tell_client="We set it.", by=world.tobin)
    give_verdict(ticket, is_approved=False, reason="It is not set.", tell_client="Not yet.", by=world.mirela)
    ticket = fresh(ticket)
    assert (ticket.stage, ticket.assignee) == (Stage.TIER_1, world.tobin)
    assert not Notice.objects.filter(kind="sent_back").exists()


def test_there_is_a_verdict_only_on_a_fix_in_qa(world: World) -> None:
    with pytest.raises(Refused, match="no fix"):
        give_verdict(prioritised(world), is_approved=True, by=world.mirela)
    ticket = in_qa(world)
    give_verdict(ticket, is_approved=False, reason="No.", by=world.mirela)
    with pytest.raises(Refused, match="stands at Engineering, not at QA"):
        give_verdict(ticket, is_approved=True, by=world.rafe)
