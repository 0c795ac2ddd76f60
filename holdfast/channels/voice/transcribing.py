"""What was left as a message, in writing: by a service of the operator's own, where one is named."""

from __future__ import annotations

import logging
from typing import Protocol
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction

from holdfast.carriers.outgoing.asking import AnswerLost, NotGiven, ask
from holdfast.channels.voice.facts import RecordingTranscribed
from holdfast.channels.voice.line import language_of
from holdfast.channels.voice.models import Call
from holdfast.kernel import clock
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.facts import record
from holdfast.kernel.text import scrub

LONGEST = 20_000
_WITHIN = 120.0

_log = logging.getLogger(__name__)


class NotTranscribed(Exception):
    """The service gave no words."""


class Transcriber(Protocol):
    """Whatever turns a sound into words; `NotTranscribed` says why it did not."""

    def words(self, sound: bytes, *, language: str) -> str: ...


class ByHttp:
    """A service at an address that the operator named: the sound is posted, the answer's body is the text."""

    def __init__(self, address: str) -> None:
        self.address = address

    def words(self, sound: bytes, *, language: str) -> str:
        where = f"{self.address}{'&' if '?' in self.address else '?'}{urlencode({'language': language})}"
        headers = {"Content-Type": "audio/mpeg", "Accept": "text/plain"}
        try:
            answer = ask("POST", where, body=sound, headers=headers, allows_inside=True, within=_WITHIN)
        except (NotGiven, AnswerLost) as trouble:
            raise NotTranscribed(str(trouble)) from None
        if not answer.is_good or answer.is_cut:
            raise NotTranscribed(f"It answered {answer.status}.")
        return answer.body.decode("utf-8", "replace")


def the_transcriber() -> Transcriber | None:
    """The one that is set; None as shipped, and then nothing that was said leaves the house."""
    return ByHttp(settings.ENV.transcriber) if settings.ENV.transcriber else None


def transcribe(call: Call, sound: bytes, by: Transcriber | None = None) -> None:
    """Put the words beside the recording of a message. Tried once: without them it can still be listened to."""
    service = by or the_transcriber()
    if service is None or not call.is_message:
        return
    try:
        words = scrub(service.words(sound, language=language_of(call))).strip()[:LONGEST]
    except NotTranscribed as trouble:
        _log.warning("The message of call %d was not transcribed: %s", call.pk, trouble)
        return
    if not words:
        return
    with transaction.atomic():
        Call.objects.filter(pk=call.pk).update(transcription=words)
        record(RecordingTranscribed(call=call.pk), by=SYSTEM, at=clock.now())
