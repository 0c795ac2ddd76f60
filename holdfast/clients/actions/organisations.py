"""Organisations are entered and changed; who looks after them is named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from holdfast.calendars.models import Calendar
from holdfast.clients import rules
from holdfast.clients.facts import AccountManagerNamed, OrganisationChanged, OrganisationEntered
from holdfast.clients.models import FormerZone, Organisation
from holdfast.kernel import clock
from holdfast.kernel.actor import Actor
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person


@transaction.atomic
def enter_organisation(
    *,
    name: str,
    time_zone: str = "UTC",
    calendar: Calendar | None = None,
    domains: Sequence[str] = (),
    external_reference: str = "",
    note: str = "",
    by: Person,
) -> Organisation:
    """A client that we did not know; refused when one goes by that name, or another has one of its domains."""
    require_may(by, Act.CHANGE_CLIENTS)
    at = clock.now()
    organisation = Organisation(
        name=_free_name(name),
        time_zone=rules.time_zone(time_zone),
        calendar=calendar,
        domains=_free_domains(domains),
        external_reference=_free_reference(external_reference),
        note=rules.note(note),
        entered_at=at,
    )
    organisation.save()
    record(OrganisationEntered(client=organisation.pk, name=organisation.name), by=by.actor, at=at)
    return organisation


@transaction.atomic
def enter_own_organisation(*, name: str, time_zone: str, account_manager: Person, by: Actor) -> Organisation:
    """The vendor itself, whose own people open tickets too (B1); where it is there already, it stays."""
    own = Organisation.objects.filter(is_own=True).first()
    if own is None:
        own = Organisation.objects.create(
            name=_free_name(name), time_zone=time_zone, is_own=True, account_manager=account_manager
        )
        record(OrganisationEntered(client=own.pk, name=own.name, is_own=True), by=by, at=clock.now())
    return own


@transaction.atomic
def change_organisation(
    organisation: Organisation,
    *,
    name: str,
    time_zone: str,
    calendar: Calendar | None,
    domains: Sequence[str],
    note: str,
    external_reference: str | None = None,
    by: Person,
) -> Organisation:
    """Change what is known of the client. A new calendar is for what is promised from now on, a new zone for its months.

    Without an external reference said, the one that it has stays.
    """
    require_may(by, Act.CHANGE_CLIENTS)
    at = clock.now()
    (organisation,) = Organisation.objects.locked(organisation.pk)
    wanted = {
        "name": _free_name(name, besides=organisation),
        "time_zone": rules.time_zone(time_zone),
        "calendar_id": calendar.pk if calendar else None,
        "domains": _free_domains(domains, besides=organisation),
        "note": rules.note(note),
    }
    if external_reference is not None:
        wanted["external_reference"] = _free_reference(external_reference, besides=organisation)
    changed = [field for field, value in wanted.items() if getattr(organisation, field) != value]
    if changed:
        if "time_zone" in changed:
            FormerZone.objects.create(
                organisation=organisation, time_zone=organisation.time_zone, until_at=at
            )
        for field in changed:
            setattr(organisation, field, wanted[field])
        organisation.save(update_fields=changed)
        said = tuple(field.removesuffix("_id") for field in changed)
        record(OrganisationChanged(client=organisation.pk, changed=said), by=by.actor, at=at)
    return organisation


@transaction.atomic
def name_account_manager(
    organisation: Organisation,
    *,
    account_manager: Person | None,
    cover: Person | None = None,
    away_until: datetime | None = None,
    by: Person,
) -> Organisation:
    """Say who looks after the client and who stands in while they are away (D4); `away_until` is aware."""
    require_may(by, Act.CHANGE_CLIENTS)
    rules.require_may_look_after(account_manager, field="account_manager")
    rules.require_may_look_after(cover, field="cover")
    rules.require_other_cover(account_manager, cover)
    if away_until is not None and account_manager is None:
        raise Refused("Name the account manager first.", code="nobody_away", field="away_until")
    (organisation,) = Organisation.objects.locked(organisation.pk)
    before = (organisation.account_manager_id, organisation.cover_id, organisation.account_manager_away_until)
    organisation.account_manager, organisation.cover = account_manager, cover
    organisation.account_manager_away_until = away_until
    if before != (organisation.account_manager_id, organisation.cover_id, away_until):
        organisation.save(update_fields=["account_manager", "cover", "account_manager_away_until"])
        fact = AccountManagerNamed(
            client=organisation.pk,
            account_manager=organisation.account_manager_id,
            cover=organisation.cover_id,
            away_until=away_until.isoformat() if away_until else "",
        )
        record(fact, by=by.actor, at=clock.now())
    return organisation


def _free_name(said: str, *, besides: Organisation | None = None) -> str:
    name = rules.client_name(said)
    if Organisation.objects.filter(name__iexact=name).exclude(pk=besides.pk if besides else 0).exists():
        raise Refused(f"There is a client named {name} already.", code="client_exists", field="name")
    return name


def _free_domains(said: Sequence[str], *, besides: Organisation | None = None) -> list[str]:
    found = rules.mail_domains(said)
    others = Organisation.objects.exclude(pk=besides.pk if besides else 0)
    for domain in found:
        other = others.filter(domains__contains=[domain]).first()
        if other is not None:
            raise Refused(f"{domain} is a domain of {other}.", code="domain_taken", field="domains")
    return found


def _free_reference(said: str, *, besides: Organisation | None = None) -> str:
    """What our own systems call the client: no other's, for whoever comes by it is taken for one of them."""
    found = rules.external_reference(said)
    others = Organisation.objects.exclude(pk=besides.pk if besides else 0)
    if found and (other := others.filter(external_reference=found).first()) is not None:
        raise Refused(f"{other} is called so.", code="reference_taken", field="external_reference")
    return found
