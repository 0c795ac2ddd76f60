"""What counts as down, the goal and the bands of credits are set: from a month on, with a reason, and never backwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from holdfast.clients.models import Organisation
from holdfast.incidents import terms_rules as rules
from holdfast.incidents.agreed_uptime import agreed_for
from holdfast.incidents.facts import ClientUptimeTermsSet, UptimeTermsSet
from holdfast.incidents.impact import Level
from holdfast.incidents.models import UptimeTerms
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Terms as somebody writes them."""

    goal: Decimal
    partial: Decimal
    degraded: Decimal
    any_down_is_down: bool = True
    bands: Iterable[str] = ()
    """Each `99.9 10`."""
    fee: Decimal | None = None
    currency: str = ""


@transaction.atomic
def set_uptime_terms(
    wanted: Wanted,
    *,
    organisation: Organisation | None = None,
    from_month: date,
    because: str,
    by: Person,
) -> UptimeTerms:
    """For everybody, or by the agreement with one client, whose fee may stand there as well.

    Refused: `forbidden`, and at its field `no_goal`, `no_weight`, `weights_crossed`, `no_band`, `no_fee`,
    `no_currency`, `no_month`, `month_over`, `no_reason`.
    """
    require_may(by, Act.SET_UPTIME_TERMS)
    at = clock.now()
    from_month = rules.require_to_come(from_month, organisation, now=at)
    goal = rules.goal(wanted.goal)
    partial, degraded = (rules.weight(getattr(wanted, name), field=name) for name in ("partial", "degraded"))
    rules.require_in_order(partial=partial, degraded=degraded)
    bands = rules.bands(wanted.bands, goal=goal)
    fee, currency = rules.fee(wanted.fee, wanted.currency) if organisation else (None, "")
    row = UptimeTerms(
        organisation=organisation,
        from_month=from_month,
        goal=goal,
        partial=partial,
        degraded=degraded,
        any_down_is_down=wanted.any_down_is_down,
        bands=rules.stored(bands),
        fee=fee,
        currency=currency,
        because=rules.because(because),
        by=by,
        at=at,
    )
    return _enter(row)


@transaction.atomic
def end_own_terms(organisation: Organisation, *, from_month: date, because: str, by: Person) -> UptimeTerms:
    """From that month on what holds for everybody holds for this client again. Refused: `no_own_terms` as well."""
    require_may(by, Act.SET_UPTIME_TERMS)
    at = clock.now()
    from_month = rules.require_to_come(from_month, organisation, now=at)
    present = agreed_for(organisation, from_month)
    if not present.is_own:
        raise Refused(
            f"What holds for everybody holds for {organisation} then.",
            code="no_own_terms",
            field="from_month",
        )
    row = UptimeTerms(
        organisation=organisation,
        from_month=from_month,
        is_as_all=True,
        goal=present.terms.target,
        partial=present.terms.weights[Level.PARTIAL],
        degraded=present.terms.weights[Level.DEGRADED],
        because=rules.because(because),
        by=by,
        at=at,
    )
    return _enter(row)


def _enter(row: UptimeTerms) -> UptimeTerms:
    row.save()
    month, goal = f"{row.from_month:%Y-%m}", "" if row.is_as_all else f"{row.goal:f}"
    fact: UptimeTermsSet | ClientUptimeTermsSet
    if row.organisation_id is None:
        fact = UptimeTermsSet(terms=row.pk, from_month=month, goal=goal, because=row.because)
    else:
        client = row.organisation_id
        fact = ClientUptimeTermsSet(
            client=client, terms=row.pk, from_month=month, goal=goal, because=row.because
        )
    record(fact, by=row.by.actor, at=row.at)
    return row
