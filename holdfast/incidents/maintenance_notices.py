"""Who is told of a maintenance, in what words: each client by a notice of its own, in one thread, with its event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings

from holdfast.clients.models import Wanted
from holdfast.files.storage import store
from holdfast.incidents.maintenance_calendar import Certainty, Planned, calendar_of
from holdfast.incidents.models import (
    Announced,
    Announcement,
    AnnouncementKind,
    Maintenance,
    MaintenanceState,
    Reached,
    Work,
)
from holdfast.incidents.public_maintenance import where_to_follow
from holdfast.incidents.readers import Readers, add_told_before, readers_of, told_before, versions_in_force
from holdfast.incidents.works_felt import works_felt
from holdfast.kernel.prepared import Prepared
from holdfast.kernel.rows import insert, update
from holdfast.notices.actions.writing import add_readers, write_notices
from holdfast.notices.letters import Letter
from holdfast.notices.models import Delivery, Lane

KIND: Final = "maintenance"
WITH_EVENT: Final = (
    AnnouncementKind.NOTICE,
    AnnouncementKind.MOVED,
    AnnouncementKind.REMINDER,
    AnnouncementKind.EXTENDED,
    AnnouncementKind.CANCELLED,
)
"""The words that carry the event: all that say when it is, or that it is not."""


reached_by = Prepared(lambda maintenance: Reached.objects.filter(maintenance=maintenance).order_by("pk"), int)
"""The clients that it was found to reach, by its key; asked of each one that is to come, every minute."""


def tell_reached(
    announcement: Announcement, maintenance: Maintenance, reached: Sequence[Reached], *, at: datetime
) -> None:
    """A letter for each client: to its list as it stands now, and to whoever of it was told before."""
    readers = readers_of([each.organisation_id for each in reached], Wanted.MAINTENANCE)
    add_told_before(readers, _told_before(maintenance, readers))
    for each in reached:
        each.list_version_id = readers[each.organisation_id].version
    update(reached, ["list_version"])
    works = list(maintenance.works.select_related("component__service").order_by("pk"))
    felt = works_felt(works, list(readers), since=maintenance.planned_at)
    follow_url = where_to_follow(maintenance)
    notices = write_notices(
        [
            _letter(
                announcement,
                maintenance,
                works_in_words(felt[each.organisation_id]),
                each,
                readers[each.organisation_id],
                follow_url=follow_url,
            )
            for each in reached
        ],
        at=at,
    )
    insert(
        [
            Announced(announcement=announcement, reached=each, notice=notice)
            for each, notice in zip(reached, notices, strict=True)
        ]
    )


def tell_added_contacts(maintenance: Maintenance, *, at: datetime) -> None:
    """Whoever came on a client's list since it was told gets the word that stands, with all it says (T62)."""
    reached = {each.organisation_id: each for each in reached_by(maintenance.pk)}
    versions = versions_in_force(reached)
    changed = [each for key, each in reached.items() if versions.get(key) != each.list_version_id]
    standing = standing_word(maintenance) if changed else None
    if standing is None:
        return
    clients = [each.organisation_id for each in changed]
    readers, told = readers_of(clients, Wanted.MAINTENANCE), _told_before(maintenance, clients)
    notices = {
        each.reached_id: each.notice
        for each in Announced.objects.select_related("notice").filter(
            announcement=standing, reached__in=changed
        )
    }
    for each in changed:
        had, its = told.get(each.organisation_id, {}), readers[each.organisation_id]
        fresh = [one for one in its.readers if one.person.pk not in had and not one.is_substitute]
        if fresh and each.pk in notices:
            add_readers(notices[each.pk], fresh, at=at)
        each.list_version_id = its.version
    update(changed, ["list_version"])


def standing_word(maintenance: Maintenance) -> Announcement | None:
    """What a latecomer must know: when it is, while it is to come; once it runs, the newest word."""
    words = maintenance.announcements.order_by("-pk")
    if maintenance.state == MaintenanceState.SCHEDULED:
        words = words.filter(kind__in=(AnnouncementKind.NOTICE, AnnouncementKind.MOVED))
    return words.first()


def works_in_words(works: Iterable[Work]) -> str:
    """What it takes away, as clients read it: `Chat: Widget, down; Voice: Calls, Europe, partly down`."""
    return "; ".join(
        ", ".join(
            part for part in (str(each.component), each.place, each.get_level_display().lower()) if part
        )
        for each in works
    )


def event_file(maintenance: Maintenance, *, at: datetime) -> dict[str, str]:
    """The maintenance as a calendar of one event, kept as an attachment."""
    planned = planned_event(maintenance, certainty=certainty_of(maintenance))
    calendar = calendar_of([planned], name=maintenance.title, host=host())
    return {
        "sha256": store(calendar, at=at).pk,
        "filename": "maintenance.ics",
        "media_type": "text/calendar",
    }


def planned_event(maintenance: Maintenance, *, certainty: Certainty) -> Planned:
    return Planned(
        code=maintenance.code,
        revision=maintenance.sequence,
        certainty=certainty,
        title=maintenance.title,
        text=maintenance.text,
        start=maintenance.start_at,
        end=maintenance.end_at,
        url=where_to_follow(maintenance),
        created_at=maintenance.planned_at,
        changed_at=maintenance.changed_at,
    )


def certainty_of(maintenance: Maintenance) -> Certainty:
    """What its event says of itself; a draft is only pencilled in."""
    if maintenance.state == MaintenanceState.CANCELLED:
        return Certainty.CANCELLED
    return Certainty.CONFIRMED if maintenance.announced_at else Certainty.TENTATIVE


def thread_root(maintenance: Maintenance) -> str:
    return f"<maintenance-{maintenance.code}@{host()}>"


def host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def _letter(
    announcement: Announcement,
    maintenance: Maintenance,
    works: str,
    reached: Reached,
    its: Readers,
    *,
    follow_url: str,
) -> Letter:
    runs = maintenance.is_running or maintenance.is_emergency
    return Letter(
        event=f"announcement-{announcement.pk}-{reached.pk}",
        kind=f"{KIND}_{announcement.kind}",
        about=maintenance.about,
        readers=its.readers,
        subject=f"[Maintenance] {maintenance.title}",
        said=values_of(announcement, maintenance, works, reached, follow_url=follow_url),
        lane=Lane.UPDATE if runs else Lane.MAINTENANCE,
        is_automatic=True,
        thread_root=thread_root(maintenance),
        files=announcement.files,
    )


def values_of(
    announcement: Announcement, maintenance: Maintenance, works: str, reached: Reached, *, follow_url: str
) -> Mapping[str, Any]:
    """What the words to one client are made of; none of these rows need stand, so that the planner can show them."""
    return {
        "title": maintenance.title,
        "is_emergency": maintenance.is_emergency,
        "works": works,
        "text": "",
        "start_at": announcement.start_at,
        "end_at": announcement.end_at,
        "next_at": announcement.next_at,
        "why_short": maintenance.why_short,
        "on_list_of": reached.organisation.name,
        "account_manager": str(reached.organisation.account_manager or ""),
        "status_url": follow_url,
        **announcement.said,
    }


def _told_before(maintenance: Maintenance, clients: Iterable[int]) -> dict[int, dict[int, Delivery]]:
    """By client and person: the row by which they were told last."""
    rows = Delivery.objects.filter(notice__announced__reached__maintenance=maintenance)
    return told_before(rows, clients, client="notice__announced__reached__organisation")
