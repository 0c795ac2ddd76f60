"""Have an attachment scanned again on which the scanner was given up (T39)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse

from holdfast.files.models import Verdict
from holdfast.files.scanning.loop import show_again
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.tickets.models import Attachment
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import ticket_url
from holdfast.web.tickets.find import found_ticket


@allow(Act.WORK_TICKETS)
def scan(request: HttpRequest, number: int, key: str) -> HttpResponse:
    """Show it to the scanner once more; until there is a verdict it can be had as before."""
    ticket = found_ticket(request, number)
    attached = Attachment.objects.select_related("file").filter(message__ticket=ticket, key=key).first()
    if attached is None or attached.file.verdict not in (Verdict.GIVEN_UP, Verdict.NONE):
        raise Http404("There is nothing to scan here.")

    def again(_: dict[str, Any]) -> str:
        show_again(attached.file)
        return f"{attached.filename} is shown to the scanner again."

    sheet = Sheet(
        title=f"Scan {attached.filename} again",
        button="Try again",
        back=ticket_url(number),
        lead="The scanner failed on it again and again. Its answer will stand beside the file.",
    )
    return ask(request, forms.Form(request.POST if request.method == "POST" else None), sheet, again)
