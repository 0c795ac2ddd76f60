"""A client writes on their ticket."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.look.once import do_once
from holdfast.look.replies import confirm_draft, tell
from holdfast.look.times import due_in_words
from holdfast.people.door import CLIENT, allow
from holdfast.people.models import Person
from holdfast.portal import uploads
from holdfast.portal.frame import zone_for
from holdfast.portal.refusing import refusals_on
from holdfast.portal.tickets.page import ticket_page
from holdfast.promises.models import Promise, State
from holdfast.tickets.access import ticket_for
from holdfast.tickets.actions.messages import Said, receive_message
from holdfast.tickets.models import Channel, Message, Ticket, Waiting
from holdfast.tickets.rules import require_words


class ReplyForm(forms.Form):
    """Words, files, or both."""

    text = forms.CharField(required=False)
    files = uploads.FilesField(allowed=uploads.SIGNED_IN)  # type: ignore[assignment]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("text", "").strip() and not said.get("files"):
            self.add_error("text", "Write something, or attach a file.")
        return said


@allow(CLIENT)
@require_POST
def messages(request: HttpRequest, number: int) -> HttpResponse:
    """Put the client's words on the ticket, as of now; the page says what they set going."""
    person: Person = request.person  # type: ignore[attr-defined]
    ticket = ticket_for(person, number)
    form = ReplyForm(request.POST, request.FILES)
    if form.is_valid():
        with refusals_on(form):
            do_once(request, lambda: reply(ticket, form, by=person).pk)
    if form.errors:
        return ticket_page(request, ticket, status=422, reply=form)
    answer = HttpResponseRedirect(reverse("portal:ticket", args=[number]))
    confirm_draft(request, answer, f"ticket-{number}")
    return tell(request, answer, _what_follows(ticket, person))


def reply(ticket: Ticket, form: ReplyForm, *, by: Person) -> Message:
    """Store the files, then the message."""
    if ticket.merged_into_id is not None:
        raise Refused(
            f"This ticket went into #{ticket.merged_into_id}. Write there.", code="merged", field="text"
        )
    at = clock.now()
    attached = uploads.keep(form.cleaned_data["files"], at=at)
    text = form.cleaned_data["text"].strip() or "(see the attached files)"
    text = require_words(text, of="The message", field="text")
    said = Said(text=text, author=by, attached=attached)
    return receive_message(ticket, said, channel=Channel.PORTAL, reached_at=at, by=by.actor)


def _what_follows(ticket: Ticket, person: Person) -> str:
    if ticket.is_open:
        if ticket.waiting == Waiting.ANSWER:
            return "Sent. Our clock runs again."
        return "Sent. It stands on the ticket."
    promise = (
        Promise.objects.filter(ticket=ticket, clause="first_response", state=State.RUNNING)
        .order_by("-pk")
        .first()
    )
    if promise is None:
        return "Sent. A person reads it."
    by = due_in_words(promise.due_at, now=clock.now(), zone=zone_for(person))
    return f"Sent. A person reads it, and answers by {by}."
