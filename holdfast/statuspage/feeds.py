"""The history as Atom and RSS: one entry for each interruption and maintenance, rewritten in place."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, rfc2822_date
from django.utils.html import escape
from django.utils.xmlutils import SimplerXMLGenerator

from holdfast.kernel.text import one_line, scrub
from holdfast.statuspage.shown import Incident, Shown, Update

NEWEST: Final = 50
_NO_XML: Final = re.compile("[\ufffe\uffff]")
"""Neither a control character nor allowed in XML."""


class _Dated:
    """Changed when the page was: no clock is read for it."""

    feed: dict[str, Any]

    def latest_post_date(self) -> datetime:
        changed: datetime = self.feed["changed_at"]
        return changed


class _Atom(_Dated, Atom1Feed):
    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item | {"description": None})
        handler.addQuickElement("content", item["description"], {"type": "html"})


class _Rss(_Dated, Rss201rev2Feed):
    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item | {"pubdate": item["begins_at"] or item["pubdate"]})
        if item["ends_at"] is not None:
            handler.addQuickElement("maintenanceEndDate", rfc2822_date(item["ends_at"]))


def atom(shown: Shown) -> str:
    """`/history.atom`."""
    return _written(_Atom, shown, "history.atom")


def rss(shown: Shown) -> str:
    """`/history.rss`; a maintenance is dated by its beginning, and says when it ends."""
    return _written(_Rss, shown, "history.rss")


def _written(kind: type[_Atom | _Rss], shown: Shown, address: str) -> str:
    page = shown.page
    name, host = _line(page.name), urlsplit(page.url).hostname or "localhost"
    feed = kind(
        title=f"{name}: history",
        link=page.url,
        description=f"What happened to the services of {name}, and what is planned",
        author_name=name,
        feed_url=f"{page.url}/{address}",
        feed_guid=f"tag:{host},2005:/history",
        changed_at=page.updated_at.astimezone(UTC),
    )
    for each in _newest(shown):
        feed.add_item(
            title=_line(each.name),
            link=each.shortlink,
            description=_html(each, shown),
            unique_id=f"tag:{host},2005:Incident/{each.id}",
            unique_id_is_permalink=False,
            pubdate=each.created_at.astimezone(UTC),
            updateddate=each.updated_at.astimezone(UTC),
            begins_at=each.scheduled_for and each.scheduled_for.astimezone(UTC),
            ends_at=each.scheduled_until and each.scheduled_until.astimezone(UTC),
        )
    return feed.writeString("utf-8")


def _newest(shown: Shown) -> list[Incident]:
    both = (*shown.incidents, *shown.maintenances)
    return sorted(both, key=lambda each: (each.created_at, each.id), reverse=True)[:NEWEST]


def _html(incident: Incident, shown: Shown) -> str:
    """Its words, newest first, as the reader of a feed shows them."""
    zone = ZoneInfo(shown.page.time_zone)
    said = [_paragraph(update, zone) for update in incident.updates]
    if incident.scheduled_for and incident.scheduled_until:
        window = f"{_said(incident.scheduled_for, zone)} to {_said(incident.scheduled_until, zone)}"
        said.insert(0, f"<p><strong>Planned for {escape(window)}</strong></p>")
    return "".join(said)


def _paragraph(update: Update, zone: ZoneInfo) -> str:
    status = update.status.replace("_", " ").capitalize()
    lines = "<br>".join(str(escape(line)) for line in _xml(scrub(update.body)).splitlines())
    at = escape(_said(update.display_at, zone))
    return f"<p><small>{at}</small><br><strong>{escape(status)}</strong>: {lines}</p>"


def _said(at: datetime, zone: ZoneInfo) -> str:
    there = at.astimezone(zone)
    return f"{there.day} {there:%b %Y, %H:%M %Z}"


def _line(text: str) -> str:
    return _xml(one_line(text))


def _xml(text: str) -> str:
    return _NO_XML.sub("", text)
