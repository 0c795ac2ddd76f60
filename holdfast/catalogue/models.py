"""Products, the services under them with their components, and which client uses which (E1)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from holdfast.clients.models import Contract, Organisation
from holdfast.kernel import tokens
from holdfast.people.models import Team


class Product(models.Model):
    """Something that clients buy and report about."""

    name = models.CharField(max_length=120, unique=True)
    is_current = models.BooleanField(default=True)
    teams = models.ManyToManyField(Team, related_name="products", blank=True)
    """Who looks after it: whoever is in one of these is offered the chats about it first."""

    def __str__(self) -> str:
        return self.name


class Service(models.Model):
    """What runs for clients, in the words that they know it by; its components stand together on the status page."""

    product = models.ForeignKey(
        Product, null=True, blank=True, on_delete=models.PROTECT, related_name="services"
    )
    name = models.CharField(max_length=120, unique=True)
    description = models.CharField(max_length=400, blank=True)
    position = models.PositiveIntegerField(default=0)
    code = models.CharField(max_length=32, unique=True, default=tokens.mint, editable=False)
    """What the public formats call it."""
    is_current = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class Component(models.Model):
    """A part of a service that can fail by itself, in one place or in several (regions, shards)."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="components")
    name = models.CharField(max_length=120)
    description = models.CharField(max_length=400, blank=True)
    position = models.PositiveIntegerField(default=0)
    places = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    """Its regions or shards, where it has several."""
    code = models.CharField(max_length=32, unique=True, default=tokens.mint, editable=False)
    """What the public formats call it."""
    since_on = models.DateField()
    is_public = models.BooleanField(default=True)
    """Whether the status page shows it."""
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["service", "name"], name="component_once_in_service")
        ]

    def __str__(self) -> str:
        return f"{self.service.name}: {self.name}"


class Use(models.Model):
    """A client uses a component, from when until when; in one of its places, or in all of them where none is named."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="uses")
    component = models.ForeignKey(Component, on_delete=models.PROTECT, related_name="uses")
    place = models.CharField(max_length=80, blank=True)
    agreement = models.ForeignKey(
        Contract, null=True, blank=True, on_delete=models.SET_NULL, related_name="uses"
    )
    since_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "component", "place"],
                condition=models.Q(until_at=None),
                name="use_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(until_at=None) | models.Q(until_at__gt=models.F("since_at")),
                name="use_ends_after_start",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["component", "organisation"], name="use_of_component")]
