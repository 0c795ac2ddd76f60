"""Files to begin with: each kind's columns with an example, and what stands now in the same columns."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from holdfast.catalogue.days import days_of
from holdfast.catalogue.importing.kinds import COLUMNS, Kind
from holdfast.catalogue.importing.plan import words
from holdfast.catalogue.models import Component, Use
from holdfast.catalogue.queries import in_use_or_planned
from holdfast.clients.models import Organisation
from holdfast.kernel import clock
from holdfast.kernel.cells import harmless


def template(kind: Kind) -> Iterator[str]:
    """The columns, and one row that shows how they are filled."""
    return _csv(kind, [[column.example for column in COLUMNS[kind]]])


def present(kind: Kind) -> Iterator[str]:
    """What stands now, to be changed in a spreadsheet and brought back; no cell is a formula (T54)."""
    return _csv(kind, _ROWS[kind]())


def _csv(kind: Kind, rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(column.name for column in COLUMNS[kind])
    for row in rows:
        yield writer.writerow(harmless(words(value)) for value in row)


class _Echo:
    def write(self, text: str) -> str:
        return text


def _clients() -> Iterator[Iterable[Any]]:
    for each in Organisation.objects.select_related("account_manager").order_by("name"):
        manager = each.account_manager.email if each.account_manager else ""
        yield each.name, each.time_zone, each.domains, manager, each.note


def _components() -> Iterator[Iterable[Any]]:
    found = Component.objects.filter(is_current=True).select_related("service__product")
    for each in found.order_by("service__position", "service_id", "position", "pk"):
        product = each.service.product.name if each.service.product else ""
        yield each.service.name, each.name, product, each.description, each.places, each.is_public


def _uses() -> Iterator[Iterable[Any]]:
    found: Iterable[Use] = (
        in_use_or_planned(at=clock.now())
        .select_related("organisation", "component__service", "agreement")
        .order_by("organisation__name", "component__service__position", "component__position", "place")
    )
    for each in found:
        since, until = days_of(each)
        contract = each.agreement.starts_on if each.agreement else None
        yield each.organisation.name, str(each.component), each.place, since, until, contract


_ROWS: Final[dict[Kind, Callable[[], Iterator[Iterable[Any]]]]] = {
    Kind.CLIENTS: _clients,
    Kind.COMPONENTS: _components,
    Kind.USES: _uses,
}
