"""Climb the ladder: a client or an agent by hand (D2), a broken promise on its own (D3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from holdfast.escalation import rules
from holdfast.escalation.actions.telling import Ascent, tell_levels
from holdfast.escalation.ladder import ladder_of, ladders_of
from holdfast.escalation.models import Climb
from holdfast.kernel import clock
from holdfast.kernel.actor import POLICY
from holdfast.kernel.refusal import Refused
from holdfast.people.models import Person
from holdfast.tickets.access import is_participant
from holdfast.tickets.actions.messages import Said, receive_message
from holdfast.tickets.models import Channel, Ticket
from holdfast.tickets.rules import LONGEST_MESSAGE, require_answerable, require_words


@transaction.atomic
def climb_ladder(ticket: Ticket, *, words: str = "", level: int | None = None, by: Person) -> Climb:
    """Tell the next level at once; the words of a client go on the ticket as a message of theirs too.

    `level` is the one that the page offered to tell: when it was told meanwhile, nothing climbs further, and
    the newest step is returned, so that a form sent twice climbs once. At the top the top is told again, once
    the time in which it answers has passed. Refused: `forbidden`, `resolved`, `merged`, `at_the_top`;
    `words_missing` for an agent.
    """
    takes_part = is_participant(ticket, by)
    rules.require_may_climb(by, takes_part=takes_part)
    words = _words(words, of_client=takes_part)
    ticket = Ticket.objects.locked(ticket.pk)
    require_answerable(ticket)
    at = clock.now()
    newest = newest_climbs([ticket]).get(ticket.pk)
    ladder = ladder_of(ticket, at=at)
    way = rules.way_up(ladder.levels, reached=ticket.level)
    if newest is not None and level is not None and _was_told(newest, level, way, at=at):
        return newest
    if way.is_repeated:
        until = newest.answer_until if newest is not None and newest.level == way.to.number else None
        rules.require_top_had_its_time(title=way.to.title, told_until=until, at=at, by=by)
    if takes_part and words:
        receive_message(
            ticket, Said(text=words, author=by), channel=Channel.PORTAL, reached_at=at, by=by.actor
        )
        ticket = Ticket.objects.locked(ticket.pk)
    ascent = Ascent(
        ticket=ticket, ladder=ladder, way=way, words=words, by=by.actor, by_person=by, by_client=takes_part
    )
    return tell_levels([ascent], by=by.actor, at=at)[0]


@dataclass(frozen=True, kw_only=True)
class AutomaticClimb:
    """A promise about a locked ticket broke, and its clause climbs; `cause` is the clause's title."""

    ticket: Ticket
    cause: str


def climb_automatically(breaches: Iterable[AutomaticClimb], *, at: datetime) -> list[Climb]:
    """Climb one level on each of these locked tickets, however many promises broke; returns the steps made.

    At most one level within the answer time of the newest one told; at the top it repeats to the top and to
    the managers. Runs inside the sweep's transaction; its queries do not grow with the number of tickets.
    """
    causes: dict[int, list[str]] = {}
    tickets: dict[int, Ticket] = {}
    for breach in breaches:
        if breach.ticket.is_open:
            tickets[breach.ticket.pk] = breach.ticket
            told = causes.setdefault(breach.ticket.pk, [])
            if breach.cause not in told:
                told.append(breach.cause)
    newest = newest_climbs(list(tickets.values())) if tickets else {}
    going = [
        ticket
        for key, ticket in sorted(tickets.items())
        if rules.may_climb_alone(told_until=newest[key].answer_until if key in newest else None, at=at)
    ]
    if not going:
        return []
    ladders = ladders_of(going, at=at)
    ascents = [
        Ascent(
            ticket=ticket,
            ladder=ladders[ticket.pk],
            way=rules.way_up(ladders[ticket.pk].levels, reached=ticket.level),
            words=", ".join(causes[ticket.pk]),
            by=POLICY,
        )
        for ticket in going
    ]
    return tell_levels(ascents, by=POLICY, at=at)


def newest_climbs(tickets: Sequence[Ticket]) -> dict[int, Climb]:
    """The newest step in the present cycle of each of these tickets that has one."""
    rows = (
        Climb.objects.filter(ticket__in=[ticket.pk for ticket in tickets])
        .select_related("person")
        .order_by("ticket", "-id")
        .distinct("ticket")
    )
    cycles = {ticket.pk: ticket.cycle for ticket in tickets}
    return {climb.ticket_id: climb for climb in rows if climb.cycle == cycles[climb.ticket_id]}


def _was_told(newest: Climb, level: int, way: rules.Way, *, at: datetime) -> bool:
    """Whether the level that the page offered has been told since; of the top only while it has time to
    answer.
    """
    if newest.level < level:
        return False
    return not way.is_repeated or at < newest.answer_until


def _words(words: str, *, of_client: bool) -> str:
    """An agent says why; a client may, but need not: climbing is their right."""
    if not of_client:
        return require_words(words, of="Why it is escalated", field="words")
    if len(words) > LONGEST_MESSAGE:
        raise Refused(f"This is longer than {LONGEST_MESSAGE:,} characters.", code="too_long", field="words")
    return words.strip()
