"""Whom a product's tokens are for: this installation, and nothing else that may sign in the same way."""

from __future__ import annotations

from django.conf import settings


def audience() -> str:
    """What the claim `aud` must say, to the letter."""
    return f"{settings.SITE_URL}#identity"
