"""A test message to everybody on the list, with what became of it for each."""

from __future__ import annotations

import pytest

from holdfast.clients.emergency.channels import Channel
from holdfast.clients.emergency.contacts import Listed
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.lists.actions.drilling import drill
from holdfast.lists.queries import last_drill
from holdfast.notices.actions.bounces import record_bounce
from holdfast.notices.models import Delivery, DeliveryState
from holdfast.project.demo.world import World
from tests.clients.lists import NIGHT, ORLA, listing
from tests.promises.acceptance import accept
from tests.world import Clock

pytestmark = pytest.mark.django_db

PHONE = Listed(email="phone@ospreylane.example", channels=(Channel("voice", "+12025550177"),))


def outcomes(world: World) -> dict[str, str]:
    shown = last_drill(world.osprey.pk)
    assert shown is not None
    return {each.address: each.words for each in shown.outcomes}


def test_each_contact_by_mail_gets_it_and_its_outcome_is_seen(world: World, the_clock: Clock) -> None:
    listing(world.osprey, ORLA, NIGHT, PHONE, by=world.ines)
    assert last_drill(world.osprey.pk) is None
    drill(world.osprey, by=world.ines)
    assert outcomes(world) == {ORLA.email: "Waiting", NIGHT.email: "Waiting"}
    accept("list_drill")
    assert set(outcomes(world).values()) == {"Accepted"}
    row = Delivery.objects.get(notice__kind="list_drill", address=NIGHT.email)
    record_bounce(
        row.mail_id, failed_address=NIGHT.email, reason="no mailbox", permanent=True, at=the_clock.now
    )
    assert outcomes(world)[NIGHT.email] == "Bounced"
    Delivery.objects.filter(address=ORLA.email).update(state=DeliveryState.FAILED, trouble="refused")
    shown = last_drill(world.osprey.pk)
    assert shown is not None
    assert [(each.words, each.trouble) for each in shown.outcomes] == [
        ("Failed", "refused"), ("Bounced", "night-desk@ospreylane.example: no mailbox"),
    ]  # fmt: skip
    assert shown.accepted == 0


def test_a_drill_is_for_whoever_keeps_the_list_and_not_too_often(world: World, the_clock: Clock) -> None:
    listing(world.osprey, ORLA, by=world.ines)
    for other in (world.tobin, world.corin, world.theo):
        with pytest.raises(Forbidden):
            drill(world.osprey, by=other)
    drill(world.osprey, by=world.ines)
    with pytest.raises(Refused) as soon:
        drill(world.osprey, by=world.ines)
    assert soon.value.code == "too_soon"
    the_clock.forward(minutes=11)
    drill(world.osprey, by=world.ines)
    assert Delivery.objects.filter(notice__kind="list_drill").count() == 2
    with pytest.raises(Refused) as nobody:
        drill(world.velda, by=world.ines)
    assert nobody.value.code == "nobody_mailed"
