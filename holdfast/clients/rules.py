"""What a client must be like, whoever enters it: a form, a file, the command line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final
from zoneinfo import available_timezones

from holdfast.kernel.refusal import Refused
from holdfast.kernel.text import one_line, scrub
from holdfast.people.models import Person, Role

LOOKS_AFTER: Final = (Role.ACCOUNT_MANAGER, Role.MANAGER)
"""The roles of which an account manager, and whoever covers, holds one."""

_DOMAIN: Final = re.compile(r"(?=.{3,200}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")


def client_name(said: str) -> str:
    """The name of a client, on one line."""
    name = one_line(said)
    if not 1 <= len(name) <= 160:
        raise Refused("A client has a name of at most 160 characters.", code="bad_name", field="name")
    return name


def time_zone(said: str) -> str:
    """A time zone by its name."""
    if said not in _zones():
        raise Refused("There is no such time zone; one is Europe/Berlin.", code="no_zone", field="time_zone")
    return said


def mail_domains(said: Iterable[str]) -> list[str]:
    """Mail domains in lower case, each once."""
    found = list(dict.fromkeys(each.strip().lower().removeprefix("@") for each in said if each.strip()))
    for domain in found:
        if not _DOMAIN.fullmatch(domain):
            raise Refused(f"“{domain[:80]}” is no mail domain.", code="bad_domain", field="domains")
    return found


def note(said: str) -> str:
    """What the vendor's own people should know of the client."""
    text = scrub(said)
    if len(text) > 10_000:
        raise Refused("A note has at most 10,000 characters.", code="long_note", field="note")
    return text


def external_reference(said: str) -> str:
    """What the vendor's own systems call the client; cut short it would be another's."""
    found = one_line(said, limit=121)
    if len(found) > 120:
        raise Refused(
            "An external reference has at most 120 characters.",
            code="long_reference",
            field="external_reference",
        )
    return found


def require_may_look_after(person: Person | None, *, field: str) -> None:
    """Only an account manager or a manager who is let in looks after a client."""
    if person is not None and not (person.is_active and person.has_role(*LOOKS_AFTER)):
        raise Refused(f"{person} is no account manager.", code="no_account_manager", field=field)


def require_other_cover(account_manager: Person | None, cover: Person | None) -> None:
    """Nobody covers for themselves."""
    if cover is not None and cover == account_manager:
        raise Refused("Nobody covers for themselves; name somebody else.", code="covers_self", field="cover")


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
