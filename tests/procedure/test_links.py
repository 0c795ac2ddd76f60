"""The link that is mailed to an approver (T50)."""

from __future__ import annotations

import pytest

from holdfast.kernel.refusal import Refused
from holdfast.people.models import Person
from holdfast.procedure.actions.answering import answer_approval
from holdfast.procedure.links import approval_token, read_approval_token
from holdfast.procedure.models import Via
from holdfast.project.demo.world import World
from tests.procedure.steps import asked, fresh

pytestmark = pytest.mark.django_db


def test_t50_a_link_is_bound_to_its_approval_and_its_person_and_reading_it_changes_nothing(
    world: World,
) -> None:
    ticket, approval = asked(world)
    token = approval_token(approval.pk, world.orla.pk)
    for _ in range(3):  # a mail scanner opens it
        assert read_approval_token(token) == (approval, world.orla)
    assert fresh(ticket).is_open
    signature = token.rpartition(".")[2]
    wrong = [
        "",
        "p",
        token[:-1],
        token + "a",
        f"p{approval.pk}.{world.bram.pk}.{signature}",
        f"p{approval.pk + 1}.{world.orla.pk}.{signature}",
        token.replace("p", "q", 1),
        "p1.1.\x00",
    ]
    for other in wrong:
        with pytest.raises(Refused) as refused:
            read_approval_token(other)
        assert refused.value.code == "link_wrong"


def test_t50_a_link_ends_with_its_approval(world: World) -> None:
    _, approval = asked(world)
    token = approval_token(approval.pk, world.orla.pk)
    answer_approval(approval, person=world.orla, is_approved=False, words="No.", via=Via.LINK)
    with pytest.raises(Refused, match="answered as not fixed by Orla Thistlewick on") as refused:
        read_approval_token(token)
    assert refused.value.code == "link_ended"


def test_t50_a_link_of_somebody_who_left_opens_nothing(world: World) -> None:
    _, approval = asked(world)
    Person.objects.filter(pk=world.orla.pk).update(is_active=False)
    with pytest.raises(Refused) as refused:
        read_approval_token(approval_token(approval.pk, world.orla.pk))
    assert refused.value.code == "link_wrong"


def test_answering_by_the_link_proves_the_address(world: World) -> None:
    Person.objects.filter(pk=world.orla.pk).update(confirmed_at=None)
    _, approval = asked(world)
    answer_approval(approval, person=world.orla, is_approved=True, via=Via.LINK)
    assert Person.objects.get(pk=world.orla.pk).confirmed_at is not None
