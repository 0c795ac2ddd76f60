"""The addresses that stand in mails, and that clients hand on."""

from __future__ import annotations

from django.conf import settings

from holdfast.audience.models import PrivateAddress, Purpose


def subscription_url(token: str) -> str:
    """The page behind the link that begins a subscription."""
    return f"{settings.SITE_URL}/status/subscription/{token}/"


def private_url(address: PrivateAddress) -> str:
    """Where whoever has it reads."""
    if address.purpose == Purpose.CALENDAR:
        return f"{settings.SITE_URL}/calendar/{address.token}.ics"
    return f"{settings.SITE_URL}/affected/{address.token}/"


class PurposeInPath:
    """What a private address gives, as an address of the doors names it."""

    regex = "|".join(Purpose.values)

    def to_python(self, value: str) -> Purpose:
        return Purpose(value)

    def to_url(self, value: str) -> str:
        return str(value)
