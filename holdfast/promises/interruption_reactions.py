"""What promises do when something happens to an interruption: 'What makes and what keeps them' of promises.md, E2 to E4."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from holdfast.escalation.interruptions import KIND
from holdfast.incidents import facts as incident
from holdfast.incidents.models import Affected, BulletinKind, Interruption, Told
from holdfast.kernel.facts import Recorded
from holdfast.notices.facts import NoticeAccepted, NoticeBounced
from holdfast.notices.models import Notice
from holdfast.promises.acceptances import first_by_notice
from holdfast.promises.actions.making import Word
from holdfast.promises.actions.to_clients import (
    Heard,
    end_for_clients,
    keep_by_first_words,
    keep_for_clients,
    let_all_go,
    make_for_clients,
    owed_to,
)
from holdfast.promises.actions.undoing_for_clients import undo_acceptance
from holdfast.promises.actions.waiving import Cause
from holdfast.promises.lasting import CAUSE, HOURLY
from holdfast.promises.paging import end_pages_for_words

REPORT, RESTORED, MANAGER = "interruption_report", "restored_notice", "account_manager_told"
KEEPS: Final = {
    BulletinKind.REPORT: (REPORT, HOURLY),  # the complete report is also the first update
    BulletinKind.UPDATE: (HOURLY,),  # whoever it is back for hears of the cause instead
    BulletinKind.RESTORED: (RESTORED, HOURLY),
    BulletinKind.CAUSE: (CAUSE,),
    BulletinKind.ANALYSIS: (CAUSE,),
    BulletinKind.RETRACTION: (),
}
"""Which clauses a word keeps for each client whose channel took it."""


def promise_to_affected(told: Sequence[Recorded[incident.ClientAffected]]) -> None:
    """Each client that is found affected is owed the report within the hour, and a word every hour while it is down; its
    account manager knows before.

    One that was restored, and is hit again, had its report: it is owed the hourly word anew, instead of that on the cause.
    Whoever is not hit again stays owed what it was: a promise is never dropped because others are down.
    """
    interruption = _interruption(told[0])
    if again := [each.fact.affected for each in told if each.fact.is_again]:
        end_for_clients(interruption, again, CAUSE, as_of=told[0].at, at=told[0].at)
    rows = _rows(each.fact.affected for each in told)
    wanted = []
    for each in told:
        words = [Word(clause=MANAGER, start_at=each.at)]
        if not each.fact.is_again:
            words.append(Word(clause=REPORT, start_at=each.at))
        if each.fact.is_unavailable:
            words.append(Word(clause=HOURLY, start_at=each.at))
        wanted.append((rows[each.fact.affected], words))
    make_for_clients(wanted, matter=interruption, at=told[0].at)


def promise_to_worsened(told: Sequence[Recorded[incident.ClientWorsened]]) -> None:
    """What was only degraded for them is unavailable now: a word is owed every hour from here on."""
    rows = _rows(each.fact.affected for each in told)
    make_for_clients(
        [(rows[each.fact.affected], [Word(clause=HOURLY, start_at=each.at)]) for each in told],
        matter=_interruption(told[0]),
        at=told[0].at,
    )


def end_hourly_words(told: Sequence[Recorded[incident.ClientEased]]) -> None:
    """What is left of it does not count as down for them: they hear with the others, and are owed no word every hour."""
    _end_hourly(told, _interruption(told[0]))


def promise_after_restoration(told: Sequence[Recorded[incident.ClientRestored]]) -> None:
    """A client's components are back: no hourly word runs any more, the uptime notification and the cause are owed."""
    interruption = _interruption(told[0])
    rows = _rows(each.fact.affected for each in told)
    _end_hourly(told, interruption)
    make_for_clients(
        [
            (
                rows[each.fact.affected],
                [Word(clause=RESTORED, start_at=since), Word(clause=CAUSE, start_at=since)],
            )
            for each in told
            for since in (datetime.fromisoformat(each.fact.as_of),)
        ],
        matter=interruption,
        at=told[0].at,
    )


def _end_hourly(
    told: Sequence[Recorded[incident.ClientEased]] | Sequence[Recorded[incident.ClientRestored]],
    interruption: Interruption,
) -> None:
    by_instant: dict[str, list[int]] = {}
    for each in told:
        by_instant.setdefault(each.fact.as_of, []).append(each.fact.affected)
    for as_of, its in by_instant.items():
        end_for_clients(interruption, its, HOURLY, as_of=datetime.fromisoformat(as_of), at=told[0].at)


def count_words(told: Sequence[Recorded[NoticeAccepted]]) -> None:
    """The first acceptance of a word by a channel of the client keeps what it was owed when the word was written."""
    first = first_by_notice(told, about="interruption")
    rows = Told.objects.select_related("bulletin", "affected__organisation").filter(notice__in=list(first))
    heard: dict[int, dict[int, Heard]] = {}
    for row in rows.order_by("notice") if first else ():
        if clauses := KEEPS[BulletinKind(row.bulletin.kind)]:
            fact = first[row.notice_id].fact
            heard.setdefault(row.bulletin.interruption_id, {})[row.notice_id] = Heard(
                row.affected, clauses, row.bulletin.at, fact.accepted_at, f"delivery-{fact.delivery}"
            )
    for interruption in Interruption.objects.all_locked(heard) if heard else ():
        keep_by_first_words(heard[interruption.pk], matter=interruption, at=told[0].at)


def keep_account_managers(told: Recorded[NoticeAccepted]) -> None:
    """The account manager's letter was accepted: D4 is kept for every client that it names."""
    fact = told.fact
    if fact.kind != KIND:
        return
    interruption = Interruption.objects.locked(int(fact.concerning.removeprefix("interruption-")))
    keys = Notice.objects.get(pk=fact.notice).said["affected"]
    keep_for_clients(
        list(owed_to(interruption, keys, MANAGER)),
        matter=interruption,
        as_of=fact.accepted_at,
        evidence=f"delivery-{fact.delivery}",
        at=told.at,
    )


def undo_word(told: Recorded[NoticeBounced]) -> None:
    """The word came back, or the account manager's letter: while nobody else has it, it is owed again."""
    fact = told.fact
    if (fact.to_client or fact.kind == KIND) and fact.concerning.startswith("interruption-"):
        interruption = Interruption.objects.locked(int(fact.concerning.removeprefix("interruption-")))
        undo_acceptance(fact, matter=interruption, at=told.at)


def end_calls_once_told(told: Recorded[incident.InterruptionMoved]) -> None:
    """Once the cause is told no missed word is waited for, so nobody is called for one: not for a report that never went."""
    end_pages_for_words(_interruption(told), at=told.at)


def let_retracted_be(told: Recorded[incident.InterruptionRetracted]) -> None:
    """It was none: what was owed about it is let go by rule; what was missed until then is broken all the same."""
    interruption = _interruption(told)
    everybody = list(interruption.affected.values_list("pk", flat=True))
    let_all_go(
        interruption,
        everybody,
        *(REPORT, HOURLY, RESTORED, CAUSE, MANAGER),
        reason=Cause.RETRACTED,
        as_of=told.at,
        at=told.at,
    )


def _interruption(told: Recorded[Any]) -> Interruption:
    """The interruption, locked: the recorder's own object where it handed one over."""
    row = told.row
    return row if isinstance(row, Interruption) else Interruption.objects.locked(told.fact.interruption)


def _rows(keys: Iterable[int]) -> dict[int, Affected]:
    return Affected.objects.select_related("organisation").in_bulk(list(keys))
