"""What is agreed with clients of the demo world about uptime and credits, and the address that one of them was given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from holdfast.audience.actions.addresses import make_address
from holdfast.audience.models import Purpose
from holdfast.clients.models import Organisation
from holdfast.incidents.actions.uptime_terms import Wanted, set_uptime_terms
from holdfast.incidents.agreed_uptime import month_of
from holdfast.kernel import clock
from holdfast.people.models import Person
from holdfast.project.demo.world import World
from holdfast.reports.actions.credits import decide_credit
from holdfast.reports.waiting import credits_waiting

Step = Callable[[], object]
_PARTLY: Final = Decimal("0.3")
_BANDS: Final = ("99.95 5", "99.9 10", "99 25")
_FEES: Final = {"tessellate": Decimal("18400.00"), "velda": Decimal("6200.00")}
"""Both use Mail, of which a third waited for three hours in a month that is over."""
_DECIDED: Final = "tessellate"


def agreement_story(world: World, *, until: datetime) -> Iterator[tuple[datetime, Step]]:
    """When what is set, given and decided; the credit of one client still waits."""
    delphine = world.persons["delphine"]

    def set_for(organisation: Organisation | None, *, fee: Decimal | None = None) -> Step:
        wanted = Wanted(
            goal=Decimal("99.99"),
            partial=_PARTLY,
            degraded=Decimal(0),
            bands=_BANDS if organisation else (),
            fee=fee,
            currency="EUR" if fee else "",
        )
        zone = organisation.time_zone if organisation else "Pacific/Kiritimati"  # where months end first

        def set_terms() -> None:
            month = month_of(clock.now(), zone)
            because = "As the contract of this year has it." if organisation else "Our policy, section 12."
            set_uptime_terms(
                wanted, organisation=organisation, from_month=month, because=because, by=delphine
            )

        return set_terms

    def decide() -> None:
        found = [world.organisations[_DECIDED]]
        for each in credits_waiting(found, now=clock.now()):
            decide_credit(
                each.organisation, each.month, percent=each.percent, because="", after=None, by=delphine
            )

    def give_address() -> None:
        orla: Person = world.persons["orla"]
        make_address(world.organisations["osprey"], Purpose.STATUS, by=orla)

    begun = until - timedelta(days=75)
    yield begun, set_for(None)
    for key, fee in _FEES.items():
        yield begun, set_for(world.organisations[key], fee=fee)
    yield until - timedelta(days=19), give_address
    yield until - timedelta(days=2), decide
