"""Who somebody is by the word of a product that we trust for that: the clean function that every channel asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction
from django.db.models import Q

from holdfast.catalogue.models import Product
from holdfast.channels.console.claims import Claims
from holdfast.channels.console.models import Console, ConsoleKey, UsedToken
from holdfast.channels.console.refusing import NotBelieved
from holdfast.channels.console.verifying import Verified, verify
from holdfast.clients.models import Contact, Organisation
from holdfast.kernel import tokens
from holdfast.people.models import Person

_USE: Final = (
    "INSERT INTO channels_usedtoken (digest, expires_at) VALUES (%s, %s) ON CONFLICT DO NOTHING RETURNING id"
)
_NOTED_EACH: Final = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Somebody's own product vouches for this."""

    console: Console
    product: Product
    organisation: Organisation
    """The client that they are of, one that the console may speak for."""
    contact: Contact | None
    """Them, where they are known as a contact of that client."""
    becomes_contact: bool
    """Whether they are entered as one when they write: nobody has their address yet, and the console's setting says so."""
    user: str
    """Their name in the product."""
    email: str
    name: str
    plan: str
    page: str

    @property
    def person(self) -> Person | None:
        return self.contact.person if self.contact else None


@transaction.atomic
def identify(token: str, *, now: datetime) -> Identity:
    """Who the token's bearer is; it is used up by that. Raises `NotBelieved` for whatever is not to be believed."""
    verified = verify(token, now=now)
    identity = recognise(verified)
    _use_up(verified, now=now)
    ConsoleKey.objects.filter(
        Q(last_used_at=None) | Q(last_used_at__lt=now - _NOTED_EACH), pk=verified.key.pk
    ).update(last_used_at=now)
    return identity


def recognise(verified: Verified) -> Identity:
    """Whom the claims name, within the client that the key may speak for; raises `NotBelieved`."""
    console, claims = verified.key.console, verified.claims
    return vouched_for(
        console,
        _client_of(console, claims),
        user=claims.sub,
        email=claims.email,
        name=claims.name,
        plan=claims.plan,
        page=claims.page,
    )


def vouched_for(
    console: Console, organisation: Organisation, *, user: str, email: str, name: str, plan: str, page: str
) -> Identity:
    """Whom the address means among the people of that client, as they stand now; raises `NotBelieved`."""
    person = Person.objects.select_related("contact__organisation").filter(email=email).first()
    contact: Contact | None = getattr(person, "contact", None)
    if person is not None:
        _require_theirs(person, contact, organisation)
    if contact is None:
        _require_free_domain(email, organisation)
    return Identity(
        console=console,
        product=console.product,
        organisation=organisation,
        contact=contact,
        becomes_contact=person is None and console.takes_newcomers,
        user=user,
        email=email,
        name=name,
        plan=plan,
        page=page,
    )


def still_speaks_for(console: int, person: Person) -> bool:
    """Whether that console may go on vouching for this person, as both stand now."""
    if not person.is_active or person.is_vendor:
        return False
    theirs = Contact.objects.filter(person=person).values("organisation")
    may_speak = Q(organisation=None) | Q(organisation__in=theirs)
    return theirs.exists() and Console.objects.filter(may_speak, pk=console, retired_at=None).exists()


def was_used(verified: Verified) -> bool:
    """Whether somebody came with this token already."""
    return UsedToken.objects.filter(digest=_digest(verified)).exists()


def _client_of(console: Console, claims: Claims) -> Organisation:
    if (own := console.organisation) is not None:
        if claims.organisation and claims.organisation != own.external_reference:
            raise NotBelieved(f"The console speaks for {own} alone.", code="wrong_organisation")
        return own
    if not claims.organisation:
        raise NotBelieved("The claim organisation is missing.", code="claim_missing")
    found = Organisation.objects.filter(external_reference=claims.organisation, is_own=False).first()
    if found is None:
        raise NotBelieved(
            f"No client has the external reference {claims.organisation}.", code="unknown_organisation"
        )
    return found


def _require_theirs(person: Person, contact: Contact | None, organisation: Organisation) -> None:
    """A product speaks for its clients' people: never for ours, nor for another client's."""
    if person.is_vendor:
        raise NotBelieved("The address is of somebody who works here.", code="staff")
    if not person.is_active:
        raise NotBelieved("The person was shut out.", code="shut_out")
    if contact is not None and contact.organisation_id != organisation.pk:
        raise NotBelieved(f"The person is not a contact of {organisation}.", code="other_client")


def _require_free_domain(email: str, organisation: Organisation) -> None:
    """Somebody unknown may be of this client, unless their mail domain says that they are of another."""
    domain = email.rpartition("@")[2]
    others = Organisation.objects.filter(domains__contains=[domain]).exclude(pk=organisation.pk)
    if other := others.first():
        raise NotBelieved(f"{domain} is a mail domain of {other}.", code="other_client")


def _use_up(verified: Verified, *, now: datetime) -> None:
    UsedToken.objects.filter(expires_at__lt=now).delete()
    with connection.cursor() as cursor:
        cursor.execute(_USE, [_digest(verified), verified.claims.expires_at])
        if cursor.fetchone() is None:
            raise NotBelieved("It was used before.", code="replayed")


def _digest(verified: Verified) -> str:
    """Of the console, not of the key: a token that is signed again by the next key under its name is the same one."""
    return tokens.digest(f"{verified.key.console.code}\x1f{verified.claims.jti}")
