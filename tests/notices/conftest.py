"""A vendor, a few readers, a clock that stands, and a sink for what is sent to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from tests.mail_sink import MailSink

if TYPE_CHECKING:  # a conftest is read before Django is set up
    from holdfast.notices.actions.sending import Wires
    from holdfast.people.models import Person
    from holdfast.vendor.models import Vendor
    from tests.notices.letters import Time


@pytest.fixture
def time(db: None) -> Time:
    """The clock; it stands at NOON."""
    import uuid

    from holdfast.kernel.models import Installation
    from tests.notices.letters import NOON, Time

    # a test with transactions of its own leaves every table empty behind it, also this one
    Installation.objects.get_or_create(
        only=True, defaults={"is_test": True, "identity": uuid.uuid4(), "created_at": NOON}
    )
    return Time()


@pytest.fixture
def vendor(time: Time) -> Vendor:
    from holdfast.vendor.models import Vendor

    vendor, _ = Vendor.objects.update_or_create(
        only=True,
        defaults={
            "name": "Pellucid",
            "support_address": "support@vendor.example",
            "phone": "+1 202 555 0143",
        },
    )
    return vendor


@pytest.fixture
def mara(vendor: Vendor) -> Person:
    """A client's contact in New York, whose address is confirmed."""
    from holdfast.people.models import Person
    from tests.notices.letters import NOON

    return Person.objects.create(
        email="mara@client.example", name="Mara Velez", time_zone="America/New_York", confirmed_at=NOON
    )


@pytest.fixture
def teo(vendor: Vendor) -> Person:
    """Another contact of the same client."""
    from holdfast.people.models import Person
    from tests.notices.letters import NOON

    return Person.objects.create(email="teo@client.example", name="Teo Brandt", confirmed_at=NOON)


@pytest.fixture
def stranger(vendor: Vendor) -> Person:
    """Somebody whose address nobody has confirmed."""
    from holdfast.people.models import Person

    return Person.objects.create(email="who@elsewhere.example", name="Buy cheap things now")


@pytest.fixture
def ana(vendor: Vendor) -> Person:
    """An agent."""
    from holdfast.people.models import Person, Role

    return Person.objects.create(email="ana@vendor.example", name="Ana Kos", roles=[Role.AGENT])


@pytest.fixture
def sink() -> Iterator[MailSink]:
    with MailSink() as sink:
        yield sink


@pytest.fixture
def wires(sink: MailSink) -> Callable[..., Wires]:
    """Fresh wires to the sink, as many as asked for."""
    from holdfast.carriers.relay_address import read_relay
    from holdfast.carriers.smtp import Relay
    from holdfast.notices.actions.sending import Wires

    def opened(number: int = 1, **limits: float) -> Wires:
        return Wires([Relay(read_relay(sink.url()), **limits) for _ in range(number)])

    return opened


@pytest.fixture
def facts(vendor: Vendor) -> Callable[[str], list[dict[str, object]]]:
    """What was recorded under this name, in order."""
    from holdfast.kernel.models import TrailEntry

    return lambda name: list(
        TrailEntry.objects.filter(fact=name).order_by("pk").values_list("said", flat=True)
    )
