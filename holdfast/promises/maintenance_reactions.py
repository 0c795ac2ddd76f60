"""What promises do when something happens to a maintenance: 'What makes and what keeps them' of promises.md, E6 and E7."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from holdfast.incidents import maintenance_facts as maintenance
from holdfast.incidents.models import Announced, AnnouncementKind, Maintenance, Reached
from holdfast.kernel.facts import Recorded
from holdfast.notices.facts import NoticeAccepted, NoticeBounced
from holdfast.people.models import Person
from holdfast.promises.acceptances import first_by_notice
from holdfast.promises.actions.making import Word
from holdfast.promises.actions.to_clients import (
    Heard,
    Missed,
    break_for_clients,
    end_for_clients,
    keep_by_first_words,
    make_for_clients,
    owed_to,
    waive_for_clients,
)
from holdfast.promises.actions.undoing_for_clients import undo_acceptance
from holdfast.promises.actions.waiving import Cause
from holdfast.promises.lasting import MAINTENANCE
from holdfast.promises.models import State as Outcome

NOTICE: Final = "maintenance_notice"
KEEPS: Final = {
    AnnouncementKind.NOTICE: (NOTICE,),
    AnnouncementKind.MOVED: (NOTICE,),
    AnnouncementKind.STARTED: (MAINTENANCE,),
    AnnouncementKind.UPDATE: (MAINTENANCE,),
    AnnouncementKind.EXTENDED: (MAINTENANCE,),
    AnnouncementKind.COMPLETED: (MAINTENANCE,),
}
"""Which clauses a word keeps for each client whose channel took it; what the clock tells keeps none."""


def promise_to_reached(told: Sequence[Recorded[maintenance.ClientReached]]) -> None:
    """Each client is owed notice, counted back from the start, and a word every hour while it runs.

    An emergency owes no notice: what there was is measured and published. A client that comes to use the service when the
    notice is due already is counted as short.
    """
    found = _maintenance(told[0])
    rows = _rows(each.fact.reached for each in told)
    wanted = []
    for each in told:
        words = [] if found.is_emergency else [_notice(found, each.at)]
        if found.is_running:
            words.append(Word(clause=MAINTENANCE, start_at=each.at))
        wanted.append((rows[each.fact.reached], words))
    made = make_for_clients(wanted, matter=found, at=told[0].at)
    if found.announced_at is not None or found.approved_by_id is not None:
        came_late = [each for each in made if each.clause == NOTICE and each.due_at < each.start_at]
        waive_for_clients(came_late, matter=found, reason=Cause.CAME_LATE, at=told[0].at)


def promise_notice_again(told: Recorded[maintenance.MaintenanceMoved]) -> None:
    """A window outside the announced one is a new notice; the one that was owed of the old window is let go by rule."""
    if not told.fact.is_outside:
        return
    found = _maintenance(told)
    rows = _rows(found.reached.values_list("pk", flat=True))
    owed = owed_to(found, rows, NOTICE)
    waive_for_clients(owed, matter=found, reason=Cause.CONDITION_ENDED, at=told.at)
    if not found.is_emergency:
        make_for_clients(
            [(row, [_notice(found, told.at)]) for row in rows.values()], matter=found, at=told.at
        )


def waive_short_notice(told: Recorded[maintenance.ShortNoticeApproved]) -> None:
    """A shorter notice with reason and approver: waived by the approver; what ran out before is broken first."""
    found = _maintenance(told)
    everybody = found.reached.values_list("pk", flat=True)
    short = [each for each in owed_to(found, everybody, NOTICE) if each.due_at < told.at]
    missed = [each for each in short if each.state == Outcome.RUNNING and each.start_at <= each.due_at]
    if missed:
        break_for_clients([Missed(each, found, each.due_at) for each in missed], at=told.at)
    approver = Person.objects.get(pk=told.fact.approver)
    waive_for_clients(short, matter=found, reason=told.fact.reason, by=approver.actor, at=told.at)


def promise_updates(told: Recorded[maintenance.MaintenanceStarted]) -> None:
    """It runs: each client is owed a word every hour."""
    found = _maintenance(told)
    rows = _rows(found.reached.values_list("pk", flat=True))
    words = [Word(clause=MAINTENANCE, start_at=told.at)]
    make_for_clients([(row, words) for row in rows.values()], matter=found, at=told.at)


def end_with_maintenance(
    told: Recorded[maintenance.MaintenanceCompleted] | Recorded[maintenance.MaintenanceCancelled],
) -> None:
    """No word is owed any more; the one that completes it makes those that were missed kept late."""
    found = _maintenance(told)
    everybody = list(found.reached.values_list("pk", flat=True))
    end_for_clients(found, everybody, MAINTENANCE, as_of=told.at, at=told.at)
    notices = owed_to(found, everybody, NOTICE)
    waive_for_clients(notices, matter=found, reason=Cause.CONDITION_ENDED, at=told.at)


def count_announcements(told: Sequence[Recorded[NoticeAccepted]]) -> None:
    """The first acceptance of a word by a channel of the client keeps what it was owed when the word was written."""
    first = first_by_notice(told, about="maintenance")
    rows = Announced.objects.select_related("announcement", "reached__organisation")
    heard: dict[int, dict[int, Heard]] = {}
    for row in rows.filter(notice__in=list(first)).order_by("notice") if first else ():
        if clauses := KEEPS.get(AnnouncementKind(row.announcement.kind), ()):
            fact, begun_by = first[row.notice_id].fact, max(row.announcement.at, row.reached.since_at)
            heard.setdefault(row.announcement.maintenance_id, {})[row.notice_id] = Heard(
                row.reached, clauses, begun_by, fact.accepted_at, f"delivery-{fact.delivery}"
            )
    for found in Maintenance.objects.all_locked(heard) if heard else ():
        keep_by_first_words(heard[found.pk], matter=found, at=told[0].at)


def undo_announcement(told: Recorded[NoticeBounced]) -> None:
    """The word came back: while no other contact of the client has it, it is owed again."""
    fact = told.fact
    if fact.to_client and fact.concerning.startswith("maintenance-"):
        found = Maintenance.objects.locked(int(fact.concerning.removeprefix("maintenance-")))
        undo_acceptance(fact, matter=found, at=told.at)


def _notice(found: Maintenance, at: Any) -> Word:
    return Word(clause=NOTICE, start_at=at, before_at=found.start_at)


def _maintenance(told: Recorded[Any]) -> Maintenance:
    """The maintenance, locked: the recorder's own object where it handed one over."""
    row = told.row
    return row if isinstance(row, Maintenance) else Maintenance.objects.locked(told.fact.maintenance)


def _rows(keys: Iterable[int]) -> dict[int, Reached]:
    return Reached.objects.select_related("organisation").in_bulk(list(keys))
