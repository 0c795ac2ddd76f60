"""A provider's own interface instead of SMTP: any mail backend of Django, made for django-anymail's."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from django.core.mail import EmailMultiAlternatives, get_connection

from holdfast.carriers.outcome import Outcome, Result

_BUILT_BY_DJANGO = frozenset(
    {"from", "to", "subject", "reply-to", "mime-version", "content-type", "content-transfer-encoding"}
)
_REFUSED_FOR_GOOD = frozenset({"invalid", "rejected", "failed"})


class Provider:
    """A wire over the backend of that dotted name; its settings (an API key, a domain) go in as keywords."""

    def __init__(self, backend: str, settings: dict[str, Any]) -> None:
        self._connection = get_connection(backend, fail_silently=False, **settings)

    def send(self, envelope_from: str, to: str, message: bytes) -> Outcome:
        mail = as_django_mail(message, envelope_from=envelope_from, to=to)
        try:
            self._connection.send_messages([mail])
        except (
            Exception
        ) as trouble:  # each provider has errors of its own; none may stop the sending of the rest
            return _from_error(trouble)
        status = getattr(mail, "anymail_status", None)
        said = {each.status for each in status.recipients.values()} if status is not None else set()
        if said & _REFUSED_FOR_GOOD:
            return Outcome(Result.PERMANENT, f"The provider answers: {', '.join(sorted(said))}.")
        return Outcome(Result.ACCEPTED, f"Message {status.message_id} of the provider." if status else "")

    def probe(self) -> Outcome:
        return Outcome(
            Result.ACCEPTED, "Mail leaves through a provider; the next mail shows whether it answers."
        )

    def close(self) -> None:
        self._connection.close()


def as_django_mail(message: bytes, *, envelope_from: str, to: str) -> EmailMultiAlternatives:
    """The same mail as Django's backends take it: words, alternatives, attachments and our headers."""
    parsed = message_from_bytes(message, policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    plain, html = parsed.get_body(("plain",)), parsed.get_body(("html",))
    mail = EmailMultiAlternatives(
        subject=str(parsed["Subject"] or ""),
        body=plain.get_content() if plain is not None else "",
        from_email=str(parsed["From"]),
        to=[str(parsed["To"] or to)],
        reply_to=[str(parsed["Reply-To"])] if parsed["Reply-To"] else None,
        headers={name: str(value) for name, value in parsed.items() if name.lower() not in _BUILT_BY_DJANGO},
    )
    if html is not None:
        mail.attach_alternative(html.get_content(), "text/html")
    for part in parsed.iter_attachments():
        mail.attach(
            part.get_filename() or "attachment", part.get_payload(decode=True), part.get_content_type()
        )
    mail.envelope_sender = envelope_from  # type: ignore[attr-defined]  # what django-anymail reads
    return mail


def _from_error(trouble: Exception) -> Outcome:
    name = type(trouble).__name__
    status = getattr(trouble, "status_code", None)
    if name == "AnymailRecipientsRefused" or status in (400, 413, 422):
        return Outcome(Result.PERMANENT, f"The provider refuses it ({status or name}).")
    return Outcome(Result.TEMPORARY, f"The provider can't take mail ({status or name}).", wire_failed=True)
