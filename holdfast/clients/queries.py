"""What was agreed with clients."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection

from holdfast.clients.models import Organisation


@dataclass(frozen=True)
class Agreement:
    """Under which policy a client is served, on which calendar (None: the policy's default), enterprise or not."""

    policy_id: int | None
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
    if known:
        with connection.cursor() as cursor:
            cursor.execute(_CONTRACTS, {"clients": list(known), "on": on})
            for key, policy, calendar, is_enterprise in cursor.fetchall():
                found[key] = Agreement(policy, calendar or known[key].calendar_id, is_enterprise)
    return found


_CONTRACTS = """
SELECT DISTINCT ON (organisation_id) organisation_id, policy_id, calendar_id, is_enterprise
  FROM clients_contract
 WHERE organisation_id = ANY(%(clients)s::bigint[]) AND starts_on <= %(on)s AND (ends_on IS NULL OR ends_on >= %(on)s)
 ORDER BY organisation_id, starts_on DESC, id DESC
"""
"""The contract that holds on that day for each client that has one: the newest of them."""
