"""Months of history for the demo world: every ticket is played through the real actions, on a clock that is set.

The events of all tickets are played in the order of their times; before each, the sweep and the sender catch up, so
that promises are kept, paused and broken as they would have been.
"""

from __future__ import annotations

import heapq
import itertools
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from holdfast.clients.actions.list_reviews import make_reviews_due
from holdfast.escalation.actions.answering import answer_climb
from holdfast.escalation.actions.climbing import climb_ladder
from holdfast.escalation.models import Climb
from holdfast.incidents.actions.attending import attend
from holdfast.kernel import clock
from holdfast.kernel.prepared import Prepared
from holdfast.kernel.refusal import Refused
from holdfast.notices.actions import sending
from holdfast.notices.models import Delivery, DeliveryState
from holdfast.people.models import Person
from holdfast.procedure.actions.answering import answer_approval
from holdfast.procedure.actions.approval import open_approval
from holdfast.procedure.actions.fixing import Watch, record_fix, solve_at_tier_1
from holdfast.procedure.actions.hand_over import hand_over, take_over
from holdfast.procedure.actions.verdict import give_verdict
from holdfast.project.demo.agreements import agreement_story
from holdfast.project.demo.articles import article_story
from holdfast.project.demo.calls import call_story
from holdfast.project.demo.chats import chat_story
from holdfast.project.demo.duty import duty_story
from holdfast.project.demo.interruptions import interruption_story
from holdfast.project.demo.joined import joined
from holdfast.project.demo.lists import list_story
from holdfast.project.demo.maintenance import maintenance_story
from holdfast.project.demo.monitors import monitor_story
from holdfast.project.demo.news import news_story
from holdfast.project.demo.stories import AUTOMATIC, STORIES, Story
from holdfast.project.demo.world import World
from holdfast.promises.actions.sweeping import sweep
from holdfast.promises.models import Promise
from holdfast.tickets.actions.assignment import assign_ticket
from holdfast.tickets.actions.messages import Said, receive_message, send_message
from holdfast.tickets.actions.opening import Opening, open_ticket
from holdfast.tickets.actions.priority import confirm_priority
from holdfast.tickets.models import Channel, Stage, Ticket

ENDINGS = (
    *("resolved",) * 23,
    *("tier 1 resolved",) * 7,
    *("approval",) * 5,
    *("qa",) * 4,
    *("engineering",) * 6,
    *("question",) * 4,
    *("tier 1",) * 3,
    *("prioritised",) * 2,
    *("acknowledged",) * 2,
    *("machine",) * 2,
    *("escalated",) * 2,
)
"""How far each of the sixty tickets has come; of machine mail nobody is told, so it stays New until a person judges it."""
TELL_EVERY = 4.0
"""Seconds between words about how far it is."""

ATTEND_EVERY = timedelta(minutes=20)
"""How often maintenance is looked at, at most: what the clock brings to it is not owed to the second."""

Step = Callable[[], object]

_has_due_promise = Prepared(lambda at: Promise.objects.filter(next_at__lte=at)[:1], datetime)
_due_deliveries = Prepared(
    lambda at: Delivery.objects.filter(state=DeliveryState.WAITING, due_at__lte=at), datetime
)
_climbs_after = Prepared(
    lambda seen: Climb.objects.filter(pk__gt=seen).select_related("person").order_by("pk"), int
)


