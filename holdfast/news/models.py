"""A mailing: a product upgrade or a newsletter, from its first draft to what was sent."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from holdfast.catalogue.models import Product
from holdfast.notices.models import Notice
from holdfast.people.models import Person


class MailingKind(models.TextChoices):
    """Named as the contacts' choice of what they are told (`clients.Wanted`)."""

    UPGRADES = "upgrades", "Product upgrade"
    NEWSLETTER = "newsletter", "Newsletter"


class Mailing(models.Model):
    """A draft until it is sent; then it stands as it went."""

    kind = models.CharField(max_length=10, choices=MailingKind)
    product = models.ForeignKey(Product, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """Whose users it is for; of all clients where none is named."""
    subject = models.CharField(max_length=200)
    text = models.TextField()
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    sent_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    notice = models.OneToOneField(Notice, null=True, on_delete=models.PROTECT, related_name="mailing")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-written_at"], name="mailing_newest")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(sent_at=None, notice=None)
                | models.Q(sent_at__isnull=False, notice__isnull=False),
                name="mailing_sent_has_notice",
            )
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def about(self) -> str:
        """How facts and notices name it."""
        return f"mailing-{self.pk}"
