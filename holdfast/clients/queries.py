"""What was agreed with a client."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from holdfast.clients.models import Contract, Organisation
from holdfast.policy.models import Policy


@dataclass(frozen=True)
class Agreement:
    """Under which policy a client is served, on which calendar (None: the policy's default), enterprise or not."""

    policy: Policy | None
    calendar_id: int | None
    is_enterprise: bool


def agreement_with(organisation: Organisation | None, *, on: date) -> Agreement:
    """What holds for the client on that day: the contract's calendar, else the organisation's, else the policy's."""
    if organisation is None:
        return Agreement(None, None, False)
    contract = (
        Contract.objects.select_related("policy")
        .filter(Q(ends_on=None) | Q(ends_on__gte=on), organisation=organisation, starts_on__lte=on)
        .order_by("-starts_on", "-id")
        .first()
    )
    if contract is None:
        return Agreement(None, organisation.calendar_id, False)
    return Agreement(
        contract.policy, contract.calendar_id or organisation.calendar_id, contract.is_enterprise
    )
