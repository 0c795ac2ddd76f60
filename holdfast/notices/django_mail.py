"""Django's mail backend: what allauth sends (sign-in links, new passwords) goes through the ledger too."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from holdfast.kernel import tokens
from holdfast.kernel.text import one_line
from holdfast.notices.actions.writing import Letter, Reader, write_notices
from holdfast.notices.kinds import PLAIN
from holdfast.notices.models import Lane
from holdfast.people.models import Person

log = logging.getLogger(__name__)


class NoticeBackend(BaseEmailBackend):
    """Writes a notice for each reader we know; an address that nobody has here is never written to (T12)."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        letters = [letter for message in email_messages for letter in _letters(message)]
        with transaction.atomic():
            write_notices(letters)
        return len(letters)


def _letters(message: EmailMessage) -> list[Letter]:
    found = [(address, Person.objects.by_address(address)) for address in message.recipients()]
    unknown = sum(person is None for _, person in found)
    if unknown:
        log.info("%d address(es) of a mail are nobody's here; nothing is sent there.", unknown)
    return [
        Letter(
            event=f"mail:{tokens.mint()}",
            kind=PLAIN,
            about=f"person-{person.pk}",
            readers=[Reader(person, to_client=not person.is_vendor)],
            subject=one_line(str(message.subject)),
            said={"text": str(message.body)},
            lane=Lane.REPLY,
        )
        for _, person in found
        if person is not None
    ]
