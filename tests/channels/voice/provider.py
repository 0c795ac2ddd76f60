"""The provider of calls as its documents have it: forms signed by its own library, posted to our pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import msgspec
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from twilio.request_validator import RequestValidator

ACCOUNT = "AC" + "0" * 32
TOKEN = "a secret word"
OURS = "+12025550143"
CALLER = "+442079460958"
RECORDING = "RE" + "1" * 32


def env_with_provider(**more: Any) -> Any:
    """The environment with an account for texts and calls."""
    return msgspec.structs.replace(
        settings.ENV, twilio_account=ACCOUNT, twilio_token=TOKEN, twilio_from=OURS, **more
    )


@dataclass
class Line:
    """One call, as the provider tells of it."""

    sid: str = "CA" + "a" * 32
    caller: str = CALLER
    client: Client = field(default_factory=Client)

    def form(self, **more: str) -> dict[str, str]:
        """What the provider sends with every request about a call."""
        return {
            "AccountSid": ACCOUNT,
            "ApiVersion": "2010-04-01",
            "CallSid": self.sid,
            "CallStatus": "in-progress",
            "Direction": "inbound",
            "From": self.caller,
            "Caller": self.caller,
            "To": OURS,
            "Called": OURS,
            "FromCountry": "GB",
            "ToCountry": "US",
            **more,
        }

    def post(self, path: str, form: dict[str, str], *, signature: str | None = None) -> HttpResponse:
        path = f"/hooks/voice/{path}"
        if signature is None:
            signature = RequestValidator(TOKEN).compute_signature(settings.SITE_URL + path, form)
        return self.client.post(path, form, headers={"X-Twilio-Signature": signature})

    def asks(self, page: str, **more: str) -> Element:
        """What we answer with, as the provider reads it."""
        answer = self.post(f"{page}/", self.form(**more))
        assert answer.status_code == 200, answer.content
        assert answer["Content-Type"] == "text/xml; charset=utf-8"
        return fromstring(answer.content)

    def tells(self, page: str, **more: str) -> None:
        assert self.post(f"{page}/", self.form(**more)).status_code == 204

    def status(self, status: str, nth: int, timestamp: str = "", **more: str) -> None:
        told = {"CallStatus": status, "SequenceNumber": str(nth), "CallbackSource": "call-progress-events"}
        self.tells("status", **told, **({"Timestamp": timestamp} if timestamp else {}), **more)

    def recorded(self, name: str = RECORDING, source: str = "RecordVerb", status: str = "completed") -> None:
        self.tells(
            "recording",
            RecordingSid=name,
            RecordingUrl=f"http://169.254.169.254/latest/{name}",
            RecordingStatus=status,
            RecordingDuration="42",
            RecordingSource=source,
        )


def verbs(answer: Element) -> list[str]:
    return [each.tag for each in answer]


def words(answer: Element) -> str:
    return " ".join(each.text or "" for each in answer.iter("Say"))
