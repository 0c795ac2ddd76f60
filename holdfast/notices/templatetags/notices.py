"""`{{ due_at|local }}` in the words of a notice: the instant in UTC, then in the reader's own zone, both named."""

from __future__ import annotations

from django import template
from django.utils import timezone

from holdfast.notices.templatetags.instants import in_words

register = template.Library()


@register.filter
def local(value: object) -> str:
    """The instant (ISO 8601, as the ledger keeps it) as the reader reads it; a mail is rendered in their zone."""
    return in_words(value, timezone.get_current_timezone_name())
