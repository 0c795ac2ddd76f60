"""The provider's copy of a recording: removed there once it is kept here, and is what was kept."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Final

from django.db import transaction

from holdfast.carriers.outcome import Result
from holdfast.carriers.wires import twilio_account
from holdfast.channels.voice.facts import CopyRemoved, CopyStays
from holdfast.channels.voice.models import Call, CopyState
from holdfast.files.storage import read
from holdfast.kernel import clock
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.facts import Fact, record

IDLE: Final = 30.0
MOST_TRIES: Final = 8
_LEASE: Final = timedelta(minutes=5)
_FIRST_PAUSE: Final = timedelta(minutes=1)


def run_once() -> float:
    """Ask for the removal that is due first; returns the seconds until the next."""
    call = _claimed()
    if call is None:
        return IDLE
    if not _is_whole_here(call):
        _settle(
            call, CopyState.STAYS, CopyStays(call=call.pk, why="What is kept here can’t be read, or differs.")
        )
        return 0.0
    account = twilio_account()
    if account is None:
        _put_off(call, "No provider of calls is set.")
        return 0.0
    outcome = account.remove_recording(call.recording_name)
    if outcome.result == Result.ACCEPTED:
        _settle(call, CopyState.REMOVED, CopyRemoved(call=call.pk))
    else:
        _put_off(call, outcome.reason)
    return 0.0


@transaction.atomic
def _claimed() -> Call | None:
    """The row is let go while the provider is asked; until then the lease keeps others away."""
    now = clock.now()
    due = Call.objects.select_for_update(skip_locked=True, of=("self",)).filter(copy_next_at__lte=now)
    call = due.order_by("copy_next_at", "pk").first()
    if call is not None:
        call.copy_next_at, call.copy_tries = now + _LEASE, call.copy_tries + 1
        call.save(update_fields=["copy_next_at", "copy_tries"])
    return call


def _is_whole_here(call: Call) -> bool:
    """Whether the bytes on our disk are those that came; one that was removed after its time is wanted nowhere."""
    if call.recording_id is None:
        return True
    try:
        return hashlib.sha256(read(call.recording_id)).hexdigest() == call.recording_id
    except OSError:
        return False


def _put_off(call: Call, why: str) -> None:
    """Try it again, each time after twice as long; some two hours, and a person must look."""
    if call.copy_tries >= MOST_TRIES:
        return _settle(call, CopyState.STAYS, CopyStays(call=call.pk, why=why))
    pause = _FIRST_PAUSE * 2 ** (call.copy_tries - 1)
    Call.objects.filter(pk=call.pk, copy_state=CopyState.DUE).update(copy_next_at=clock.now() + pause)
    return None


@transaction.atomic
def _settle(call: Call, state: CopyState, fact: Fact) -> None:
    Call.objects.filter(pk=call.pk).update(copy_state=state, copy_next_at=None)
    record(fact, by=SYSTEM, at=clock.now())
