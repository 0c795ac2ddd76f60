"""A provider's interface, by django-anymail's own backend for tests."""

from __future__ import annotations

from typing import Any

from anymail.exceptions import AnymailRecipientsRefused, AnymailRequestsAPIError
from django.core.mail.backends.base import BaseEmailBackend

from holdfast.carriers.anymail import Provider
from holdfast.carriers.outcome import Result

US, THEM = "support+b1@vendor.example", "mara@client.example"
MAIL = (
    b"From: Support <support@vendor.example>\r\nTo: Mara <mara@client.example>\r\nSubject: A word\r\n"
    b"Message-ID: <a@vendor.example>\r\nContent-Type: text/plain\r\n\r\nHello\r\n"
)


class Refusing(BaseEmailBackend):
    """A provider that answers with this error."""

    def __init__(self, *, error: Exception, **more: Any) -> None:
        super().__init__(**more)
        self.error = error

    def send_messages(self, email_messages: Any) -> int:
        raise self.error


def refusing(error: Exception) -> Provider:
    return Provider(f"{__name__}.Refusing", {"error": error})


class _Answer:
    def __init__(self, status: int) -> None:
        self.status_code = status


def test_what_the_provider_queues_is_accepted() -> None:
    outcome = Provider("anymail.backends.test.EmailBackend", {}).send(US, THEM, MAIL)
    assert outcome.result is Result.ACCEPTED


def test_refusals_of_a_provider_are_told_apart() -> None:
    refused = refusing(AnymailRecipientsRefused("no")).send(US, THEM, MAIL)
    assert (refused.result, refused.wire_failed) == (Result.PERMANENT, False)
    busy = refusing(AnymailRequestsAPIError("busy", response=_Answer(503))).send(US, THEM, MAIL)
    assert (busy.result, busy.wire_failed) == (Result.TEMPORARY, True)
    wrong = refusing(AnymailRequestsAPIError("bad", response=_Answer(422))).send(US, THEM, MAIL)
    assert wrong.result is Result.PERMANENT
