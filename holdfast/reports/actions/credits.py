"""A credit is given, changed or declined: by a person, with a reason where it is not what was proposed."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from holdfast.clients.list_rules import keeps_list
from holdfast.clients.models import Organisation
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.kernel.text import one_line
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person, Role
from holdfast.reports.credits import decisions_of, inputs_of, proposed
from holdfast.reports.facts import CreditDecided
from holdfast.reports.models import Credit
from holdfast.reports.statement import statement_of


@transaction.atomic
def decide_credit(
    organisation: Organisation, month: date, *, percent: int, because: str, after: int | None, by: Person
) -> Credit:
    """So many per cent of the month's fee; 0 declines it. `after` is the newest decision that its author has seen.

    What was decided before stays on record. Refused: `forbidden`, `month_not_over`, `decided_meanwhile`, and at its field
    `no_percent`, `no_reason`.
    """
    require_may(by, Act.DECIDE_CREDIT)
    at = clock.now()
    (organisation,) = Organisation.objects.locked(organisation.pk)
    if not (by.has_role(Role.MANAGER) or keeps_list(by, organisation, at=at)):
        raise Forbidden(f"A credit of {organisation} is decided by its account manager, or by a manager.")
    statement = statement_of(organisation, month, now=at)
    if not statement.is_over:
        raise Refused("The month is not over.", code="month_not_over")
    newest = next(iter(decisions_of(organisation, month)), None)
    if (newest.pk if newest else None) != after:
        raise Refused("Somebody decided it meanwhile. Look again.", code="decided_meanwhile")
    if not 0 <= percent <= 100:
        raise Refused("Give 0 to 100 per cent.", code="no_percent", field="percent")
    because, suggested = one_line(because, limit=400), proposed(statement)
    if not because and (percent != suggested or newest is not None):
        raise Refused("Say why it is not what was proposed first.", code="no_reason", field="because")
    made = Credit.objects.create(
        organisation=organisation,
        month=month,
        proposed=suggested,
        percent=percent,
        fee=statement.agreed.fee,
        currency=statement.agreed.currency,
        inputs=inputs_of(statement),
        because=because,
        by=by,
        at=at,
    )
    fact = CreditDecided(
        client=organisation.pk,
        credit=made.pk,
        month=f"{month:%Y-%m}",
        proposed=suggested,
        percent=percent,
        because=because,
    )
    record(fact, by=by.actor, at=at)
    return made
