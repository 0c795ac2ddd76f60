"""A file of a ticket, for whoever may see the message that it came with, and for nobody else (T44, T48)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase

from holdfast.files.serving import file_response
from holdfast.people.door import CLIENT, allow
from holdfast.portal.tickets.conversation import public_messages
from holdfast.tickets.access import ticket_for
from holdfast.tickets.models import Attachment


@allow(CLIENT)  # type: ignore[arg-type]
def file(request: HttpRequest, number: int, key: str, filename: str) -> HttpResponseBase:
    """The file under its name; of a note, of machine mail or of another ticket it is not there."""
    ticket = ticket_for(request.person, number)  # type: ignore[attr-defined]
    attachment = (
        Attachment.objects.select_related("file")
        .filter(key=key, message__in=public_messages(ticket).values("pk"))
        .first()
    )
    if attachment is None:
        raise Http404("There is no such file.")
    return file_response(attachment.file, attachment.filename, inline="inline" in request.GET)
