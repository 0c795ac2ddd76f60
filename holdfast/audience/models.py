"""Subscriptions to the public stream, and the private addresses of clients."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from holdfast.catalogue.models import Component
from holdfast.clients.models import Organisation
from holdfast.kernel import tokens
from holdfast.people.models import Person


class Subscription(models.Model):
    """An address is told of what the status page tells; asked for by a form, and begun by the mailed link alone."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="subscriptions")
    token = models.CharField(max_length=32, unique=True, default=tokens.mint, editable=False)
    """128 bits; opens the link that begins it, and the one that ends it."""
    is_whole = models.BooleanField(default=True)
    """Of the whole page; else of the chosen components."""
    components = models.ManyToManyField(Component, related_name="+", blank=True)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(confirmed_at__isnull=False, ended_at=None),
                name="subscription_once",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["asked_at"], name="subscription_asked", condition=models.Q(confirmed_at=None)
            )
        ]


class Purpose(models.TextChoices):
    """What a private address gives."""

    STATUS = "status", "Status page"
    CALENDAR = "calendar", "Calendar of maintenance"


class PrivateAddress(models.Model):
    """A secret address at which a client reads what is its own; whoever has it reads, until it is ended."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="private_addresses")
    purpose = models.CharField(max_length=10, choices=Purpose)
    token = models.CharField(max_length=32, unique=True, default=tokens.mint, editable=False)
    """128 bits. Kept as it is, for it must be shown again to those who may see what it leads to."""
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "purpose"],
                condition=models.Q(ended_at=None),
                name="private_address_once",
            )
        ]