@dataclass
class Play:
    """All tickets being played, and what is still to come."""

    world: World
    random: Random
    coming: list[tuple[datetime, int, Step]] = field(default_factory=list)
    order: itertools.count[int] = field(default_factory=itertools.count)
    seen: int = 0
    day: date | None = None
    attended_at: datetime | None = None
    at: datetime = field(init=False)
    tell: Callable[[str], None] = lambda _: None
    _told: float = field(default_factory=time.monotonic)

    def later(self, at: datetime, step: Step) -> None:
        heapq.heappush(self.coming, (at, next(self.order), step))

    def run(self, until: datetime) -> None:
        """Play everything that comes before the instant; what would come later has not happened yet."""
        while self.coming and self.coming[0][0] < until:
            at, _, step = heapq.heappop(self.coming)
            self.catch_up(at)
            step()
            self.let_levels_answer()
            self.say_how_far(at)
        self.catch_up(until)

    def catch_up(self, at: datetime) -> None:
        """Set the clock, and let the sweep and the sender do all that is due; where nothing is, only ask."""
        self.at = at
        clock.set_for_test(at)
        if at.date() != self.day:
            self.day = at.date()
            make_reviews_due()
        if self.attended_at is None or at >= self.attended_at + ATTEND_EVERY:
            self.attended_at = at
            attend()
        while _has_due_promise.one(at):
            sweep("demo")
        channels = {each.channel for each in _due_deliveries(at)}
        while "mail" in channels and sending.run_once(worker="demo") == 0:
            pass
        while channels - {"mail"} and sending.send_posts_once(worker="demo") == 0:
            pass

    def say_how_far(self, at: datetime) -> None:
        """Now and then, for whoever waits."""
        if time.monotonic() - self._told >= TELL_EVERY:
            self._told = time.monotonic()
            self.tell(f"  {Ticket.objects.count()} tickets are opened; it is {at:%-d %B} there.")

    def let_levels_answer(self) -> None:
        """Most of those on the ladder write within the hour that they have."""
        for climb in _climbs_after(self.seen):
            self.seen = climb.pk
            if climb.person is not None and self.random.random() < 0.85:
                minutes = self.random.uniform(12, 45)
                self.later(climb.at + timedelta(minutes=minutes), self._answer(climb))

    def _answer(self, climb: Climb) -> Step:
        def answer() -> None:
            person = climb.person
            if person is not None and Ticket.objects.get(pk=climb.ticket_id).is_open:
                text = "I have looked into this myself. The people on it have what they need, and you hear from me again."
                answer_climb(Climb.objects.get(pk=climb.pk), text=text, by=person)

        return answer


def play_history(
    world: World,
    *,
    until: datetime,
    endings: Sequence[str] = ENDINGS,
    tell: Callable[[str], None] = lambda _: None,
) -> None:
    """A ticket for each ending, as shipped sixty in every stage, the oldest four months old; and what else happens."""
    play = Play(world, Random(20260309), tell=tell)  # noqa: S311  (a demo, not a secret)
    for told in (
        article_story,
        agreement_story,
        list_story,
        maintenance_story,
        interruption_story,
        monitor_story,
        duty_story,
        news_story,
        call_story,
        chat_story,
    ):
        for at, step in told(world, until=until):
            play.later(at, step)
    requesters = [person for person in world.persons.values() if not person.is_vendor]
    for number, ending in enumerate(endings):
        story = AUTOMATIC if ending == "machine" else STORIES[number % len(STORIES)]
        age = _age(play.random, ending, story.priority)
        requester = requesters[number * 7 % len(requesters)]
        Script(play, story, requester, ending, until - age).begin()
    with joined():
        play.run(until)


def _age(random: Random, ending: str, priority: int) -> timedelta:
    if "resolved" in ending:
        return timedelta(hours=random.uniform(30, 24 * 120))
    if ending in ("acknowledged", "prioritised", "machine"):
        return timedelta(minutes=random.uniform(15, 55))
    longest = {1: 3.5, 2: 20, 3: 60, 4: 70}[priority]
    return timedelta(hours=random.uniform(longest / 4, longest))


