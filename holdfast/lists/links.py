"""The link by which a contact of a list confirms their address: signed, for this alone; looking at it changes nothing."""

from __future__ import annotations

import re
from typing import Final

from django.conf import settings

from holdfast.kernel import tokens
from holdfast.kernel.refusal import Refused
from holdfast.people.models import Person

_TOKEN: Final = re.compile(r"a([1-9]\d{0,17})\.([a-z2-7]{26})")
_PURPOSE: Final = "address"


def proof_token(person: Person) -> str:
    """Signed over the address and its last bounce: what was mailed before it came back proves nothing after."""
    return f"a{person.pk}.{tokens.sign(_PURPOSE, *_signed(person))}"


def proof_link(person: Person) -> str:
    """The address that is mailed: `/address/<token>/`."""
    return f"{settings.SITE_URL}/address/{proof_token(person)}/"


def read_proof_token(token: str) -> Person:
    """Whoever the token was made for.

    Refused: `link_wrong` when it is not ours, `link_ended` when the address is confirmed already.
    """
    found = _TOKEN.fullmatch(token.strip().lower())
    person = Person.objects.filter(pk=int(found[1]), is_active=True).first() if found else None
    if found is None or person is None or not tokens.is_signed(found[2], _PURPOSE, *_signed(person)):
        raise Refused("This link opens nothing. Use the one in our newest mail.", code="link_wrong")
    if is_proven(person):
        raise Refused("This address is confirmed. There is nothing left to do.", code="link_ended")
    return person


def is_proven(person: Person) -> bool:
    """Whether the address was confirmed, and no mail to it has come back since."""
    return person.confirmed_at is not None and person.bounced_at is None


def _signed(person: Person) -> tuple[str | int, ...]:
    bounced = person.bounced_at.isoformat() if person.bounced_at else ""
    return person.pk, person.email, bounced
