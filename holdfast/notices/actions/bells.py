"""Which loop of the worker is rung for what was written: mail has one, all other channels share another."""

from __future__ import annotations

from collections.abc import Collection

from holdfast.kernel import hints
from holdfast.notices.channels import MAIL


def ring(channels: Collection[str]) -> None:
    """Have what was just written for these channels looked at now; without any, it is mail that may have changed."""
    if MAIL in channels or not channels:
        hints.wake("notices")
    if any(channel != MAIL for channel in channels):
        hints.wake("posts")
