"""The line for Priority 1: a ticket at once, and the telephones of those on duty, level after level."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from holdfast.carriers.wires import SMS, VOICE, twilio_account
from holdfast.channels.voice import phrases
from holdfast.channels.voice.addresses import hook
from holdfast.channels.voice.facts import AgentRung
from holdfast.channels.voice.hearing import Told, hear, move
from holdfast.channels.voice.line import language_of, the_line
from holdfast.channels.voice.missing import open_for
from holdfast.channels.voice.models import Call, CallState
from holdfast.channels.voice.paging import page_for
from holdfast.channels.voice.twiml import Answer
from holdfast.duty.models import Rota
from holdfast.duty.reading import standings
from holdfast.duty.ways import ways_of
from holdfast.kernel import clock
from holdfast.kernel.actor import SYSTEM, Actor
from holdfast.kernel.facts import record
from holdfast.people.models import Person
from holdfast.people.numbers import readable
from holdfast.tickets.actions.assignment import assign_ticket


def open_at_once(call: Call) -> None:
    """A locked call on this line is a ticket of Priority 1 before anybody answers."""
    if call.ticket is None:
        who = readable(call.caller)
        subject = f"Priority 1 call from {call.person or who}"
        open_for(
            call,
            subject=subject,
            words=f"Called on the line for Priority 1, from {who}.",
            at=clock.now(),
            priority=1,
        )


def ring_next(call: Call, answer: Answer, *, after: int, is_new: bool) -> Answer | None:
    """Ring whoever is on duty at the next level; nobody is left: those who can be called are paged, and None comes.

    What is told again is answered alike; it takes the call from nobody whose telephone rings by now, and pages nobody.
    """
    account = twilio_account()
    found = _next_on_duty(call, after)
    if found is None or account is None:
        if is_new:
            page_for(call)
        return None
    level, person, number = found
    if is_new:
        note_rung(call, person, by=SYSTEM)
    return answer.say(phrases.spoken(language_of(call), phrases.CONNECTING)).ring(
        number,
        ours=account.sends_from,
        action=hook("duty", level),
        first=hook("whisper", call.pk, person.pk),
        recorded_at=hook("recording") if the_line().records_calls else "",
    )


def note_rung(call: Call, person: Person, *, by: Actor) -> None:
    """Of a locked call: whose telephone rings for it; told again it is no news."""
    if call.rung_id != person.pk and call.state < CallState.TALKING:
        call.rung, call.rung_at = person, clock.now()
        call.save(update_fields=["rung", "rung_at"])
        record(AgentRung(call=call.pk, person=person.pk), by=by, at=call.rung_at)


@transaction.atomic
def go_on(told: Told, level: int) -> Answer:
    """The telephone of that level has ended: spoken, or nobody took it and the next one rings."""
    heard = hear(told, f"duty-{level}")
    call = heard.call
    language = language_of(call)
    answer = Answer(language)
    if call.answered_at is not None:
        return answer.hang_up()
    words = phrases.spoken(language, phrases.NOBODY_TOOK_IT)
    rung = ring_next(call, answer, after=level, is_new=heard.is_new)
    return rung or answer.say(words).record(hook("left"), told_at=hook("recording"))


@transaction.atomic
def whisper(told: Told, key: int, person: int) -> Answer:
    """Whoever was rung hears, alone, who calls; without a key the caller is not joined with a mailbox."""
    call = hear(told, f"whisper-{person}", key=key).call
    rung = Person.objects.staff().filter(pk=person).first()
    language = rung.language if rung else "en"
    phrase = phrases.AN_URGENT_CALL if call.is_urgent else phrases.A_CALL
    words = phrases.spoken(language, phrase, who=str(call.person or readable(call.caller)))
    return Answer(language).pause(1).ask_for_key(hook("take", key, person), words, within=8).hang_up()


@transaction.atomic
def take(told: Told, key: int, person: int) -> Answer:
    """A key was pressed: this person speaks with the caller from now on, and has the ticket.

    An empty answer joins both. Whoever pressed after another took it, or after another was rung in their place, is
    told so and hung up: of two at the same instant the lock of the row has one first.
    """
    heard = hear(told, f"take-{person}-{told.leg}", key=key)
    call, by = heard.call, Person.objects.staff().filter(pk=person).first()
    if by is None or not told.said.get("Digits"):
        return Answer().hang_up()
    if heard.is_new and call.state < CallState.TALKING and call.rung_id in (None, by.pk):
        _take(call, by, at=heard.at)
    if call.answered_by_id == by.pk and call.state == CallState.TALKING:
        return Answer()
    return Answer(by.language).say(phrases.spoken(by.language, phrases.TAKEN)).hang_up()


def _take(call: Call, by: Person, *, at: datetime) -> None:
    call.answered_by = by
    call.save(update_fields=["answered_by"])
    move(call, CallState.TALKING, at=at)
    if call.ticket is not None and call.ticket.is_open and call.ticket.assignee_id is None:
        assign_ticket(call.ticket, to=by, by=by)


def _next_on_duty(call: Call, after: int) -> tuple[int, Person, str] | None:
    """The next level of the team's ladder, else of the one that takes the rest, where somebody can be called."""
    rotas = list(Rota.objects.filter(level__gt=after).order_by("level", "pk"))
    own = [each for each in rotas if each.team_id == call.team_id]
    now = clock.now()
    for each in standings(own or [each for each in rotas if each.takes_rest] or rotas, since=now):
        person = Person.objects.staff().filter(pk=each.on_duty(now) or 0).first()
        if person is not None and (number := number_of(person)):
            return each.rota.level, person, number
    return None


def number_of(person: Person) -> str:
    """The telephone of one of ours: of the ways in which they are paged, else of their profile."""
    ways = dict(reversed(ways_of([person])[person.pk]))
    return ways.get(VOICE) or ways.get(SMS) or person.number
