"""The map of what anybody may read, for search engines."""

from __future__ import annotations

from typing import Final
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import conditional_page, require_safe

from holdfast.help.frame import FRESH
from holdfast.knowledge.access import ANYBODY, readable
from holdfast.people.door import ANYONE, allow

MOST: Final = 45_000
"""A sitemap holds 50,000 addresses."""


@allow(ANYONE)
@require_safe
@conditional_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """Each public article, when its text was last another, whoever asks."""
    rows = readable(ANYBODY).order_by("-published_at").values_list("language", "slug", "published__at")[:MOST]
    homes = sorted({language for language, _, _ in rows})
    entries = [_entry(f"/help/{language}/") for language in homes]
    entries += [_entry(f"/help/{language}/{slug}/", at.date().isoformat()) for language, slug, at in rows]
    told = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        + "".join(entries)
        + "</urlset>\n"
    )
    answer = HttpResponse(told, content_type="application/xml; charset=utf-8")
    answer.headers["Cache-Control"] = FRESH
    return answer


def _entry(path: str, changed: str = "") -> str:
    changed = f"<lastmod>{changed}</lastmod>" if changed else ""
    return f"<url><loc>{escape(settings.SITE_URL + path)}</loc>{changed}</url>\n"