@dataclass
class Script:
    """The life of one ticket, step by step; each step says when the next one comes."""

    play: Play
    story: Story
    requester: Person
    ending: str
    opens_at: datetime
    number: int = 0
    rejected: bool = False

    def begin(self) -> None:
        self.play.later(self.opens_at, self.open)

    def after(self, low: float, high: float, step: Step) -> None:
        """The next step, so many minutes on; urgent tickets move faster."""
        pace = {1: 0.25, 2: 1.0, 3: 3.0, 4: 3.0}[self.story.priority]
        minutes = self.play.random.uniform(low, high) * pace
        self.play.later(self.play.at + timedelta(minutes=minutes), self.guarded(step))

    def guarded(self, step: Step) -> Step:
        """A step that the rules refuse by now (a reply resumed it, somebody else was faster) is left out."""

        def go() -> None:
            try:
                with joined():
                    step()
            except Refused:
                return

        return go

    @property
    def ticket(self) -> Ticket:
        return Ticket.objects.get(pk=self.number)

    def one_of(self, *keys: str) -> Person:
        return self.play.world.persons[self.play.random.choice(keys)]

    def open(self) -> None:
        contact = self.requester.contact
        is_machine = self.ending == "machine"
        channel = self.play.random.choice(
            [Channel.MAIL]
            if is_machine
            else [Channel.MAIL, Channel.MAIL, Channel.PORTAL, Channel.FORM, Channel.PHONE]
        )
        ticket = open_ticket(
            Opening(
                requester=self.requester,
                subject=self.story.subject,
                said=Said(text=self.story.words, author=self.requester, is_machine=is_machine),
                channel=channel,
                is_machine=is_machine,
                organisation=contact.organisation,
                product=self.play.world.products[self.story.product],
            ),
            by=self.requester.actor,
        )
        self.number = ticket.pk
        if self.ending not in ("acknowledged", "machine"):
            self.after(3, 14, self.confirm)

    def confirm(self) -> None:
        agent = self.one_of("tobin", "saoirse", "ana", "hollis")
        confirm_priority(self.ticket, priority=self.story.priority, by=agent)
        if self.ending == "prioritised":
            return
        assign_ticket(self.ticket, to=agent, by=agent)
        name = self.requester.name.split()[0]
        text = f"Thank you, {name}. I can see it too, and I am looking into it now."
        send_message(self.ticket, Said(text=text, author=agent), by=agent)
        if self.ending == "question":
            self.after(10, 60, self.ask)
        elif self.ending == "tier 1 resolved":
            self.after(40, 200, self.solve)
        elif self.ending == "escalated":
            self.after(60, 200, self.escalate)
        elif self.ending != "tier 1":
            self.after(10, 60, self.give_to_engineering)

    def ask(self) -> None:
        agent = self.ticket.assignee or self.one_of("tobin")
        text = "Could you tell us which browser your people use, and send a picture of what they see?"
        send_message(self.ticket, Said(text=text, author=agent), asks=True, by=agent)

    def escalate(self) -> None:
        climb_ladder(self.ticket, words="We have waited for half a day now.", by=self.requester)

    def give_to_engineering(self) -> None:
        lead = self.one_of("kaveh", "bea", "sunniva", "dov")
        agent = self.ticket.assignee or self.one_of("tobin")
        hand_over(self.ticket, to=lead, words="I can repeat it; it is in the product itself.", by=agent)
        self.after(4, 12, lambda: self.take(lead))

    def take(self, lead: Person) -> None:
        taken = self.ticket.hand_overs.latest("pk")
        take_over(taken, by=lead)
        if self.ending != "engineering":
            self.after(60, 240, lambda: self.fix(lead))

    def fix(self, lead: Person) -> None:
        record_fix(
            self.ticket,
            cause=self.story.cause,
            solution=self.story.fix,
            prevention="A test now holds what had broken.",
            tell_client="The cause is found and a fix is made. Our QA is checking it; you hear from us next.",
            tell_colleagues=f"Cause: {self.story.cause} Fix: {self.story.fix}",
            watching=Watch(
                what="The error rate of this part", person=lead, until=clock.now() + timedelta(days=3)
            ),
            by=lead,
        )
        if self.ending != "qa":
            self.after(20, 90, lambda: self.judge(lead))

    def judge(self, lead: Person) -> None:
        qa = self.one_of("mirela", "rafe")
        if not self.rejected and self.play.random.random() < 0.25:
            self.rejected = True
            reason = "A transferred case still shows it."
            give_verdict(self.ticket, is_approved=False, reason=reason, by=qa)
            self.after(30, 120, lambda: self.fix(lead))
            return
        give_verdict(self.ticket, is_approved=True, reason="", by=qa)
        if self.ending in ("resolved", "tier 1 resolved"):
            self.after(30, 400, self.approve)

    def solve(self) -> None:
        agent = self.ticket.assignee or self.one_of("tobin")
        solve_at_tier_1(
            self.ticket,
            cause=self.story.cause,
            solution=self.story.fix,
            tell_client=f"This is done: {self.story.fix}",
            by=agent,
        )
        self.after(60, 600, self.approve)

    def approve(self) -> None:
        ticket = self.ticket
        if ticket.stage == Stage.QA:
            self.rejected = True  # tier 1's own solution passes at the first look
            self.judge(self.one_of("kaveh"))
            return
        approval = open_approval(ticket.pk)
        if approval is None:
            return
        said = Said(text="Thank you, that helps.", author=self.requester)
        if self.play.random.random() < 0.2:
            receive_message(
                ticket, said, channel=Channel.MAIL, reached_at=clock.now(), by=self.requester.actor
            )
        answer_approval(approval, person=self._approver(ticket), is_approved=True, words="", via="portal")

    def _approver(self, ticket: Ticket) -> Person:
        from holdfast.procedure.approvers import client_approvers

        return client_approvers(ticket)[0]
