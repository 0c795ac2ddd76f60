"""Less is gone than was, while it lasts: what was gone counts until then, and the hourly word ends with what is down."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from holdfast.incidents import rules
from holdfast.incidents.actions.returning import ease_clients, require_down
from holdfast.incidents.confirmers import require_may_confirm
from holdfast.incidents.facts import InterruptionEased
from holdfast.incidents.models import DOWN, Impact, Interruption, Level
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.kernel.rows import insert, update
from holdfast.people.models import Person

_WORST_FIRST: Final = list(Level)


@transaction.atomic
def ease_interruption(
    interruption: Interruption,
    *,
    eased: Collection[int],
    level: Level,
    as_of: datetime | None = None,
    by: Person,
) -> Interruption:
    """These impacts, by their keys, are at this lower level since that instant; clients read it in the next update.

    Nobody is restored by it. Whoever has nothing left that counts as down is owed no further hourly word.
    Refused: `forbidden`, `wrong_stage`, `wrong_time`, and at its field `nothing_back`, `not_down`, `not_less`.
    """
    require_may_confirm(by)
    interruption = Interruption.objects.locked(interruption.pk)
    rules.require_state(interruption.state, *DOWN, to="said to be less")
    at = clock.now()
    as_of = as_of or at
    chosen = require_down(interruption, eased, unsaid="Say what is less.")
    for each in chosen:
        if not _is_worse(each.level, level):
            raise Refused(
                f"{each.named} is {each.get_level_display().lower()}: that is not less.",
                code="not_less",
                field="level",
            )
    if not min(each.began_at for each in chosen) <= as_of <= at:
        raise Refused("It was less after it began, and not in the future.", code="wrong_time", field="as_of")
    for each in chosen:
        each.ended_at = max(as_of, each.began_at)
    update(chosen, ["ended_at"])
    insert(list(_left_of(chosen, interruption, level)))
    fact = InterruptionEased(
        interruption=interruption.pk,
        what="; ".join(each.named for each in chosen),
        level=level.label.lower(),
        as_of=as_of.isoformat(),
    )
    record(fact, by=by.actor, at=at, row=interruption)
    ease_clients(interruption, as_of=as_of, at=at, by=by)
    return interruption


def _left_of(chosen: Sequence[Impact], interruption: Interruption, level: Level) -> Iterator[Impact]:
    """What of them is hit from now on: once in each place, and not where it is known to be as bad anyway."""
    rows = interruption.impacts.filter(ended_at=None)
    covered = {
        (each.component_id, each.place): each.began_at
        for each in rows.order_by("-began_at")
        if not _is_worse(level, each.level)
    }
    for each in sorted(chosen, key=lambda one: (one.ended_at, one.pk)):
        assert each.ended_at is not None
        where = (each.component_id, each.place)
        if where not in covered or each.ended_at < covered[where]:
            covered[where] = each.ended_at
            yield Impact(
                interruption=interruption,
                component=each.component,
                place=each.place,
                level=level,
                began_at=each.ended_at,
                eases=each,
            )


def _is_worse(level: str, than: str) -> bool:
    return _WORST_FIRST.index(Level(level)) < _WORST_FIRST.index(Level(than))
