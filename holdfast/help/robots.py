"""What search engines may read: help, how services are, and the front door; nothing else until it is named."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from holdfast.help.frame import FRESH
from holdfast.people.door import ANYONE, allow

_RULES: Final = """\
User-agent: *
Disallow: /help/*/search/
Disallow: /help/suggestions/
Disallow: /status/subscription/
Allow: /help
Allow: /status/
Allow: /history.
Allow: /static/
Allow: /$
Disallow: /
"""
"""Of two that fit the longer one holds, or for older readers the first: both find the same here."""


@allow(ANYONE)
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """The rules, and where the map of help is."""
    told = f"{_RULES}\nSitemap: {settings.SITE_URL}{reverse('help:sitemap')}\n"
    return HttpResponse(told, content_type="text/plain; charset=utf-8", headers={"Cache-Control": FRESH})
