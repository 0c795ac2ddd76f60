"""The pages of ours that the provider asks, as we give them to it: it signs each with what it tells."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse


def hook(name: str, *args: int) -> str:
    """`hook("menu")`: what is called `voice-menu` among our addresses."""
    return f"{settings.SITE_URL}{reverse(f'voice-{name}', args=args)}"
