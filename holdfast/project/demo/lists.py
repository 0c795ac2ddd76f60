"""The emergency distribution lists of the demo world, one in each state of health, played through the real actions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from holdfast.clients.actions.emergency_list import set_list
from holdfast.clients.actions.list_reviews import confirm_list
from holdfast.clients.emergency.channels import Channel
from holdfast.clients.emergency.contacts import Listed
from holdfast.clients.models import Contact, EmergencyList, Organisation, Wanted
from holdfast.kernel import clock
from holdfast.lists.actions.drilling import drill
from holdfast.lists.actions.proving import prove_address
from holdfast.lists.actions.requesting import ask_for_change
from holdfast.lists.links import is_proven, proof_token
from holdfast.lists.models import Change
from holdfast.notices.actions.bounces import record_bounce
from holdfast.notices.models import Delivery
from holdfast.people.models import Person
from holdfast.project.demo.world import World

Step = Callable[[], None]
_EVERYTHING = tuple(Wanted.values)


def list_story(world: World, *, until: datetime) -> Iterator[tuple[datetime, Step]]:
    """When what happens to which list; Marrow Street's and Sorrel's stay empty."""

    def ago(days: float) -> datetime:
        return until - timedelta(days=days)

    for key, days, contacts in _LISTS:
        yield ago(days), _enter(world, key, contacts)
        unproven = _UNPROVEN.get(key, ())
        yield ago(days - 1), _prove([each.email for each in contacts if each.email not in unproven])
    for key, days in _REVIEWED.items():
        yield ago(days), _review(world, key)
    yield ago(15), lambda: _drill(world, "osprey")
    for at in (ago(15) + timedelta(minutes=4), until - timedelta(minutes=20)):  # the drill, then a report
        yield at, lambda: _bounce("billing-lead@ospreylane.example")
    yield ago(6), lambda: _drill(world, "tessellate")
    yield until - timedelta(hours=2), lambda: _ask(world)


_LISTS: tuple[tuple[str, float, tuple[Listed, ...]], ...] = (
    (
        "osprey",
        100,
        (
            Listed(email="emergency@ospreylane.example", name="Emergency desk", is_global=True),
            Listed(email="orla@ospreylane.example", role="IT operations", wants=_EVERYTHING),
            Listed(
                email="night-desk@ospreylane.example",
                name="Night desk",
                role="Twenty clinics, 18:00 to 06:00",
            ),
            Listed(email="bram@ospreylane.example", role="Clinics north"),
            Listed(email="billing-lead@ospreylane.example", name="Billing lead"),
        ),
    ),
    (
        "velda",
        60,
        (
            Listed(email="stoerung@velda.example", name="Störungsstelle", language="de", is_global=True),
            Listed(email="lutz@velda.example", role="Head of shops", wants=_EVERYTHING),
        ),
    ),
    (
        "quillon",
        9,
        (
            Listed(email="control@quillon.example", name="Control room", is_global=True),
            Listed(email="dara@quillon.example", role="Dispatch"),
        ),
    ),
    ("harrow", 40, (Listed(email="isolde@harrowfinch.example", role="Partner", wants=_EVERYTHING),)),
    (
        "tessellate",
        45,
        (
            Listed(
                email="noc@tessellate.example",
                name="Network operations",
                role="Day and night",
                is_global=True,
                channels=(
                    Channel("webhook", "https://alerts.tessellate.example/in/pellucid"),
                    Channel("teams", "https://flows.tessellate.example/workflows/noc"),
                    Channel("voice", "+65 6555 0142"),
                    Channel("mail"),
                ),
            ),
            Listed(
                email="jun@tessellate.example",
                role="Head of operations",
                channels=(Channel("sms", "+65 8555 0107"), Channel("mail")),
                wants=_EVERYTHING,
            ),
        ),
    ),
    (
        "lumen",
        70,
        (
            Listed(email="odile@lumentide.example", role="Operations"),
            Listed(email="sem@lumentide.example", role="Customer care", wants=_EVERYTHING),
        ),
    ),
    (
        "brindle",
        118,
        (
            Listed(email="duty@brindle.example", name="Duty manager", is_global=True),
            Listed(email="faris@brindle.example", role="Ground systems"),
        ),
    ),
    (
        "cobalt",
        210,
        (
            Listed(email="all@cobaltnine.example", name="Everybody", is_global=True),
            Listed(email="haruka@cobaltnine.example", role="Platform"),
        ),
    ),
    (
        "pemberly",
        30,
        (
            Listed(email="incidents@pemberly.example", name="Incident line", is_global=True),
            Listed(email="neve@pemberly.example", role="Claims systems"),
        ),
    ),
    ("north", 200, (Listed(email="agnes@northwick.example", role="School office"),)),
)
"""Whose, entered how many days ago, with whom on it."""

_UNPROVEN = {
    "osprey": ("emergency@ospreylane.example",),
    "quillon": ("control@quillon.example",),
}
_REVIEWED = {
    "osprey": 41,
    "velda": 20,
    "harrow": 22,
    "tessellate": 11,
    "lumen": 35,
    "cobalt": 33,
    "pemberly": 12,
}
"""Confirmed as right so many days ago; the others' reviews are owed."""


def _enter(world: World, key: str, contacts: tuple[Listed, ...]) -> Step:
    def enter() -> None:
        client = _client(world, key)
        set_list(client, contacts, because="Entered with the client on the phone", by=_keeper(client))

    return enter


def _prove(addresses: list[str]) -> Step:
    def prove() -> None:
        for person in Person.objects.filter(email__in=addresses).order_by("pk"):
            if not is_proven(person):
                prove_address(proof_token(person))

    return prove


def _review(world: World, key: str) -> Step:
    def review() -> None:
        client = _client(world, key)
        number = EmergencyList.objects.get(organisation=client).number
        confirm_list(client, number=number, by=_keeper(client))

    return review


def _drill(world: World, key: str) -> None:
    client = _client(world, key)
    drill(client, by=_keeper(client))


def _bounce(address: str) -> None:
    """The newest letter to the address comes back."""
    row = Delivery.objects.filter(address=address, folded_into=None).latest("pk")
    reason = "550 5.1.1 The mailbox does not exist"
    record_bounce(row.mail_id, failed_address=address, reason=reason, permanent=True, at=clock.now())


def _ask(world: World) -> None:
    neve = Contact.objects.select_related("person", "organisation").get(person=world.persons["neve"])
    wanted = Listed(
        email="night@pemberly.example",
        name="Night shift",
        role="22:00 to 06:00, Toronto",
        channels=(Channel("voice", "+1 416 555 0118"), Channel("mail")),
    )
    ask_for_change(neve, change=Change.ADD, wanted=wanted, words="They took over the nights this month.")


def _client(world: World, key: str) -> Organisation:
    return Organisation.objects.select_related("account_manager").get(pk=world.organisations[key].pk)


def _keeper(client: Organisation) -> Person:
    assert client.account_manager is not None
    return client.account_manager
