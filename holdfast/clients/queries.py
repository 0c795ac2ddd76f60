"""What was agreed with clients."""

from __future__ import annotations

from collections.abc import Iterable
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


NO_AGREEMENT = Agreement(None, None, False)
"""Of a requester without an organisation: the default policy, on its default calendar."""


def agreement_with(organisation: Organisation | None, *, on: date) -> Agreement:
    """What holds for the client on that day: the contract's calendar, else the organisation's, else the policy's."""
    return agreements_with([organisation], on=on)[organisation.pk if organisation else None]


def agreements_with(organisations: Iterable[Organisation | None], *, on: date) -> dict[int | None, Agreement]:
    """The same for any number of clients in one query, by their keys; that of nobody stands under None."""
    known = {each.pk: each for each in organisations if each is not None}
    found: dict[int | None, Agreement] = {None: NO_AGREEMENT}
    for key, each in known.items():
        found[key] = Agreement(None, each.calendar_id, False)
    for contract in _contracts(known, on=on):
        calendar = contract.calendar_id or known[contract.organisation_id].calendar_id
        found[contract.organisation_id] = Agreement(contract.policy, calendar, contract.is_enterprise)
    return found


def _contracts(organisations: Iterable[int], *, on: date) -> Iterable[Contract]:
    """The contract that holds on that day for each client that has one: the newest of them."""
    wanted = list(organisations)
    if not wanted:
        return []
    return (
        Contract.objects.select_related("policy")
        .filter(Q(ends_on=None) | Q(ends_on__gte=on), organisation__in=wanted, starts_on__lte=on)
        .order_by("organisation", "-starts_on", "-id")
        .distinct("organisation")
    )
