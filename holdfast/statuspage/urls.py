"""The addresses of the status page, and those at which programs look for it."""

from __future__ import annotations

from django.urls import path

from holdfast.statuspage import documents, page

app_name = "statuspage"

urlpatterns = [
    path("status/", page.status, name="status"),
    path("status/<slug:code>/", page.incident, name="incident"),
    path("api/v2/components/<slug:code>.json", documents.component, name="component"),
    path("api/v2/<path:name>", documents.document, name="document"),
    path("history.atom", documents.feed, {"kind": "atom"}, name="atom"),
    path("history.rss", documents.feed, {"kind": "rss"}, name="rss"),
]
