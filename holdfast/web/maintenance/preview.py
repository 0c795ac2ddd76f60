"""The notice as the planner shows it: the words that would be sent now, by the templates that send them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from holdfast.clients.models import Organisation
from holdfast.incidents.maintenance_notices import values_of, works_in_words
from holdfast.incidents.models import Announcement, Maintenance, MaintenanceKind, Reached, Work
from holdfast.incidents.public_maintenance import maintenance_url
from holdfast.incidents.windows import Window
from holdfast.incidents.works_felt import works_felt
from holdfast.notices.letters import as_kept
from holdfast.notices.models import Delivery, Notice
from holdfast.notices.rendering import render_bare
from holdfast.vendor.models import the_vendor
from holdfast.web.maintenance.plan_form import PlanForm


def preview_of(
    form: PlanForm, works: Sequence[Work], window: Window, client: Organisation, *, now: datetime
) -> str:
    """The words of the notice as the first of the clients reads them, by the templates that send it."""
    said = form.cleaned_data
    maintenance = Maintenance(
        title=said.get("title") or "…",
        code="…",
        kind=said.get("kind") or MaintenanceKind.SCHEDULED,
        why_short=said.get("why_short", ""),
    )
    announcement = Announcement(
        start_at=window.start, end_at=window.end, said={"text": said.get("text") or "…"}
    )
    reached = Reached(organisation=client)
    felt = works_in_words(works_felt(works, [client.pk], since=now)[client.pk])
    values = values_of(announcement, maintenance, felt, reached, follow_url=maintenance_url(maintenance))
    notice = Notice(kind="maintenance_notice", said=as_kept(values))
    row = Delivery(time_zone=client.time_zone, subject=f"[Maintenance] {maintenance.title}")
    return render_bare(notice, row, the_vendor()).text
