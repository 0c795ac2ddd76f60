"""Enter people, change what they may do, shut them out and let them in again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_noop

from holdfast.kernel import clock, tokens
from holdfast.kernel.actor import Actor
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.kernel.rows import insert
from holdfast.kernel.text import one_line
from holdfast.people.actions.reaching import take_mark_away
from holdfast.people.acts import Act, require_may
from holdfast.people.facts import AddressConfirmed, PersonEntered, PersonLetIn, PersonShutOut, RolesChanged
from holdfast.people.models import (
    CALLERS_HOST,
    NOBODYS_HOST,
    MailedLink,
    Person,
    Role,
    normal_address,
)
from holdfast.people.numbers import readable
from holdfast.vendor.models import the_vendor


def require_address(address: str) -> str:
    """The mail address in its normal form; refuse what is none."""
    address = normal_address(address)
    try:
        validate_email(address)
    except ValidationError:
        raise Refused(gettext_noop("This is no mail address."), code="no_address", field="email") from None
    if len(address) > 254:
        raise Refused(gettext_noop("This mail address is too long."), code="no_address", field="email")
    return address


def require_their_address(address: str) -> str:
    """The mail address of somebody, in its normal form; refuse one of ours, which mail to it would come back to."""
    address = require_address(address)
    local, _, domain = address.partition("@")
    if f"{local.partition('+')[0]}@{domain}" in the_vendor().own_addresses:
        raise Refused(
            gettext_noop(
                "This is the address of support itself, and nobody's own: mail to it comes back to us."
            ),
            code="our_address",
            field="email",
        )
    return address


@transaction.atomic
def enter_person(*, email: str, name: str, roles: Sequence[str] = (), by: Actor) -> Person:
    """Somebody we did not know; an address that is known already is refused, and for our own people one of ours.

    Whoever writes to us is entered as they say: to what takes no mail, none is written.
    """
    email = require_their_address(email) if roles else require_address(email)
    require_roles(roles)
    if Person.objects.filter(email=email).exists():
        raise Refused("Somebody with this address is known already.", code="known_already", field="email")
    at = clock.now()
    person = Person(email=email, name=one_line(name, limit=200), roles=sorted(set(roles)), joined_at=at)
    person.set_unusable_password()
    insert([person])
    record(PersonEntered(person=person.pk, roles=tuple(person.roles)), by=by, at=at)
    return person


@transaction.atomic
def known_or_entered(address: str, *, name: str, by: Actor) -> Person:
    """Whoever has the address; somebody new where nobody has. Either costs the same: no clock tells who is known (T12)."""
    known = Person.objects.by_address(address)
    with transaction.atomic():
        entered = enter_person(email=_no_address() if known else address, name=name, by=by)
        transaction.set_rollback(known is not None)
    return known or entered


def enter_nameless(*, name: str, language: str, by: Actor) -> Person:
    """Somebody who talks to us without an address, until they give one."""
    person = enter_person(email=_no_address(), name=name, by=by)
    if language != person.language:
        person.language = language
        person.save(update_fields=["language"])
    return person


def _no_address() -> str:
    return f"{tokens.mint()}@{NOBODYS_HOST}"


@transaction.atomic
def enter_caller(number: str, *, by: Actor) -> Person:
    """Whoever calls from a number (E.164) that nobody is known by; called again, they are the same. Empty: withheld."""
    email = f"{number.removeprefix('+') or 'withheld'}@{CALLERS_HOST}"
    if known := Person.objects.by_address(email):
        return known
    person = enter_person(email=email, name=readable(number), by=by)
    person.phone, person.number = person.name[:40] if number else "", number
    person.save(update_fields=["phone", "number"])
    return person


@transaction.atomic
def change_roles(person: Person, *, roles: Sequence[str], by: Person) -> Person:
    """Give the person exactly these roles; the last administrator stays one."""
    require_may(by, Act.CHANGE_PEOPLE)
    require_roles(roles)
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    formerly, wanted = tuple(person.roles), sorted(set(roles))
    if wanted == sorted(formerly):
        return person
    if Role.ADMINISTRATOR in formerly and Role.ADMINISTRATOR not in wanted:
        _require_another_administrator(person)
    person.roles = wanted
    person.save(update_fields=["roles"])
    record(
        RolesChanged(person=person.pk, formerly=formerly, roles=tuple(wanted)), by=by.actor, at=clock.now()
    )
    return person


@transaction.atomic
def shut_out(person: Person, *, by: Person) -> Person:
    """End the person's access at once, their sessions and links for good; all they did stays on record."""
    require_may(by, Act.CHANGE_PEOPLE)
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if person.is_active:
        if Role.ADMINISTRATOR in person.roles:
            _require_another_administrator(person)
        at = clock.now()
        person.is_active, person.shut_out_at = False, at
        person.save(update_fields=["is_active", "shut_out_at"])
        MailedLink.objects.filter(person=person, used_at=None).delete()
        record(PersonShutOut(person=person.pk), by=by.actor, at=at)
    return person


@transaction.atomic
def let_in(person: Person, *, by: Person) -> Person:
    """Open the door again for somebody who was shut out."""
    require_may(by, Act.CHANGE_PEOPLE)
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if not person.is_active:
        person.is_active = True
        person.save(update_fields=["is_active"])
        record(PersonLetIn(person=person.pk), by=by.actor, at=clock.now())
    return person


def confirm_address(
    person: Person, *, how: str, as_of: datetime | None = None, at: datetime, by: Actor
) -> Person:
    """Record that the address is the person's, by something that only its reader could do, now or `as_of`."""
    take_mark_away(person, how=how, as_of=as_of or at, at=at, by=by)
    if person.confirmed_at is None:
        person.confirmed_at = at
        person.save(update_fields=["confirmed_at"])
        record(AddressConfirmed(person=person.pk, how=how), by=by, at=at)
    return person


def require_roles(roles: Sequence[str]) -> None:
    """Refuse a role that does not exist."""
    if unknown := sorted(set(roles) - set(Role.values)):
        raise Refused(f"There is no role {unknown[0]!r}.", code="no_such_role", field="roles")


def _require_another_administrator(person: Person) -> None:
    if not Person.objects.in_role(Role.ADMINISTRATOR).exclude(pk=person.pk).exists():
        raise Refused(
            "Somebody must stay administrator. Name another one first.",
            code="last_administrator",
            field="roles",
        )
