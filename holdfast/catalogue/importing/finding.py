"""What the rows of a file name, read once: clients by name, locked where the file is about to be written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from holdfast.catalogue.models import Component
from holdfast.clients.models import Organisation
from holdfast.kernel.refusal import Refused


def folded(name: str) -> str:
    """By which names are the same."""
    return " ".join(name.split()).casefold()


_TRUE, _FALSE = ("yes", "true", "1"), ("no", "false", "0")


def truth_of(said: str) -> bool | None:
    """Yes or no as a cell says it; None of any other word."""
    return True if said.lower() in _TRUE else False if said.lower() in _FALSE else None


def clients_named(names: Iterable[str], *, lock: bool) -> dict[str, Organisation]:
    """The clients of these names, by their folded names; in key order when they are locked."""
    wanted = {folded(name) for name in names}
    known = Organisation.objects.values_list("pk", "name")
    keys = [key for key, name in known if folded(name) in wanted]
    found = Organisation.objects.select_related("account_manager", "cover").order_by("pk")
    if lock:
        found = found.select_for_update(of=("self",))
    return {folded(each.name): each for each in found.filter(pk__in=keys)}


def all_components(*, lock: bool) -> dict[str, Component]:
    """Every component by its folded whole name."""
    found = Component.objects.select_related("service__product").order_by("pk")
    if lock:
        found = found.select_for_update(of=("self",))
    return {folded(str(each)): each for each in found}


def component_named(name: str, known: Mapping[str, Component]) -> Component:
    """That of all of them; refused where none goes by the name."""
    found = known.get(folded(name))
    if found is None:
        raise Refused(f"There is no component “{name}”.", code="no_such_component")
    return found
