"""What is promised to several clients at once: about an interruption or a maintenance, by what it is for each of them."""

from __future__ import annotations

from typing import TypedDict

from holdfast.incidents import maintenance_notices, notices
from holdfast.incidents.models import Affected, Interruption, Maintenance, Reached
from holdfast.people.models import Person
from holdfast.promises.models import Promise

Matter = Interruption | Maintenance
Standing = Affected | Reached
"""What a matter is for one client; a promise is about such a row."""


class Naming(TypedDict, total=False):
    """One of the two."""

    interruption: int
    maintenance: int


def naming(matter: Matter) -> Naming:
    """How facts name it."""
    return {"interruption": matter.pk} if isinstance(matter, Interruption) else {"maintenance": matter.pk}


def column(matter: Matter) -> str:
    """Of the promise: which names what this matter is for the client."""
    return "affected" if isinstance(matter, Interruption) else "reached"


def about_clients(matter: Matter) -> dict[str, Matter]:
    """Whatever is promised about it, as a filter of promises."""
    return {"affected__interruption" if isinstance(matter, Interruption) else "reached__maintenance": matter}


def standing_of(promise: Promise) -> Standing:
    standing = promise.affected or promise.reached
    assert standing is not None
    return standing


def matter_of(standing: Standing) -> int:
    """The key of the interruption or the maintenance."""
    return standing.interruption_id if isinstance(standing, Affected) else standing.maintenance_id


def in_charge_of(matter: Matter) -> Person | None:
    return matter.confirmed_by if isinstance(matter, Interruption) else matter.planned_by


def word_for(matter: Matter) -> str:
    """What stands before its title in a subject."""
    return "Interruption" if isinstance(matter, Interruption) else "Maintenance"


def root_of(matter: Matter) -> str:
    """The constant first id of the thread of all mail about it."""
    return (
        notices.thread_root(matter)
        if isinstance(matter, Interruption)
        else maintenance_notices.thread_root(matter)
    )


def path_of(matter: Matter) -> str:
    """Its page at the desk."""
    place = "interruptions" if isinstance(matter, Interruption) else "maintenance"
    return f"/desk/{place}/{matter.pk}/"
