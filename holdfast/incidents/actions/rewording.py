"""The words of a planned maintenance are changed, as long as nobody was told of it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from holdfast.incidents import maintenance_rules as rules
from holdfast.incidents.actions.confirming import require_title
from holdfast.incidents.actions.drafting import drop_drafts
from holdfast.incidents.maintenance_facts import MaintenanceReworded
from holdfast.incidents.models import AnnouncementKind, Maintenance, MaintenanceState
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person


@transaction.atomic
def reword_maintenance(
    maintenance: Maintenance, *, title: str, text: str, seen: datetime, by: Person
) -> Maintenance:
    """Other words of a draft. `seen` is when the words changed last that the writer had before them.

    Refused: `forbidden`, `wrong_stage`, `announced`, `no_words`, and `written_meanwhile` where somebody else changed them
    since: their words stand, until whoever wrote has read them.
    """
    require_may(by, Act.PLAN_MAINTENANCE)
    maintenance = Maintenance.objects.locked(maintenance.pk)
    rules.require_stage(maintenance, MaintenanceState.SCHEDULED, to="reworded")
    if maintenance.announced_at is not None:
        raise Refused("It is announced: its words stay as they were told. Write an update.", code="announced")
    title = require_title(title)
    text = rules.require_words(text, missing="Say what is done, and what clients notice.", field="text")
    formerly = maintenance.title, maintenance.text
    drop_drafts(maintenance, AnnouncementKind.NOTICE)
    if (title, text) == formerly:
        return maintenance
    if maintenance.changed_at != seen:
        told = f"It was changed while you wrote, and says now: {formerly[0]}. {formerly[1]}"
        raise Refused(told, code="written_meanwhile", field="text")
    at = clock.now()
    maintenance.title, maintenance.text, maintenance.changed_at = title, text, at
    maintenance.save(update_fields=["title", "text", "changed_at"])
    record(
        MaintenanceReworded(
            maintenance=maintenance.pk, formerly_title=formerly[0], formerly_text=formerly[1]
        ),
        by=by.actor,
        at=at,
        row=maintenance,
    )
    return maintenance
