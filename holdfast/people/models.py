"""Persons, teams, and the links that let one in."""

from __future__ import annotations

from typing import ClassVar, Final

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from holdfast.kernel.actor import Actor, ActorKind
from holdfast.kernel.prepared import Prepared


class Role(models.TextChoices):
    """What a person of the vendor does; several at once are usual."""

    AGENT = "agent", "Agent"
    LEAD = "lead", "Lead"
    QA = "qa", "QA"
    MANAGER = "manager", "Manager"
    ACCOUNT_MANAGER = "account_manager", "Account manager"
    ADMINISTRATOR = "administrator", "Administrator"


class Persons(BaseUserManager["Person"]):
    def by_address(self, address: str) -> Person | None:
        """The person with this mail address, however it is capitalised."""
        return _by_address.one(normal_address(address))

    def staff(self) -> models.QuerySet[Person]:
        return self.filter(is_active=True).exclude(roles=[])

    def in_role(self, role: str) -> models.QuerySet[Person]:
        return self.filter(is_active=True, roles__contains=[role]).order_by("id")

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email=normal_address(username or ""))


def normal_address(address: str) -> str:
    """The form under which a mail address is stored and compared: trimmed, lower case."""
    return address.strip().lower()


ZONE_NOT_SAID: Final = "UTC"
"""The zone of whoever wrote to us and has not said where they are."""

NOWHERE: Final = ".invalid"
"""How the address ends that stands for none: no mail leads there (RFC 6761)."""

NOBODYS_HOST: Final = f"nobody{NOWHERE}"
"""Of whoever is in a chat and has given no address."""

CALLERS_HOST: Final = f"phone{NOWHERE}"
"""Of whoever only called."""


class Person(AbstractBaseUser):
    """One human whom we know by a mail address: of the vendor when roles are held, else of a client, or a stranger."""

    email = models.CharField(max_length=254, unique=True)
    name = models.CharField(max_length=200, blank=True)
    roles = ArrayField(models.CharField(max_length=20, choices=Role.choices), default=list, blank=True)
    title = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    number = models.CharField(max_length=16, blank=True, default="", db_default="")
    """The same as it is compared (E.164), for whoever calls; nothing where it is no number."""
    time_zone = models.CharField(max_length=60, default=ZONE_NOT_SAID)
    language = models.CharField(max_length=12, default="en")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    """When the address was proven to be theirs: by a link that we mailed there, or a reply to our own token."""
    bounced_at = models.DateTimeField(null=True)
    """When mail last came back from the address, until something newer shows that it takes mail (`actions.reaching`)."""
    shut_out_at = models.DateTimeField(null=True)
    """When they were last shut out; sessions from before it stay over when they are let in again."""
    single_keys = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = []
    objects: ClassVar[Persons] = Persons()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="person_email_is_lower")
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=~models.Q(roles=[]), name="person_staff"),
            models.Index(fields=["number"], condition=~models.Q(number=""), name="person_number"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_vendor(self) -> bool:
        """Whether this person is the vendor's own."""
        return bool(self.roles)

    @property
    def has_address(self) -> bool:
        """Whether they have given an address; somebody in a chat, or who only called, may have none."""
        return not self.email.endswith(NOWHERE)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must still match: it is over once the password is another, or they were shut out."""
        told = f"{self.password}\x1f{self.shut_out_at or ''}"
        return salted_hmac("holdfast.people.session", told, secret=secret, algorithm="sha256").hexdigest()

    @property
    def is_known_by_number(self) -> bool:
        """Whether they only ever called: there is no mail address of theirs."""
        return self.email.endswith(f"@{CALLERS_HOST}")

    @property
    def actor(self) -> Actor:
        return Actor(ActorKind.PERSON, str(self), self.pk)

    def has_role(self, *roles: str) -> bool:
        return any(role in self.roles for role in roles)


_by_address = Prepared(lambda address: Person.objects.filter(email=address), str)


class Team(models.Model):
    """People of the vendor who take the same tickets."""

    name = models.CharField(max_length=80, unique=True)
    persons = models.ManyToManyField(Person, related_name="teams", blank=True)

    def __str__(self) -> str:
        return self.name


class MailedLink(models.Model):
    """A single-use link that was mailed to one person: only its digest is kept."""

    digest = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=20)
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
