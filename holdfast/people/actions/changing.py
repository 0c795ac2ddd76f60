"""What is known of a person is changed: name, title, phone, time zone; their own settings by themselves."""

from __future__ import annotations

from typing import Final
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from holdfast.kernel import clock
from holdfast.kernel.actor import Actor
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.kernel.text import one_line
from holdfast.people.actions.entering import confirm_address
from holdfast.people.actions.links import Purpose, use_link
from holdfast.people.facts import PersonChanged
from holdfast.people.models import Person
from holdfast.people.numbers import e164

_LENGTHS: Final = {"name": 200, "title": 120, "phone": 40}


@transaction.atomic
def change_person(
    person: Person,
    *,
    name: str | None = None,
    title: str | None = None,
    phone: str | None = None,
    time_zone: str | None = None,
    language: str | None = None,
    single_keys: bool | None = None,
    by: Actor,
) -> Person:
    """Change what is said and leave the rest; nothing here lets anybody do more (T43). Who may, the caller asks.

    Refused at the field: `too_long`, `no_zone`, `no_language`.
    """
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    wanted = {
        "name": _line("name", name),
        "title": _line("title", title),
        "phone": _line("phone", phone),
        "time_zone": _require_zone(time_zone),
        "language": _require_language(language),
        "single_keys": single_keys,
    }
    changed = [
        field for field, value in wanted.items() if value is not None and value != getattr(person, field)
    ]
    if changed:
        for field in changed:
            setattr(person, field, wanted[field])
        person.number = e164(person.phone)
        person.save(update_fields=[*changed, "number"])
        record(PersonChanged(person=person.pk, changed=tuple(changed)), by=by, at=clock.now())
    return person


@transaction.atomic
def accept_invitation(token: str, *, password: str) -> Person:
    """Use the invitation up: its holder sets a password, and has shown that the address is theirs (T50)."""
    link = use_link(token, Purpose.INVITATION)
    if link.person is None:
        raise Refused("This link is not one of ours. Ask for a new one.", code="no_such_link")
    person = Person.objects.select_for_update(of=("self",)).get(pk=link.person.pk)
    try:
        validate_password(password, person)
    except ValidationError as weak:
        raise Refused(" ".join(weak.messages), code="weak_password", field="password") from None
    person.set_password(password)
    person.save(update_fields=["password"])
    return confirm_address(person, how="the invitation", at=clock.now(), by=person.actor)


def _line(field: str, text: str | None) -> str | None:
    if text is None:
        return None
    text, most = one_line(text, limit=500), _LENGTHS[field]
    if len(text) > most:
        raise Refused(f"This is longer than {most} characters.", code="too_long", field=field)
    return text


def _require_zone(zone: str | None) -> str | None:
    if zone is not None and zone not in available_timezones():
        raise Refused("There is no such time zone; one is Europe/Berlin.", code="no_zone", field="time_zone")
    return zone


def _require_language(language: str | None) -> str | None:
    if language is not None and language not in dict(settings.LANGUAGES):
        raise Refused("There is no such language; one is en.", code="no_language", field="language")
    return language
