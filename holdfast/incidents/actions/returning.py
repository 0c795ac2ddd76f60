"""What was down is back: each client once nothing else of it is hit, and the interruption with the last of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from holdfast.incidents.actions.moving import move
from holdfast.incidents.facts import ClientRestored
from holdfast.incidents.models import Affected, Impact, Interruption, State
from holdfast.incidents.recipients import back_without
from holdfast.incidents.scope import clients_hit
from holdfast.incidents.suspicion_notices import tell_holders_of_restoration
from holdfast.kernel.facts import Happening, record_all
from holdfast.kernel.refusal import Refused
from holdfast.kernel.rows import update
from holdfast.people.models import Person


def require_down(interruption: Interruption, back: Collection[int] | None) -> list[Impact]:
    """The impacts that are said to be back, by their keys: all that last where none are named."""
    down = list(interruption.impacts.filter(ended_at=None).order_by("pk"))
    if back is None:
        return down
    if not back:
        raise Refused("Say what is back.", code="nothing_back", field="back")
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
    ended = _ends_after(interruption, as_of, at=at)
    for each in back:
        each.restored_at = ended.get(each.organisation_id, as_of)
    update(back, ["restored_at"])
    record_all(
        [
            Happening(
                ClientRestored(
                    interruption=interruption.pk,
                    affected=each.pk,
                    client=each.organisation_id,
                    as_of=(each.restored_at or as_of).isoformat(),
                ),
                by.actor,
                interruption,
            )
            for each in back
        ],
        at=at,
    )
    if not interruption.impacts.filter(ended_at=None).exists():
        interruption.restored_at = max([as_of, *ended.values()])
        interruption.save(update_fields=["restored_at"])
        move(interruption, State.RESTORED, at=at, by=by)
        tell_holders_of_restoration(interruption, at=at)
    return back


def _ends_after(interruption: Interruption, as_of: datetime, *, at: datetime) -> dict[int, datetime]:
    """By client: when the last of it came back, where that was said before and is later than what comes back now."""
    ended: dict[int, datetime] = {}
    for impact in interruption.impacts.filter(ended_at__gt=as_of).order_by("ended_at", "pk"):
        assert impact.ended_at is not None
        ended |= dict.fromkeys(clients_hit([impact], at=at), impact.ended_at)
    return ended
