"""What was agreed with clients."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

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


def agreement_with(organisation: Organisation | None, *, at: datetime) -> Agreement:
    """What holds for the client at the instant: the contract's calendar, else the organisation's, else the policy's."""
    return agreements_with([organisation], at=at)[organisation.pk if organisation else None]


def agreements_with(
    organisations: Iterable[Organisation | None], *, at: datetime
) -> dict[int | None, Agreement]:
    """The same for any number of clients in one query, by their keys.

    A contract begins and ends with a date of the client's own. That of nobody, a requester without an organisation,
    stands under None: the default policy, on its default calendar.
    """
    days = {each.pk if each else None: day_there(each, at=at) for each in organisations}
    keys = sorted(days, key=lambda key: key or 0)
    agreed = _agreed(keys, days=json.dumps({str(key): str(day) for key, day in days.items()}))
    return {key: Agreement(*each) for key, *each in agreed}


def day_there(organisation: Organisation | None, *, at: datetime) -> date:
    """The client's own date, by which a contract begins and ends."""
    return at.astimezone(ZoneInfo(organisation.time_zone)).date() if organisation else at.date()


_agreed = Keyed(f"""
SELECT client.id, contract.policy_id, calendar.id, coalesce(contract.is_enterprise, false),
       {in_force_of("contract.policy_id")}, calendar.version_id
  FROM {{keys}} AS client(id)
  LEFT JOIN clients_organisation AS organisation ON organisation.id = client.id
  LEFT JOIN LATERAL (
    SELECT policy_id, calendar_id, is_enterprise
      FROM clients_contract, (SELECT (%(days)s::jsonb ->> client.id::text)::date) AS there(today)
     WHERE organisation_id = client.id AND starts_on <= today AND (ends_on IS NULL OR ends_on >= today)
     ORDER BY starts_on DESC, id DESC LIMIT 1
  ) AS contract ON true
  LEFT JOIN calendars_calendar AS calendar
         ON calendar.id = coalesce(contract.calendar_id, organisation.calendar_id)
""")
"""Of the contracts that hold on that day the newest one counts."""
