"""Products that speak for their signed-in users, the keys that they sign with, and what came that way."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from holdfast.catalogue.models import Product
from holdfast.clients.models import Organisation
from holdfast.kernel import tokens
from holdfast.tickets.models import Ticket


class Console(models.Model):
    """A product whose console opens our form; with an organisation it speaks for people of that client alone."""

    name = models.CharField(max_length=80, unique=True)
    code = models.CharField(max_length=32, unique=True, default=tokens.mint, editable=False)
    """Its name in a token: the claim `iss`."""
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    origins = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    """The sites whose pages may hold the form in a frame."""
    takes_newcomers = models.BooleanField(default=True)
    """Whether somebody new of a client that we know becomes its contact, with an address that nobody confirmed."""
    retired_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Algorithm(models.TextChoices):
    HS256 = "HS256", "A shared secret (HS256)"
    EDDSA = "EdDSA", "Your own key pair (EdDSA, Ed25519)"


class ConsoleKey(models.Model):
    """One key of a console; a new one is made beside the former, which counts for a while more.

    A shared secret lies in a private file beside the installation's other secrets, of a key pair the public half here.
    """

    console = models.ForeignKey(Console, on_delete=models.PROTECT, related_name="keys")
    kid = models.CharField(max_length=32, unique=True, default=tokens.mint, editable=False)
    algorithm = models.CharField(max_length=8, choices=Algorithm)
    public_key = models.TextField(blank=True)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    @property
    def secret_name(self) -> str:
        """What its file is called."""
        return f"console-key-{self.kid}"


class UsedToken(models.Model):
    """A token that somebody came with; it lets in nobody twice, and is forgotten when it would have run out."""

    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(db_index=True)


class ConsoleVisit(models.Model):
    """The form, open for somebody whom a token named: a while longer than the token lives. Only a digest is kept."""

    digest = models.CharField(max_length=64, unique=True)
    console = models.ForeignKey(Console, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    user = models.CharField(max_length=200)
    email = models.CharField(max_length=254)
    name = models.CharField(max_length=200, blank=True)
    plan = models.CharField(max_length=80, blank=True)
    page = models.CharField(max_length=500, blank=True)
    expires_at = models.DateTimeField(db_index=True)


class ConsoleOrigin(models.Model):
    """Where in a product a ticket was written, as the product told it."""

    ticket = models.OneToOneField(
        Ticket, primary_key=True, on_delete=models.PROTECT, related_name="console_origin"
    )
    console = models.ForeignKey(Console, on_delete=models.PROTECT, related_name="+")
    user = models.CharField(max_length=200)
    """The person's name in the product."""
    plan = models.CharField(max_length=80, blank=True)
    page = models.CharField(max_length=500, blank=True)
