"""Who may confirm, dismiss, join, retract and restore an interruption: a lead, a manager, whoever is on duty."""

from __future__ import annotations

from typing import Final

from holdfast.duty.queries import is_on_duty
from holdfast.kernel import clock
from holdfast.kernel.refusal import Forbidden
from holdfast.people.acts import Act, may, require_may
from holdfast.people.door import Rule
from holdfast.people.models import Person


def may_confirm(person: Person) -> bool:
    """By a role, or by being on duty now; the latter is asked only of who holds none of the roles."""
    if may(person, Act.CONFIRM_INTERRUPTION):
        return True
    return may(person, Act.BE_ON_DUTY) and is_on_duty(person, at=clock.now())


def require_may_confirm(person: Person) -> None:
    if may_confirm(person):
        return
    try:
        require_may(person, Act.CONFIRM_INTERRUPTION)
    except Forbidden as refused:
        raise Forbidden(f"{refused.message} Whoever is on duty may too.") from None


CONFIRMERS: Final = Rule(
    Act.CONFIRM_INTERRUPTION.value,
    lambda person: person is not None and may_confirm(person),
    Act.CONFIRM_INTERRUPTION,
)
"""The same at the door of a page."""
