"""The emergency distribution list of a client: who is told when a service breaks, in versions that stay (E8, E9)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from holdfast.clients.models.organisations import Organisation
from holdfast.people.models import Person


class Wanted(models.TextChoices):
    """What a contact may be told of; the first two can't be empty on a list that has contacts at all."""

    INTERRUPTION = "interruption", "Interruptions and restoration"
    MAINTENANCE = "maintenance", "Maintenance"
    UPGRADES = "upgrades", "Product upgrades"
    NEWSLETTER = "newsletter", "Newsletter"


class EmergencyList(models.Model):
    """One for each client; its contacts stand in its newest version."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="emergency_list")
    number = models.PositiveIntegerField(default=0)
    """Of the version in force; 0 while nobody was ever on it."""
    reviewed_at = models.DateTimeField(null=True, blank=True)
    """When the account manager last confirmed that it is right, or entered the first of it."""


class ListVersion(models.Model):
    """The list as it stood from one change to the next; what was sent names the version it was sent by."""

    list = models.ForeignKey(EmergencyList, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by_label = models.CharField(max_length=200)
    because = models.CharField(max_length=400, blank=True)
    """Why it was changed: the client's own words, or the ticket in which they asked for it."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["list", "number"], name="list_version_number")
        ]


class ListEntry(models.Model):
    """One contact of one version: through which channels, in their order, and of what they are told.

    Their name, language, time zone, and whether the mail address is confirmed or bounced, are the person's own.
    """

    version = models.ForeignKey(ListVersion, on_delete=models.PROTECT, related_name="entries")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=120, blank=True)
    position = models.PositiveSmallIntegerField()
    is_global = models.BooleanField(default=False)
    """One address that reaches everybody at the client, as is recommended (E8)."""
    channels = models.JSONField(default=list)
    """[{kind, address}] in the order in which they are tried; kind is mail, sms, voice, webhook, slack or teams."""
    wants = ArrayField(models.CharField(max_length=14, choices=Wanted.choices), default=list)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "person"], name="list_entry_once"),
            models.UniqueConstraint(fields=["version", "position"], name="list_entry_position"),
        ]


class ListReview(models.Model):
    """The review of one client's list in one quarter: due from its beginning on, done when it is confirmed."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="list_reviews")
    quarter = models.CharField(max_length=7)
    """At the client's place: `2026-Q4`."""
    from_at = models.DateTimeField()
    """The first instant of the quarter there; what is promised of the review starts here."""
    reviewed_at = models.DateTimeField(null=True, blank=True)
    by_label = models.CharField(max_length=200, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)
    """Of the version that was confirmed."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "quarter"], name="list_review_once")
        ]
