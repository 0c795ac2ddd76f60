"""What a client uses, as the card on its page shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from holdfast.catalogue.days import days_of
from holdfast.catalogue.queries import in_order, in_use_or_planned
from holdfast.clients.models import Organisation
from holdfast.web.office.fields import day_in_words


@dataclass(frozen=True)
class UseLine:
    """One use that runs or is yet to begin; `note` says where, since when and by which contract."""

    key: int
    component_key: int
    component: str
    note: str
    badge: str


def use_lines(organisation: Organisation, *, at: datetime) -> Iterator[UseLine]:
    """In the order of the catalogue; one query."""
    for use in in_order(in_use_or_planned(at=at).filter(organisation=organisation)):
        use.organisation = organisation
        since, until = days_of(use)
        is_planned = use.since_at > at
        where = f"in {use.place}" if use.place else "in all places" if use.component.places else ""
        contract = use.agreement
        by = f"by the contract from {day_in_words(contract.starts_on)}" if contract else ""
        begun = "" if is_planned else f"since {day_in_words(since)}"
        note = ", ".join(each for each in (where, begun, by) if each)
        badge = f"From {day_in_words(since)}" if is_planned else ""
        badge = badge or (f"Until {day_in_words(until)}" if until else "")
        yield UseLine(use.pk, use.component_id, str(use.component), note[:1].upper() + note[1:], badge)
