"""Write on a ticket: a reply to the client, or a note that only our people see."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from holdfast.channels.models import RawMail
from holdfast.files.limits import MOST_FILES_IN_A_FORM
from holdfast.files.names import safe_filename
from holdfast.files.serving import require_given_out
from holdfast.files.storage import store
from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.knowledge.actions.counting import count_links
from holdfast.look.once import do_once
from holdfast.look.replies import confirm_draft, tell
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.people.models import Person
from holdfast.tickets.access import is_reporter
from holdfast.tickets.actions.messages import Attached, Said, hear_reporter, send_message, write_note
from holdfast.tickets.models import Message, Ticket
from holdfast.web.frame import person_of, ticket_url
from holdfast.web.tickets.find import found_ticket
from holdfast.web.tickets.page import Writing, ticket_page


class WritingForm(forms.Form):
    """What was typed; `mode` is the paper it was typed on, `act` the button that was pressed."""

    text = forms.CharField(strip=False, error_messages={"required": "Nothing is written yet."})
    mode = forms.ChoiceField(choices=[("reply", "Reply"), ("note", "Internal note")])
    act = forms.ChoiceField(choices=[("reply", ""), ("ask", ""), ("note", "")], required=False)
    seen = forms.IntegerField(min_value=0, max_value=2**63 - 1, required=False)

    @property
    def is_note(self) -> bool:
        """Whatever was typed on a note's paper, or sent by a note's button, never leaves the house."""
        return self.data.get("mode") != "reply" or self.data.get("act", "reply") == "note"


@allow(Act.WORK_TICKETS)
@require_POST
def messages(request: HttpRequest, number: int) -> HttpResponse:
    """Send the reply or keep the note; what was typed survives every refusal."""
    ticket = found_ticket(request, number)
    typed = request.POST.copy()
    typed["act"] = request.POST.get("as", "reply")
    form = WritingForm(typed)
    try:
        if not form.is_valid():
            raise Refused(
                " ".join(str(error) for errors in form.errors.values() for error in errors), code="form"
            )
        message = do_once(request, lambda: _write(request, ticket, form).pk, unsaid=["seen"])
    except Refused as refused:
        mode = "note" if form.is_note else "reply"
        return ticket_page(
            request, ticket, Writing(text=typed.get("text", ""), mode=mode, refusal=refused.message)
        )
    answer = HttpResponseRedirect(f"{ticket_url(ticket.pk)}#message-{message}")
    confirm_draft(request, answer, f"ticket-{ticket.pk}")
    told = f"Sent to {ticket.requester}"
    if form.is_note:
        told = "Note added"
    elif is_reporter(ticket, person_of(request)):
        told = "Added to your own ticket"
    return tell(request, answer, told)


def _write(request: HttpRequest, ticket: Ticket, form: WritingForm) -> Message:
    person = person_of(request)
    if not form.is_note:
        _require_nothing_newer(ticket, form.cleaned_data["seen"], person)
    said = Said(
        text=form.cleaned_data["text"], author=person, attached=attached_files(request.FILES.getlist("files"))
    )
    if form.is_note:
        return write_note(ticket, said, by=person)
    if is_reporter(ticket, person):
        return hear_reporter(ticket, said, by=person)
    count_links(said.text, ticket=ticket.pk)
    return send_message(ticket, said, asks=form.cleaned_data["act"] == "ask", by=person)


def attached_files(uploads: list[UploadedFile]) -> list[Attached]:
    """The files of a form, kept under what they are; refuses too many, and one that is too large."""
    if len(uploads) > MOST_FILES_IN_A_FORM:
        raise Refused(f"Attach {MOST_FILES_IN_A_FORM} files at most.", code="too_many_files", field="files")
    at = clock.now() if uploads else None
    return [
        Attached(file=store(upload.file, at=at), filename=safe_filename(upload.name or "file"))  # type: ignore[arg-type]
        for upload in uploads
    ]


def _require_nothing_newer(ticket: Ticket, seen: int | None, person: Person) -> None:
    """Nobody answers past a message that they have not seen."""
    if seen is None:
        return
    newer = Message.objects.filter(ticket=ticket, pk__gt=seen).exclude(author=person).order_by("-pk").first()
    if newer is not None:
        raise Refused(
            f"{newer.author_label} wrote while you were typing. Your text is kept. Read it, then send.",
            code="newer",
        )


@allow(Act.WORK_TICKETS)
def original(request: HttpRequest, number: int, message: int) -> HttpResponse:
    """The mail as it arrived, as a file that no browser runs."""
    ticket = found_ticket(request, number)
    said = Message.objects.filter(ticket=ticket, pk=message).exclude(raw_mail=None).first()
    raw = RawMail.objects.filter(pk=said.raw_mail or 0).first() if said else None
    if raw is None:
        raise Http404("There is no such mail.")
    for attached in said.attachments.select_related("file") if said else ():
        require_given_out(attached.file)  # it lies in the mail as well (T39)
    headers = {
        "Content-Disposition": f'attachment; filename="ticket-{ticket.pk}-message-{message}.eml"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(bytes(raw.raw), content_type="application/octet-stream", headers=headers)
