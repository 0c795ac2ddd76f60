"""A ticket as its client sees it, put together once for the page and for each of its live parts."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from holdfast.clients.account_manager import managers_for
from holdfast.escalation.queries import LadderState, ladder_state
from holdfast.incidents.facts import LinkedToInterruption
from holdfast.incidents.linked import interruptions_of
from holdfast.incidents.models import Interruption
from holdfast.kernel.models import TrailEntry
from holdfast.look.shapes import Event, Level, Message, PromiseLine, Step
from holdfast.people.models import Person
from holdfast.portal.frame import zone_for
from holdfast.portal.tickets import conversation, promised, rungs, stages
from holdfast.procedure.approvers import may_approve
from holdfast.procedure.models import Approval
from holdfast.promises.clockwork import clock_seconds
from holdfast.promises.explain import span_in_words
from holdfast.promises.models import Promise, State
from holdfast.promises.reckoning import inputs_of
from holdfast.tickets.models import Ticket, Waiting
from holdfast.vendor.models import Vendor, the_vendor


class Sight:
    """One ticket, one reader, one instant; each part is read when it is asked for."""

    def __init__(self, ticket: Ticket, person: Person, *, now: datetime, whole: bool = False) -> None:
        self.ticket = ticket
        self.person = person
        self.now = now
        self.zone: ZoneInfo = zone_for(person)
        self._whole = whole

    @property
    def draft(self) -> str:
        """Under what name the browser keeps what is typed and not sent."""
        return f"ticket-{self.ticket.pk}"

    @cached_property
    def vendor(self) -> Vendor:
        return the_vendor()

    @cached_property
    def trail(self) -> list[TrailEntry]:
        return list(TrailEntry.objects.filter(about=f"ticket-{self.ticket.pk}").order_by("pk"))

    @cached_property
    def interruptions(self) -> list[Interruption]:
        """What it is linked to, as far as that is public; the trail says whether anything is."""
        if not any(entry.fact == LinkedToInterruption.__name__ for entry in self.trail):
            return []
        linked = (each.interruption for each in interruptions_of([self.ticket.pk]))
        return [each for each in linked if each.is_public]

    @cached_property
    def steps(self) -> list[Step]:
        return stages.steps_of(self.ticket, self.trail, now=self.now, zone=self.zone)

    @cached_property
    def _timeline(self) -> tuple[list[Message | Event], bool]:
        return conversation.timeline(
            self.ticket, self.person, self.trail, now=self.now, zone=self.zone, whole=self._whole
        )

    @property
    def timeline(self) -> list[Message | Event]:
        return self._timeline[0]

    @property
    def has_older(self) -> bool:
        return self._timeline[1]

    @cached_property
    def _promises(self) -> list[Promise]:
        return promised.promises_for_client(self.ticket.pk, self.ticket.cycle)

    @property
    def promises(self) -> list[PromiseLine]:
        return promised.lines_of(self._promises, now=self.now, zone=self.zone)

    @property
    def explained(self) -> list[tuple[str, str]]:
        return promised.explained(self._promises, zone=self.zone)

    @cached_property
    def ladder(self) -> LadderState:
        return ladder_state(self.ticket, at=self.now)

    @property
    def rungs(self) -> list[Level]:
        return rungs.rungs_of(self.ladder, now=self.now, zone=self.zone)

    @property
    def rungs_in_brief(self) -> list[Level]:
        """The same beside the conversation, where the promises show the clocks."""
        return rungs.rungs_of(self.ladder, now=self.now, zone=self.zone, with_clocks=False)

    @cached_property
    def approval(self) -> Approval | None:
        """The question whether it is fixed, while it stands open and this reader may answer it."""
        if self.ticket.waiting != Waiting.APPROVAL:
            return None
        asked = (
            Approval.objects.select_related("fix", "fix__told_client", "fix__by")
            .filter(ticket=self.ticket, ended_at=None)
            .first()
        )
        return asked if asked is not None and may_approve(self.ticket, self.person) else None

    @property
    def waits_for_another(self) -> bool:
        """Whether it waits for an approval that somebody else of the client gives."""
        return self.ticket.waiting == Waiting.APPROVAL and self.approval is None

    @property
    def keeps(self) -> str:
        return what_approving_keeps(self._promises, now=self.now)

    @cached_property
    def account_manager(self) -> Person | None:
        return managers_for([self.ticket.organisation]).named(self.ticket.organisation, at=self.now)

    @property
    def on_sending(self) -> str:
        """What a message will do, said beside the button that sends it."""
        if not self.ticket.is_open:
            return "It is resolved. A person reads what you write, and answers as promised for a first reply."
        if self.ticket.waiting == Waiting.ANSWER:
            return "We asked you something: your answer sets our clock going again."
        if self.approval is not None:
            return "A message alone approves nothing; the buttons above do."
        return ""


def what_approving_keeps(promises: list[Promise], *, now: datetime) -> str:
    """In one sentence, what becomes of the turnaround when the client approves."""
    turnaround = next((each for each in promises if each.clause == "turnaround" and each.is_owed), None)
    if turnaround is None:
        return ""
    fix = f"our fix in {turnaround.allowance}"
    if turnaround.state == State.BROKEN:
        return f"We broke our promise of {fix}; approving says that it is fixed now, late."
    inputs = inputs_of(turnaround)
    left = clock_seconds(inputs, turnaround.paused_at or now, turnaround.due_at)
    span = span_in_words(left) + ("" if inputs.allowance.is_elapsed else " of business hours")
    is_still = turnaround.paused_at is not None
    stands = f"Our clock stands still with {span} left" if is_still else f"{span} are left"
    return f"{stands}: approving keeps {fix}."
