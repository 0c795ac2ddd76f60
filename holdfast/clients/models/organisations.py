"""Organisations that buy the service, and the people of them."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from holdfast.calendars.models import Calendar
from holdfast.people.models import Person
from holdfast.policy.models import Policy


class Organisations(models.Manager["Organisation"]):
    def locked(self, *keys: int) -> list[Organisation]:
        """These organisations, locked in key order: the first of the locks (client, ticket, promise)."""
        return list(self.select_for_update(of=("self",), no_key=True).filter(pk__in=keys).order_by("pk"))


class Organisation(models.Model):
    """A client: an organisation that buys the service; `is_own` marks the vendor itself."""

    name = models.CharField(max_length=160, unique=True)
    time_zone = models.CharField(max_length=60, default="UTC")
    calendar = models.ForeignKey(Calendar, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_own = models.BooleanField(default=False)
    account_manager = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="manages"
    )
    cover = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="covers")
    account_manager_away_until = models.DateTimeField(null=True, blank=True)
    domains = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    """Mail domains of this client: a confirmed newcomer from one is proposed as its contact."""
    external_reference = models.CharField(max_length=120, blank=True, default="", db_default="")
    """What the vendor's own products and systems call it: a customer number, a tenant's id."""
    note = models.TextField(blank=True)
    entered_at = models.DateTimeField(null=True, blank=True)
    """When it became known; what is owed each quarter is owed from the next quarter on."""

    objects: ClassVar[Organisations] = Organisations()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["is_own"], condition=models.Q(is_own=True), name="organisation_one_own"
            ),
            models.UniqueConstraint(
                fields=["external_reference"],
                condition=~models.Q(external_reference=""),
                name="organisation_reference_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FormerZone(models.Model):
    """By which time zone a client's clock went until it was changed: months that are over stay as they were reckoned."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="former_zones")
    time_zone = models.CharField(max_length=60)
    until_at = models.DateTimeField()


class Preferred(models.TextChoices):
    """How somebody would like to be answered (A1); what is promised reaches them by mail in any case."""

    NOT_SAID = "", "No preference"
    MAIL = "mail", "Email"
    PORTAL = "portal", "The portal"
    PHONE = "phone", "Phone"
    CHAT = "chat", "Chat"


class Contact(models.Model):
    """A person of a client; one organisation each."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="contact")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contacts")
    role = models.CharField(max_length=120, blank=True)
    is_administrator = models.BooleanField(default=False)
    """Sees every ticket of the organisation."""
    is_approver = models.BooleanField(default=False)
    """Approves or refuses fixes for the organisation (C5)."""
    preferred_channel = models.CharField(
        max_length=10, choices=Preferred, default=Preferred.NOT_SAID, blank=True, db_default=""
    )

    def __str__(self) -> str:
        return str(self.person)


class Contract(models.Model):
    """What the organisation bought: the policy it is served under, on which calendar, enterprise or not."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contracts")
    policy = models.ForeignKey(Policy, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    calendar = models.ForeignKey(Calendar, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_enterprise = models.BooleanField(default=False)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="contract_ends_after_start",
            )
        ]
