"""A ticket's priority in mails."""

from __future__ import annotations

from django import template
from django.template import Context
from django.utils.translation import gettext

register = template.Library()


@register.simple_tag(takes_context=True)
def priority_in_words(context: Context) -> str:
    """`Priority 2`; one that nobody has confirmed says so, as its question mark does on every page."""
    said = {"priority": context.get("priority", "")}
    if context.get("is_provisional"):
        return gettext("Priority %(priority)s, not confirmed yet") % said
    return gettext("Priority %(priority)s") % said
