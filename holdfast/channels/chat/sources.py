"""Whence strangers come: one who is blocked gets a new token for nothing, so their source can be kept out for a day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext_noop

from holdfast.channels.chat.models import Visitor
from holdfast.kernel import tokens
from holdfast.kernel.refusal import Forbidden

OUT_FOR: Final = timedelta(days=1)
"""Others may sit behind the same address: an office, a school."""


def digest_of(source: str) -> str:
    return tokens.sign("chat-source", source)[:16] if source else ""


def require_source(source: str, *, at: datetime) -> None:
    """Refuse a stranger from where one came who is kept out with their source."""
    if source and Visitor.objects.filter(source=digest_of(source), source_out_until__gt=at).exists():
        raise Forbidden(gettext_noop("This chat is closed."), code="blocked")
