"""The first administrator comes only through the one-time link that `bin/up` prints."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from holdfast.kernel import clock
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.refusal import Refused
from holdfast.people.actions.entering import confirm_address, enter_person
from holdfast.people.actions.links import Purpose, make_link, use_link
from holdfast.people.models import Person, Role


def is_awaited() -> bool:
    """Whether nobody is administrator yet."""
    return not Person.objects.in_role(Role.ADMINISTRATOR).exists()


def invite_first_administrator() -> str | None:
    """A fresh token for the set-up page, or None when there is an administrator; the one before it ends."""
    return make_link(Purpose.SET_UP) if is_awaited() else None


@transaction.atomic
def become_first_administrator(token: str, *, email: str, name: str, password: str) -> Person:
    """Use the link up and enter its holder, who takes every role until others are named."""
    try:
        validate_password(password, Person(email=email, name=name))
    except ValidationError as weak:
        raise Refused(" ".join(weak.messages), code="weak_password", field="password") from None
    use_link(token, Purpose.SET_UP)
    if not is_awaited():
        raise Refused("There is an administrator already.", code="not_awaited")
    person = enter_person(email=email, name=name, roles=Role.values, by=SYSTEM)
    person.set_password(password)
    person.save(update_fields=["password"])
    return confirm_address(person, how="the set-up link", at=clock.now(), by=SYSTEM)
