"""Lists as these tests want them."""

from __future__ import annotations

from holdfast.clients.actions.emergency_list import set_list
from holdfast.clients.emergency.channels import Channel
from holdfast.clients.emergency.contacts import Listed
from holdfast.clients.models import EmergencyList, ListEntry, Organisation
from holdfast.people.models import Person

ORLA = Listed(email="orla@ospreylane.example", role="IT operations")
NIGHT = Listed(
    email="night-desk@ospreylane.example",
    name="Night desk",
    channels=(Channel("sms", "+1 202 555 0199"), Channel("mail")),
)


def listing(organisation: Organisation, *contacts: Listed, by: Person) -> EmergencyList:
    return set_list(organisation, contacts, because="As agreed on the phone", by=by)


def on_list(organisation: Organisation) -> list[str]:
    """The addresses on the list that is in force, in order."""
    present = EmergencyList.objects.get(organisation=organisation)
    rows = ListEntry.objects.filter(version__list=present, version__number=present.number)
    return list(rows.order_by("position").values_list("person__email", flat=True))
