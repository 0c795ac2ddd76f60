"""What was agreed with clients."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from holdfast.clients.models import Organisation
from holdfast.kernel.keyed import Keyed
from holdfast.policy.queries import in_force_of


@dataclass(frozen=True)
class Agreement:
    """Under which policy a client is served, on which calendar (None: the policy's default), enterprise or not."""

    policy_id: int | None
    calendar_id: int | None
    is_enterprise: bool
    policy_version: int | None
    """Of that policy the version in force; None before anything is published."""
    calendar_version: int | None
    """Of that calendar the version that new promises are made on."""


def agreement_with(organisation: Organisation | None, *, on: date) -> Agreement:
    """What holds for the client on that day: the contract's calendar, else the organisation's, else the policy's."""
    return agreements_with([organisation], on=on)[organisation.pk if organisation else None]


def agreements_with(organisations: Iterable[Organisation | None], *, on: date) -> dict[int | None, Agreement]:
    """The same for any number of clients in one query, by their keys.

    That of nobody, a requester without an organisation, stands under None: the default policy, on its default calendar.
    """
    wanted = {each.pk if each else None for each in organisations}
    agreed = _agreed(sorted(wanted, key=lambda key: key or 0), on=on)
    return {key: Agreement(*each) for key, *each in agreed}


_agreed = Keyed(f"""
SELECT client.id, contract.policy_id, calendar.id, coalesce(contract.is_enterprise, false),
       {in_force_of("contract.policy_id")}, calendar.version_id
  FROM {{keys}} AS client(id)
  LEFT JOIN clients_organisation AS organisation ON organisation.id = client.id
  LEFT JOIN LATERAL (
    SELECT policy_id, calendar_id, is_enterprise FROM clients_contract
     WHERE organisation_id = client.id AND starts_on <= %(on)s AND (ends_on IS NULL OR ends_on >= %(on)s)
     ORDER BY starts_on DESC, id DESC LIMIT 1
  ) AS contract ON true
  LEFT JOIN calendars_calendar AS calendar
         ON calendar.id = coalesce(contract.calendar_id, organisation.calendar_id)
""")
"""Of the contracts that hold on that day the newest one counts."""
