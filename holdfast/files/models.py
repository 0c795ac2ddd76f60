"""Stored contents."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Verdict(models.TextChoices):
    """What a virus scanner said of a content."""

    NONE = "", "not scanned"
    CLEAN = "clean", "no virus found"
    INFECTED = "infected", "infected"
    ENCRYPTED = "encrypted", "can't be scanned: encrypted"
    TOO_LARGE = "too_large", "can't be scanned: too large"
    GIVEN_UP = "given_up", "can't be scanned: the scanner fails on it"


class StoredFile(models.Model):
    """One content, once, however often it is attached; the bytes lie in the files folder under their hash."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=120)
    """What the bytes really are, as far as we can tell; never the sender's claim."""
    stored_at = models.DateTimeField()
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True, default="", db_default="")
    verdict_name = models.CharField(max_length=120, blank=True, default="", db_default="")
    """What the scanner calls what it found."""
    scan_after = models.DateTimeField(null=True)
    """When it is shown again to a scanner that could not decide; of a content given up, when that was."""
    scan_tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    """How often it was shown in vain."""

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["stored_at"], name="file_unscanned", condition=models.Q(verdict=""))
        ]

    @property
    def is_given_out(self) -> bool:
        """Whether anybody may have its bytes."""
        return self.verdict != Verdict.INFECTED
