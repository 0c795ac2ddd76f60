"""What may be done with a maintenance at which stage, and how much notice it takes: pure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from holdfast.incidents.models import Maintenance, MaintenanceState
from holdfast.kernel.refusal import Refused
from holdfast.people.models import Person, Role

LONGEST: Final = timedelta(days=7)
"""What takes longer is planned as several."""


def require_window(start_at: datetime, end_at: datetime, *, now: datetime, is_emergency: bool) -> None:
    """A window lies ahead and is neither empty nor endless; an emergency may have begun by now."""
    if end_at <= start_at:
        raise Refused("It ends after it begins.", code="wrong_time", field="length")
    if end_at - start_at > LONGEST:
        raise Refused("A window has seven days at most; plan several.", code="too_long", field="length")
    if (end_at if is_emergency else start_at) <= now:
        raise Refused("It lies in the past.", code="in_the_past", field="start_at")


def require_stage(maintenance: Maintenance, *allowed: MaintenanceState, to: str) -> None:
    """Refuse what this stage does not come to, naming where it stands."""
    if maintenance.state not in allowed:
        label = MaintenanceState(maintenance.state).label.lower()
        raise Refused(f"It is {label}: that can't be {to}.", code="wrong_stage")


def require_announced(maintenance: Maintenance) -> None:
    if maintenance.announced_at is None:
        raise Refused("Nobody was told of it yet: send the notice first.", code="not_announced")


def require_words(text: str, *, missing: str, field: str) -> str:
    """Words of a person, trimmed."""
    text = text.strip()
    if not text:
        raise Refused(missing, code="no_words", field=field)
    return text[:20_000]


def is_short(start_at: datetime, *, owed: timedelta, now: datetime) -> bool:
    """Whether a word sent now leaves less notice than is owed."""
    return start_at - owed < now


def require_approval(why: str, approver: Person | None, *, planners: Collection[int]) -> tuple[str, Person]:
    """A shorter notice has an operational reason, which clients read, and a manager who answers for it (E6).

    Never whoever planned it, or set this window.
    """
    if not why.strip():
        message = "That is less notice than is owed: give the operational reason."
        raise Refused(message, code="no_reason", field="why_short")
    if approver is None or not approver.is_active or Role.MANAGER not in approver.roles:
        raise Refused(
            "A manager approves a shorter notice: say who is asked.", code="no_approver", field="approver"
        )
    if approver.pk in planners:
        message = f"{approver} planned it: another manager approves a shorter notice."
        raise Refused(message, code="own_plan", field="approver")
    return why.strip()[:2000], approver
