"""What can be done with an interruption now, and what its stage comes to next."""

from __future__ import annotations

from holdfast.incidents.confirmers import may_confirm
from holdfast.incidents.models import Interruption, State
from holdfast.incidents.models.interruption import DOWN
from holdfast.incidents.rules import UNAVAILABLE
from holdfast.people.acts import Act, may
from holdfast.people.models import Person
from holdfast.web.told import Deed


def deeds_of(found: Interruption, person: Person, *, is_reported: bool, lacks_report: bool) -> list[Deed]:
    """What this stage comes to next, and what else may be done, by this person.

    `is_reported`: any word went out; `lacks_report`: a client, perhaps found later, has not had the report.
    """
    writes, confirms = may(person, Act.TELL_OF_INTERRUPTION), may_confirm(person)
    state = State(found.state)
    deeds: list[Deed] = []
    if state == State.SUSPECTED and confirms:
        deeds += [
            Deed("Confirm it", "confirmation", is_first=True),
            Deed("Same as another", "joining"),
            Deed("Dismiss", "dismissal", is_danger=True),
        ]
    if state in DOWN and writes:
        if lacks_report or not is_reported:
            deeds.append(Deed("Send the report", "report", is_first=not is_reported, is_page=True))
        deeds += [Deed("Send an update", "update", is_first=True, is_page=True)] if is_reported else []
    was_back = state in DOWN and found.was_back_for_some
    if state in DOWN and writes and was_back:
        deeds.append(Deed("Send an update on the cause", "cause", is_page=True))
    if state in DOWN and confirms:
        deeds += [
            Deed("Service restored", "restoration", is_page=True),
            Deed("More is hit", "widening"),
        ]
        deeds += [Deed("Less is gone", "easing")] if _has_down(found) else []
        deeds += [Deed("Retract", "retraction", is_danger=True, is_page=True)] if not was_back else []
    if state == State.RESTORED:
        deeds += [Deed("Send an update on the cause", "cause", is_first=True, is_page=True)] if writes else []
        deeds += [Deed("Send the analysis", "analysis", is_page=True)] if writes else []
        deeds += [Deed("Send the report", "report", is_page=True)] if writes and lacks_report else []
        deeds += [Deed("It is down again", "confirmation", is_danger=True)] if confirms else []
    if state == State.CAUSE_KNOWN and confirms:
        deeds.append(Deed("Close it", "closing", is_first=True))
    return deeds


def _has_down(found: Interruption) -> bool:
    """Whether anything is hit so hard that less may be gone of it."""
    return found.impacts.filter(ended_at=None, level__in=UNAVAILABLE).exists()
