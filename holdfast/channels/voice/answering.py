"""Somebody at the desk takes a call that waits: their telephone rings, and both are joined once they press a key."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import transaction

from holdfast.carriers.outbox import NOTHING_LEAVES
from holdfast.carriers.outcome import Result
from holdfast.carriers.twilio.account import Account
from holdfast.carriers.wires import twilio_account
from holdfast.channels.voice.addresses import hook
from holdfast.channels.voice.facts import AgentRung
from holdfast.channels.voice.hearing import Told, hear
from holdfast.channels.voice.line import language_of, the_line
from holdfast.channels.voice.models import Call, CallState
from holdfast.channels.voice.receiving import back_in_queue
from holdfast.channels.voice.twiml import RINGS_FOR, Answer
from holdfast.channels.voice.urgent import number_of
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person
from holdfast.tickets.models import Ticket

RINGS_AT_MOST: Final = timedelta(seconds=RINGS_FOR + 10)


def require_account() -> Account:
    if settings.ENV.nothing_leaves:
        raise Refused(NOTHING_LEAVES, code="no_provider")
    account = twilio_account()
    if account is None:
        raise Refused("No provider of calls is set (HOLDFAST_TWILIO_ACCOUNT).", code="no_provider")
    return account


def require_telephone(person: Person) -> str:
    number = number_of(person)
    if not number:
        raise Refused(
            "No telephone of yours is known. Enter one under On duty, My ways, or in your profile.",
            code="no_telephone",
        )
    return number


def answer_call(call: Call, *, ticket: Ticket | None, by: Person) -> Call:
    """Ring the telephone of whoever answers; with `ticket` the call is about that one.

    The provider is asked outside of any transaction. Refused: `no_provider`, `no_telephone`, `not_waiting`, `rings`.
    """
    require_may(by, Act.WORK_TICKETS)
    account, number = require_account(), require_telephone(by)
    call = _claim(call.pk, ticket, by)
    recorded = hook("recording") if the_line().records_calls else ""
    answer = Answer(language_of(call)).ring(
        number,
        ours=account.sends_from,
        action=hook("answered"),
        first=hook("whisper", call.pk, by.pk),
        recorded_at=recorded,
    )
    outcome = account.make(f"Calls/{call.provider_id}", {"Twiml": str(answer)})
    if outcome.result not in (Result.ACCEPTED, Result.UNKNOWN):
        Call.objects.filter(pk=call.pk, rung=by).update(rung=None, rung_at=None)
        raise Refused(f"The call can’t be joined: {outcome.reason}", code="not_joined")
    return call


@transaction.atomic
def _claim(key: int, ticket: Ticket | None, by: Person) -> Call:
    call = Call.objects.select_for_update(of=("self",)).select_related("rung").get(pk=key)
    now = clock.now()
    if call.provider_id is None or call.state >= CallState.TALKING:
        raise Refused("Nobody waits on this call any more.", code="not_waiting")
    if call.rung_at is not None and now - call.rung_at < RINGS_AT_MOST:
        raise Refused(f"The telephone of {call.rung} rings for it already.", code="rings")
    call.rung, call.rung_at = by, now
    if not call.is_urgent:  # that one has its own already; else whoever takes it now says what it is about
        call.ticket = ticket
    call.save(update_fields=["rung", "rung_at", "ticket"])
    record(AgentRung(call=call.pk, person=by.pk), by=by.actor, at=now)
    return call


@transaction.atomic
def end_or_wait_again(told: Told) -> Answer:
    """The telephone of whoever answered has ended: spoken, or the caller waits on."""
    attempt = told.said.get("DialCallSid", "")
    heard = hear(told, f"answered-{attempt}")
    call = heard.call
    if call.answered_at is not None:
        return Answer(language_of(call)).hang_up()
    if heard.is_new:
        call.rung_at = None
        call.save(update_fields=["rung_at"])
    return back_in_queue(call)
