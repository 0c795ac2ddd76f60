"""Attachments: given to whoever may see the ticket, at an address that nobody can guess (T48)."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse

from holdfast.files.serving import file_response
from holdfast.people.door import SIGNED_IN, allow
from holdfast.people.models import Person
from holdfast.tickets.access import visible_tickets
from holdfast.tickets.models import Attachment, Side


@allow(SIGNED_IN)
def attachment(request: HttpRequest, key: str) -> HttpResponse:
    """One attachment of a message that this person may see; a client never sees what hangs on a note."""
    person: Person = request.person  # type: ignore[attr-defined]
    found = Attachment.objects.select_related("file", "message").filter(key=key).first()
    if found is None or not _may_see(person, found):
        raise Http404("There is no such file.")
    given = file_response(found.file, found.filename, inline="shown" in request.GET)
    return cast(HttpResponse, given)  # a streaming one; both are answers to Django


def _may_see(person: Person, found: Attachment) -> bool:
    if not person.is_vendor and (found.message.side == Side.INTERNAL or found.message.is_machine):
        return False
    return visible_tickets(person).filter(pk=found.message.ticket_id).exists()
