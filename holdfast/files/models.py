"""Stored contents."""

from __future__ import annotations

from django.db import models


class StoredFile(models.Model):
    """One content, once, however often it is attached; the bytes lie in the files folder under their hash."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=120)
    """What the bytes really are, as far as we can tell; never the sender's claim."""
    stored_at = models.DateTimeField()
