"""Click to call: the telephone of whoever calls rings first, and with a key pressed the client's."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from holdfast.carriers.outcome import Result
from holdfast.channels.voice import phrases
from holdfast.channels.voice.addresses import hook
from holdfast.channels.voice.answering import RINGS_AT_MOST, require_account, require_telephone
from holdfast.channels.voice.ending import end, settle_held
from holdfast.channels.voice.facts import AgentRung
from holdfast.channels.voice.hearing import Told, hear
from holdfast.channels.voice.line import language_of, the_line
from holdfast.channels.voice.models import Call, CallState, Direction
from holdfast.channels.voice.twiml import RINGS_FOR, Answer
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person
from holdfast.people.numbers import readable
from holdfast.tickets.models import Ticket


def call_client(number: str, *, person: Person | None, ticket: Ticket | None, by: Person) -> Call:
    """Have the provider ring `by`, then the number (E.164).

    Refused: `no_provider`, `no_telephone`, `no_number`, `not_made`; `rings` while theirs does for that number already.
    The provider is asked outside of any transaction, and at most once.
    """
    require_may(by, Act.WORK_TICKETS)
    account, own = require_account(), require_telephone(by)
    if not number:
        raise Refused("No telephone number is known.", code="no_number")
    call = _made(number, account.sends_from, person, ticket, by)
    words = phrases.spoken(by.language, phrases.YOU_CALL, who=str(person or readable(number)))
    asked = Answer(by.language).pause(1).ask_for_key(hook("dial", call.pk), words, within=8).hang_up()
    outcome = account.make(
        "Calls",
        {
            "To": own,
            "From": account.sends_from,
            "Twiml": str(asked),
            "Timeout": str(RINGS_FOR),
            "StatusCallback": hook("own-status", call.pk),
        },
    )
    if outcome.result not in (Result.ACCEPTED, Result.UNKNOWN):
        with transaction.atomic():
            end(Call.objects.select_for_update(of=("self",)).get(pk=call.pk), at=clock.now())
        raise Refused(f"The call can’t be made: {outcome.reason}", code="not_made")
    return call


@transaction.atomic
def _made(number: str, ours: str, person: Person | None, ticket: Ticket | None, by: Person) -> Call:
    by = Person.objects.select_for_update(of=("self",)).get(pk=by.pk)  # of a double press one is second
    now = clock.now()
    since = now - RINGS_AT_MOST
    rung = Call.objects.filter(direction=Direction.OUT, called=number, rung=by, rung_at__gt=since)
    if rung.filter(state__lt=CallState.TALKING).exists():
        raise Refused("Your telephone rings for it already.", code="rings")
    call = Call.objects.create(
        direction=Direction.OUT,
        caller=ours,
        called=number,
        person=person,
        ticket=ticket,
        began_at=now,
        rung=by,
        rung_at=now,
    )
    record(AgentRung(call=call.pk, person=by.pk), by=by.actor, at=now)
    return call


@transaction.atomic
def dial(told: Told, key: int) -> Answer:
    """One of ours is there, and pressed a key: ring the client."""
    call = hear(told, "dial", key=key).call
    recorded = hook("recording") if the_line().records_calls else ""
    language = call.rung.language if call.rung else "en"
    return Answer(language).ring(
        call.called,
        ours=call.caller,
        action=hook("dialled", call.pk),
        first=hook("announcement", call.pk) if recorded else "",
        recorded_at=recorded,
    )


@transaction.atomic
def announce(told: Told, key: int) -> Answer:
    """Whoever we called hears, before both are joined, that it may be recorded."""
    language = language_of(hear(told, "announcement", key=key).call)
    return Answer(language).say(phrases.spoken(language, phrases.RECORDED))


@transaction.atomic
def hang_up_after(told: Told, key: int) -> Answer:
    """The client's telephone has ended: spoken for so long, or nobody took it."""
    heard = hear(told, "dialled", key=key)
    call = heard.call
    seconds = told.seconds("DialCallDuration") or 0
    if heard.is_new and told.said.get("DialCallStatus") in ("completed", "answered") and seconds:
        was_over = call.state == CallState.ENDED
        call.answered_at, call.answered_by = heard.at - timedelta(seconds=seconds), call.rung
        call.save(update_fields=["answered_at", "answered_by"])
        if was_over:  # its end was told first
            settle_held(call, at=heard.at, spoken=seconds)
        else:
            end(call, at=heard.at, spoken=seconds)
    return Answer().hang_up()
