"""What was down is back: each client once nothing else of it is hit, and the interruption with the last of it.

What is only less than it was goes on for each client, and counts as down for it no more once nothing else of it does.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import QuerySet

from holdfast.incidents.actions.moving import move
from holdfast.incidents.facts import ClientEased, ClientRestored
from holdfast.incidents.models import Affected, Impact, Interruption, State
from holdfast.incidents.recipients import back_without
from holdfast.incidents.rules import UNAVAILABLE
from holdfast.incidents.scope import clients_hit
from holdfast.incidents.suspicion_notices import tell_holders_of_restoration
from holdfast.kernel.facts import Happening, record_all
from holdfast.kernel.refusal import Refused
from holdfast.kernel.rows import update
from holdfast.people.models import Person


def require_down(
    interruption: Interruption, back: Collection[int] | None, *, unsaid: str = "Say what is back."
) -> list[Impact]:
    """The impacts that are said to be back, by their keys: all that last where none are named."""
    rows = interruption.impacts.filter(ended_at=None).select_related("component__service")
    down = list(rows.order_by("pk"))
    if back is None:
        return down
    if not back:
        raise Refused(unsaid, code="nothing_back", field="back")
    if not {each.pk for each in down}.issuperset(back):
        raise Refused("That is not down any more.", code="not_down", field="back")
    return [each for each in down if each.pk in back]


def end_impacts(
    interruption: Interruption, impacts: Sequence[Impact], *, as_of: datetime, at: datetime, by: Person
) -> list[Affected]:
    """These are back: so is every client of whom nothing else is hit, and with the last of them the interruption.

    Returns those clients.
    """
    for impact in impacts:
        impact.ended_at = max(as_of, impact.began_at)
        impact.save(update_fields=["ended_at"])
    still = clients_hit(interruption.impacts.filter(ended_at=None), at=at)
    back = list(back_without(interruption, still).select_for_update(of=("self",)))
    ended = _ends_after(interruption.impacts.all(), as_of, at=at)
    for each in back:
        each.restored_at = ended.get(each.organisation_id, as_of)
    update(back, ["restored_at"])
    _record(ClientRestored, interruption, [(each, each.restored_at or as_of) for each in back], at=at, by=by)
    if interruption.impacts.filter(ended_at=None).exists():
        ease_clients(interruption, as_of=as_of, at=at, by=by)
    else:
        interruption.restored_at = max([as_of, *ended.values()])
        interruption.save(update_fields=["restored_at"])
        move(interruption, State.RESTORED, at=at, by=by)
        tell_holders_of_restoration(interruption, at=at)
    return back


def ease_clients(interruption: Interruption, *, as_of: datetime, at: datetime, by: Person) -> None:
    """Name the clients that are hit still, and of whom nothing counts as down any more: they need no hourly word."""
    still = clients_hit(interruption.impacts.filter(ended_at=None), at=at)
    rows = interruption.affected.filter(restored_at=None, is_unavailable=True, degraded_is_down=False)
    rows = rows.exclude(organisation__in=[client for client, is_down in still.items() if is_down])
    eased = list(rows.select_for_update().order_by("pk"))
    ended = _ends_after(interruption.impacts.filter(level__in=UNAVAILABLE), as_of, at=at)
    for each in eased:
        each.is_unavailable, each.eased_at = False, ended.get(each.organisation_id, as_of)
    update(eased, ["is_unavailable", "eased_at"])
    _record(ClientEased, interruption, [(each, each.eased_at or as_of) for each in eased], at=at, by=by)


def _record(
    kind: type[ClientRestored] | type[ClientEased],
    interruption: Interruption,
    since: Sequence[tuple[Affected, datetime]],
    *,
    at: datetime,
    by: Person,
) -> None:
    facts = [
        kind(
            interruption=interruption.pk,
            affected=each.pk,
            client=each.organisation_id,
            as_of=as_of.isoformat(),
        )
        for each, as_of in since
    ]
    record_all([Happening(fact, by.actor, interruption) for fact in facts], at=at)


def _ends_after(impacts: QuerySet[Impact], as_of: datetime, *, at: datetime) -> dict[int, datetime]:
    """By client: when the last of these ended, where that was said before and is later than what ends now."""
    ended: dict[int, datetime] = {}
    for impact in impacts.filter(ended_at__gt=as_of).order_by("ended_at", "pk"):
        assert impact.ended_at is not None
        ended |= dict.fromkeys(clients_hit([impact], at=at), impact.ended_at)
    return ended
