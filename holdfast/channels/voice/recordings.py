"""Recordings: fetched from the provider by their name, kept among the files, removed after their time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from holdfast.carriers.outgoing.asking import Answer, AnswerLost, MayNotBeGiven, NotGiven
from holdfast.carriers.wires import twilio_account
from holdfast.channels.voice.facts import RecordingEnded, RecordingKept, RecordingLost
from holdfast.channels.voice.line import the_line
from holdfast.channels.voice.models import Call, CopyState, RecordingState
from holdfast.channels.voice.transcribing import transcribe
from holdfast.files.limits import LARGEST_FILE
from holdfast.files.storage import forget, store
from holdfast.kernel import clock, hints
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.facts import Fact, record

LOOP: Final = "calls"
IDLE: Final = 30.0
MOST_TRIES: Final = 8
_LEASE: Final = timedelta(minutes=5)
_FIRST_PAUSE: Final = timedelta(minutes=1)


def await_recording(call: Call, name: str) -> None:
    """A locked call has a recording of this name; a second one of it is not kept."""
    if call.recording_name:
        return
    call.recording_name, call.recording_state = name, RecordingState.AWAITED
    call.recording_next_at = clock.now()
    call.save(update_fields=["recording_name", "recording_state", "recording_next_at"])
    hints.wake(LOOP)


def run_once() -> float:
    """See to the one that is due first; returns the seconds until the next."""
    call = _claimed()
    if call is None:
        return IDLE
    if call.recording_state == RecordingState.KEPT:
        _remove(call.pk)
    else:
        _fetch(call)
    return 0.0


@transaction.atomic
def _claimed() -> Call | None:
    """The row is let go while the provider is asked; until then the lease keeps others away."""
    now = clock.now()
    due = Call.objects.select_for_update(skip_locked=True, of=("self",)).filter(recording_next_at__lte=now)
    call = due.order_by("recording_next_at", "pk").first()
    if call is not None and call.recording_state == RecordingState.AWAITED:
        call.recording_next_at = now + _LEASE
        call.recording_tries += 1
        call.save(update_fields=["recording_next_at", "recording_tries"])
    return call


def _fetch(call: Call) -> None:
    account = twilio_account()
    if account is None:
        return _put_off(call, "No provider of calls is set.")
    try:
        answer = account.recording(call.recording_name, most=LARGEST_FILE)
    except MayNotBeGiven as trouble:
        return _lose(call, str(trouble), RecordingState.FAILED)
    except (NotGiven, AnswerLost) as trouble:
        return _put_off(call, str(trouble))
    if not answer.is_good or answer.is_cut or not answer.body:
        return _put_off(
            call, f"The provider answered {answer.status}{', not whole' if answer.is_cut else ''}."
        )
    if len(answer.body) > LARGEST_FILE:
        return _lose(call, "It has more than 50 MB.", RecordingState.TOO_LARGE)
    _keep(call, answer)
    return transcribe(call, answer.body)


@transaction.atomic
def _keep(call: Call, answer: Answer) -> None:
    call, now = _locked(call.pk), clock.now()
    if call.recording_state != RecordingState.AWAITED:
        return
    call.recording = store(answer.body, at=now)
    line = the_line()
    days = line.keeps_recordings_for
    if not line.keeps_copies:
        call.copy_state, call.copy_next_at = CopyState.DUE, now
    _settle(
        call,
        RecordingState.KEPT,
        RecordingKept(call=call.pk, size=len(answer.body)),
        next_at=now + timedelta(days=days) if days is not None else None,
    )


def _put_off(call: Call, why: str) -> None:
    """Try it again, each time after twice as long; some two hours, and it is given up."""
    if call.recording_tries >= MOST_TRIES:
        return _lose(call, why, RecordingState.FAILED)
    pause = _FIRST_PAUSE * 2 ** (call.recording_tries - 1)
    Call.objects.filter(pk=call.pk, recording_state=RecordingState.AWAITED).update(
        recording_next_at=clock.now() + pause
    )
    return None


@transaction.atomic
def _lose(call: Call, why: str, state: RecordingState) -> None:
    call = _locked(call.pk)
    _settle(call, state, RecordingLost(call=call.pk, why=why))


@transaction.atomic
def _remove(key: int) -> None:
    """The sound goes, of which the row, the message and the trail stay."""
    call = _locked(key)
    kept = call.recording
    if call.recording_state != RecordingState.KEPT or kept is None:
        return
    call.recording = None
    _settle(call, RecordingState.ENDED, RecordingEnded(call=call.pk))
    forget(kept)


def _settle(call: Call, state: RecordingState, fact: Fact, *, next_at: datetime | None = None) -> None:
    call.recording_state, call.recording_next_at = state, next_at
    call.save(
        update_fields=["recording", "recording_state", "recording_next_at", "copy_state", "copy_next_at"]
    )
    record(fact, by=SYSTEM, at=clock.now())


def _locked(key: int) -> Call:
    return Call.objects.select_for_update(of=("self",)).select_related("recording").get(pk=key)
