"""A contact shows that the address is theirs, by a link for this alone (T50)."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.lists.actions.proving import ask_for_proof, prove_address
from holdfast.lists.links import proof_token
from holdfast.notices.models import Delivery
from holdfast.people.models import Person
from holdfast.project.demo.world import World
from tests.clients.lists import NIGHT, ORLA, listing
from tests.world import Clock

pytestmark = pytest.mark.django_db


def night() -> Person:
    return Person.objects.get(email=NIGHT.email)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as told:
        act()
    return told.value.code


def test_the_link_in_the_mail_confirms_the_address_once(
    world: World, the_clock: Clock, trail: Callable[[], list[str]]
) -> None:
    listing(world.osprey, ORLA, NIGHT, by=world.ines)
    said = Delivery.objects.get(notice__kind="list_proof").notice.said["proof_link"]
    token = re.fullmatch(r".*/address/([^/]+)/", said)[1]  # type: ignore[index]
    prove_address(token)
    assert night().confirmed_at == the_clock.now
    assert trail()[-1] == "AddressConfirmed"
    assert refused(lambda: prove_address(token)) == "link_ended"


def test_a_link_mailed_before_a_bounce_proves_nothing_after_it_and_a_new_one_does(
    world: World, the_clock: Clock
) -> None:
    listing(world.osprey, ORLA, NIGHT, by=world.ines)
    former = proof_token(night())
    Person.objects.filter(email=NIGHT.email).update(bounced_at=the_clock.now, confirmed_at=the_clock.now)
    assert refused(lambda: prove_address(former)) == "link_wrong"
    the_clock.forward(minutes=5)
    prove_address(proof_token(night()))
    assert night().bounced_at is None


def test_another_persons_signature_and_another_purpose_open_nothing(world: World) -> None:
    listing(world.osprey, ORLA, NIGHT, by=world.ines)
    token = proof_token(night())
    for forged in (
        "",
        "x",
        token[:-1],
        token.replace(f"a{night().pk}", f"a{world.bram.pk}"),
        f"l{token[1:]}",
    ):
        assert refused(lambda forged=forged: prove_address(forged)) == "link_wrong"
    assert night().confirmed_at is None


def test_it_is_sent_again_to_whom_it_may_be_and_not_too_soon(world: World, the_clock: Clock) -> None:
    listing(world.osprey, ORLA, NIGHT, by=world.ines)
    assert refused(lambda: ask_for_proof(world.osprey, NIGHT.email, by=world.tobin)) == "too_soon"
    the_clock.forward(minutes=11)
    ask_for_proof(world.osprey, NIGHT.email, by=world.tobin)
    assert Delivery.objects.filter(notice__kind="list_proof", address=NIGHT.email).count() == 2
    assert refused(lambda: ask_for_proof(world.osprey, ORLA.email, by=world.ines)) == "proven"
    assert refused(lambda: ask_for_proof(world.osprey, "x@velda.example", by=world.ines)) == "not_listed"
    with pytest.raises(Forbidden):
        ask_for_proof(world.osprey, NIGHT.email, by=world.mirela)
