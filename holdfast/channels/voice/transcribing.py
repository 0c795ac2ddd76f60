"""What was left as a message, in writing: by a service of the operator's own, where one is named."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Protocol
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction

from holdfast.carriers.outgoing.asking import AnswerLost, NotGiven, ask
from holdfast.channels.voice.facts import RecordingTranscribed
from holdfast.channels.voice.line import language_of
from holdfast.channels.voice.models import Call
from holdfast.kernel import clock, tokens
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
        return _asked(where, sound, headers).decode("utf-8", "replace")


class ByForm:
    """A service that is asked as OpenAI's is, at `…/v1/audio/transcriptions`: a form with the file, JSON back.

    Whisper and the like are offered behind this by many programs that an operator can run by themselves.
    """

    def __init__(self, address: str, *, model: str, key: str) -> None:
        self.address, self.model, self.key = address, model, key

    def words(self, sound: bytes, *, language: str) -> str:
        values = {"model": self.model, "language": language.partition("-")[0], "response_format": "json"}
        body, boundary = _form(values, sound)
        headers = {"Content-Type": f"multipart/form-data; boundary={boundary}", "Accept": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        answer = _asked(self.address, body, headers)
        try:
            return str(json.loads(answer)["text"])
        except (ValueError, TypeError, KeyError, RecursionError):
            raise NotTranscribed("Its answer holds no text.") from None


def _form(values: Mapping[str, str], sound: bytes) -> tuple[bytes, str]:
    """The values and the sound as a form, and the line that stands between them: one that is nowhere in it."""
    boundary = tokens.mint()
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in values.items()
    ]
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="message.mp3"\r\n'
    parts += [head.encode(), b"Content-Type: audio/mpeg\r\n\r\n", sound, f"\r\n--{boundary}--\r\n".encode()]
    return b"".join(parts), boundary


def _asked(address: str, body: bytes, headers: Mapping[str, str]) -> bytes:
    """The body of a good answer; `NotTranscribed` for every other outcome."""
    try:
        answer = ask("POST", address, body=body, headers=headers, allows_inside=True, within=_WITHIN)
    except (NotGiven, AnswerLost) as trouble:
        raise NotTranscribed(str(trouble)) from None
    if not answer.is_good or answer.is_cut:
        raise NotTranscribed(f"It answered {answer.status}{', not whole' if answer.is_cut else ''}.")
    return answer.body


def the_transcriber() -> Transcriber | None:
    """The one that is set; None as shipped, and then nothing that was said leaves the house."""
    env = settings.ENV
    if not env.transcriber:
        return None
    if env.transcriber_model:
        return ByForm(env.transcriber, model=env.transcriber_model, key=env.transcriber_key)
    return ByHttp(env.transcriber)


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
