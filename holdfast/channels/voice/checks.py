"""What `holdfast check` says of calls."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.conf import settings

from holdfast.carriers.wires import twilio_account
from holdfast.channels.voice.models import Call, CopyState, MenuEntry, RecordingState
from holdfast.channels.voice.urgent import number_of
from holdfast.duty.models import Rota
from holdfast.duty.queries import on_duty_now
from holdfast.kernel import clock
from holdfast.kernel.finding import Finding

_LATELY: Final = timedelta(days=7)


def check_calls() -> Finding:
    """Whether calls can come in, the line for Priority 1 rings somebody, and recordings are fetched."""
    if twilio_account() is None:
        return Finding(True, "none come in; no provider is set (HOLDFAST_TWILIO_ACCOUNT).")
    if not settings.SITE_URL.lower().startswith("https:"):
        return Finding(False, "the provider must reach HOLDFAST_URL from outside, with https.")
    troubles = [*_of_the_urgent_line(), *_of_recordings()]
    if troubles:
        return Finding(False, " ".join(troubles))
    return Finding(True, f"they come in at {settings.SITE_URL}/hooks/voice/incoming/.")


def _of_the_urgent_line() -> list[str]:
    if not MenuEntry.objects.filter(is_urgent=True).exists():
        return []
    if not Rota.objects.exists():
        return ["There is a line for Priority 1, and no rota says who is on duty."]
    now = [person for _, person in on_duty_now(at=clock.now()) if person is not None]
    if any(number_of(person) for person in now):
        return []
    return ["There is a line for Priority 1, and nobody who is on duty now has a telephone."]


def _of_recordings() -> list[str]:
    lost = Call.objects.filter(
        recording_state=RecordingState.FAILED, began_at__gt=clock.now() - _LATELY
    ).count()
    told = "A recording" if lost == 1 else f"{lost} recordings"
    stay = Call.objects.filter(copy_state=CopyState.STAYS, began_at__gt=clock.now() - _LATELY).count()
    copies = "The copy of a recording" if stay == 1 else f"The copies of {stay} recordings"
    return [
        *([f"{told} of the last week could not be fetched."] if lost else []),
        *([f"{copies} of the last week could not be removed at the provider."] if stay else []),
    ]
