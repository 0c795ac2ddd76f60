"""What the provider tells of a call: kept once, whatever the order; a call only ever moves on (T88)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from django.db import IntegrityError, transaction

from holdfast.channels.voice.callers import only_one_with
from holdfast.channels.voice.facts import CallCame, CallMoved
from holdfast.channels.voice.models import Call, CallEvent, CallState, Direction
from holdfast.kernel import clock
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.facts import record
from holdfast.kernel.text import one_line

_NUMBER: Final = re.compile(r"\+[1-9][0-9]{6,14}")
_NAME: Final = re.compile(r"CA[0-9a-f]{32}")
_KEPT: Final = frozenset(
    {
        *("CallStatus", "SequenceNumber", "Timestamp", "Direction", "From", "To", "Digits", "StirVerstat"),
        *("QueueResult", "QueueTime", "DialCallStatus", "DialCallDuration", "CallDuration"),
        *("RecordingSid", "RecordingStatus", "RecordingDuration", "RecordingStartTime", "RecordingSource"),
    }
)
"""What of a form is kept with its event; where a recording lies is not, for it is never asked for (T52)."""
OLDEST: Final = timedelta(days=2)


@dataclass(frozen=True)
class Told:
    """One form as the provider posted it; its signature was proven."""

    said: Mapping[str, str]

    @property
    def call(self) -> str:
        """The provider's name of the call: of a leg that it rang for another one, that other one's."""
        name = self.said.get("ParentCallSid") or self.said.get("CallSid", "")
        return name if _NAME.fullmatch(name) else ""

    @property
    def leg(self) -> str:
        """The provider's name of the leg that it tells of, which may be the call itself."""
        return self.said.get("CallSid", "")[:40]

    @property
    def is_of_other_leg(self) -> bool:
        """Whether it tells of a telephone that was rung for the call, and not of the call."""
        return bool(self.said.get("ParentCallSid"))

    def number(self, name: str) -> str:
        """A number in E.164; empty where it is withheld, or an address of SIP."""
        found = self.said.get(name, "").strip()
        return found if _NUMBER.fullmatch(found) else ""

    def seconds(self, name: str) -> int | None:
        found = self.said.get(name, "")
        return int(found) if found.isascii() and found.isdigit() and len(found) < 7 else None

    @property
    def at(self) -> datetime:
        """When it happened; where that is not said, or can't be, when we hear of it."""
        now = clock.now()
        try:
            told = parsedate_to_datetime(self.said.get("Timestamp", ""))
        except (TypeError, ValueError):
            return now
        is_sane = told.tzinfo is not None and now - OLDEST < told <= now
        return told if is_sane else now


@dataclass(frozen=True)
class Heard:
    """The call, locked in the caller's transaction, and whether this was news."""

    call: Call
    is_new: bool
    at: datetime


class NoSuchCall(Exception):
    """The form names no call."""


def hear(told: Told, name: str, *, key: int | None = None) -> Heard:
    """Keep the event under its name, which is the same when it is told again; the call's row is made with the first.

    `key` is ours of a call that we had made, whose name at the provider comes with its first event.
    """
    call = _locked(told, key)
    _keep_check(call, told)
    kept = {each: one_line(value, limit=200) for each, value in told.said.items() if each in _KEPT}
    at = told.at
    _, is_new = CallEvent.objects.get_or_create(
        call=call, name=one_line(name, limit=120), defaults={"at": at, "heard_at": clock.now(), "said": kept}
    )
    if is_new and at < call.began_at and call.answered_at is None:
        call.began_at = at
        call.save(update_fields=["began_at"])
    return Heard(call, is_new, at)


def _keep_check(call: Call, told: Told) -> None:
    """What the networks say of the caller's number stands with the call's own events; of a leg's it is not theirs."""
    check = one_line(told.said.get("StirVerstat", ""), limit=40)
    if check and not call.number_check and call.direction == Direction.IN and not told.is_of_other_leg:
        call.number_check = check
        call.save(update_fields=["number_check"])


def move(call: Call, state: CallState, *, at: datetime) -> bool:
    """Move a locked call on; what comes too late moves nothing back."""
    if state <= call.state:
        return False
    call.state = state
    if state == CallState.WAITING and call.queued_at is None:
        call.queued_at = at
    if state == CallState.TALKING and call.answered_at is None:
        call.answered_at = at
    if state == CallState.ENDED and call.ended_at is None:
        call.ended_at = max(at, call.answered_at or at)
    call.save(update_fields=["state", "queued_at", "answered_at", "ended_at"])
    record(CallMoved(call=call.pk, state=state), by=SYSTEM, at=clock.now())
    return True


def _locked(told: Told, key: int | None) -> Call:
    rows = Call.objects.select_for_update(of=("self",))
    if key is not None:
        if (made := rows.filter(pk=key).first()) is None:
            raise NoSuchCall
        if made.provider_id is None and told.call:
            made.provider_id = told.call
            made.save(update_fields=["provider_id"])
        return made
    if not told.call:
        raise NoSuchCall
    if told.said.get("Direction", "").startswith("outbound") and not told.said.get("ParentCallSid"):
        raise NoSuchCall  # one that we made is named by its key
    if (known := rows.filter(provider_id=told.call).first()) is not None:
        return known
    try:
        with transaction.atomic():
            return _come(told)
    except IntegrityError:  # another event of it came first
        return rows.get(provider_id=told.call)


def _come(told: Told) -> Call:
    caller, at = told.number("From"), told.at
    call = Call.objects.create(
        provider_id=told.call,
        direction=Direction.IN,
        caller=caller,
        called=told.number("To"),
        person=only_one_with(caller),
        began_at=at,
    )
    record(CallCame(call=call.pk, caller=caller), by=SYSTEM, at=clock.now())
    return call
