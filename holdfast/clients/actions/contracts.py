"""Contracts: what a client bought, from which day to which; one follows the other without a gap or an overlap."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from holdfast.calendars.models import Calendar
from holdfast.clients.facts import ContractEnded, ContractEntered
from holdfast.clients.models import Contract, Organisation
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person
from holdfast.policy.models import Policy


@transaction.atomic
def enter_contract(
    organisation: Organisation,
    *,
    starts_on: date,
    ends_on: date | None = None,
    is_enterprise: bool = False,
    policy: Policy | None = None,
    calendar: Calendar | None = None,
    by: Person,
) -> Contract:
    """A contract from that day on (local dates, both included); one without an end gives way the day before.

    What is promised already stays as it was promised. Refused at `starts_on` or `ends_on` where two would hold.
    """
    require_may(by, Act.CHANGE_CLIENTS)
    (organisation,) = Organisation.objects.locked(organisation.pk)
    if ends_on is not None and ends_on < starts_on:
        raise Refused("It ends before it starts.", code="ends_before_start", field="ends_on")
    for former in organisation.contracts.order_by("starts_on"):
        if former.ends_on is None and former.starts_on < starts_on:
            _end(former, starts_on - timedelta(days=1), by=by)
        elif former.starts_on <= (ends_on or date.max) and (former.ends_on or date.max) >= starts_on:
            raise Refused(
                f"From {former.starts_on.isoformat()} on another contract holds.",
                code="two_contracts",
                field="starts_on",
            )
    contract = Contract.objects.create(
        organisation=organisation,
        policy=policy,
        calendar=calendar,
        is_enterprise=is_enterprise,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    fact = ContractEntered(
        client=organisation.pk,
        contract=contract.pk,
        starts_on=starts_on.isoformat(),
        ends_on=ends_on.isoformat() if ends_on else "",
        is_enterprise=is_enterprise,
    )
    record(fact, by=by.actor, at=clock.now())
    return contract


@transaction.atomic
def end_contract(contract: Contract, *, ends_on: date, by: Person) -> Contract:
    """Say on which day the contract ends, that day included; it stays on record."""
    require_may(by, Act.CHANGE_CLIENTS)
    Organisation.objects.locked(contract.organisation_id)
    contract = Contract.objects.get(pk=contract.pk)
    if ends_on < contract.starts_on:
        raise Refused("It ends before it starts.", code="ends_before_start", field="ends_on")
    if contract.ends_on is not None and contract.ends_on < ends_on:
        raise Refused("It has ended before. Enter a new contract.", code="ended_before", field="ends_on")
    if contract.ends_on != ends_on:
        _end(contract, ends_on, by=by)
    return contract


def _end(contract: Contract, ends_on: date, *, by: Person) -> None:
    contract.ends_on = ends_on
    contract.save(update_fields=["ends_on"])
    fact = ContractEnded(client=contract.organisation_id, contract=contract.pk, ends_on=ends_on.isoformat())
    record(fact, by=by.actor, at=clock.now())
