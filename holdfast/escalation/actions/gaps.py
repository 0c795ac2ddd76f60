"""Find enterprise clients that nobody looks after, and tell the managers, once for each gap."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from holdfast.clients.account_manager import managers_for
from holdfast.clients.models import Organisation
from holdfast.clients.queries import agreements_with
from holdfast.escalation import notices
from holdfast.escalation.facts import AccountManagerMissing
from holdfast.escalation.models import Gap
from holdfast.kernel import clock
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.facts import record_many
from holdfast.people.models import Person


@transaction.atomic
def look_for_missing() -> int:
    """Begin the gaps that are new, and end those of clients whom somebody looks after again, or who are no
    enterprise any more; returns how many are new.
    """
    at = clock.now()
    rows = _enterprises(at=at)
    managers = managers_for(rows)
    missing = [each for each in rows if not managers.is_named(each)]
    Gap.objects.filter(ended_at=None).exclude(organisation__in=missing).update(ended_at=at)
    return say_missing(missing, managers.managers, at=at)


def say_missing(organisations: Sequence[Organisation], managers: Sequence[Person], *, at: datetime) -> int:
    """Tell the managers of those whose gap is new; returns how many are."""
    standing = set(
        Gap.objects.filter(organisation__in=organisations, ended_at=None).values_list(
            "organisation", flat=True
        )
    )
    begun = [gap for each in organisations if each.pk not in standing and (gap := _begin(each, at=at))]
    record_many(
        [
            AccountManagerMissing(organisation=each.organisation_id, name=each.organisation.name)
            for each in begun
        ],
        by=SYSTEM,
        at=at,
    )
    notices.tell_of_gaps(begun, managers, at=at)
    return len(begun)


def _begin(organisation: Organisation, *, at: datetime) -> Gap | None:
    """None when another worker began it at the same moment."""
    gap, is_new = Gap.objects.get_or_create(
        organisation=organisation, ended_at=None, defaults={"began_at": at}
    )
    return gap if is_new else None


def _enterprises(*, at: datetime) -> list[Organisation]:
    """The clients that are enterprises now, by the contract that holds."""
    rows = list(Organisation.objects.filter(contracts__is_enterprise=True).distinct().order_by("pk"))
    agreed = agreements_with(rows, at=at)
    return [each for each in rows if agreed[each.pk].is_enterprise]
