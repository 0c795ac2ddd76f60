"""The addresses of the status page, and those at which programs look for it."""

from __future__ import annotations

from django.urls import path, re_path, register_converter

from holdfast.statuspage import documents, history, page

app_name = "statuspage"


class Code:
    """What the public formats call an interruption or a maintenance: 128 bits in base 32."""

    regex = "[a-z2-7]{26}"

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


register_converter(Code, "code")

urlpatterns = [
    path("status/", page.status, name="status"),
    path("status/history/", history.history, name="history"),
    path("status/history/<month:month>/", history.history, name="month"),
    path("status/<code:code>/", page.incident, name="incident"),
    path("status/<code:code>/maintenance.ics", documents.event, name="event"),
    path("api/v2/components/<slug:code>.json", documents.component, name="component"),
    re_path(
        r"^api/v2/(?P<name>.*)$", documents.document, name="document"
    ),  # also none: it is told so in JSON
    path("history.atom", documents.feed, {"kind": "atom"}, name="atom"),
    path("history.rss", documents.feed, {"kind": "rss"}, name="rss"),
    path("maintenance.ics", documents.calendar, name="calendar"),
]
