"""Mail that the rules would not file: why, from whom, what it names; and what a person decides (T5, T6, T26)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, Final

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString

from holdfast.channels.mail.judge import drop_mail, read_mail_again, release_mail
from holdfast.channels.mail.reading.child import ReaderProcess, Unreadable
from holdfast.channels.mail.reasons import WORDS, Reason
from holdfast.channels.models import MailState, RawMail, Standing
from holdfast.channels.queries import counts_to_judge, mail_in_state, raw_bytes, raw_mail
from holdfast.files.scanning.mails import require_mail_given_out
from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.kernel.text import scrub
from holdfast.look import pieces
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.tickets.access import visible_tickets
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of, show, ticket_url, zone_of
from holdfast.web.office.fields import said_by
from holdfast.web.office.places import mail_places

PAGE: Final = 50
_TO_JUDGE: Final = (MailState.HELD, MailState.QUARANTINED, MailState.DROPPED)
_PLACES: Final = {
    MailState.HELD: ("mail", "Held mail"),
    MailState.QUARANTINED: ("quarantine", "Quarantine"),
    MailState.DROPPED: ("dropped", "Left aside"),
}
_RAW_SHOWN: Final = 64 * 1024
_TEXT_SHOWN: Final = 200_000


@dataclass(frozen=True)
class MailLine:
    """One mail in a list."""

    url: str
    subject: str
    sender: str
    why: str
    when: SafeString
    ticket: int | None
    ticket_url: str


class OntoForm(forms.Form):
    """Which ticket, by its number; from whom, where the mail does not say; and whether they may see it."""

    onto = forms.IntegerField(label="Ticket number", min_value=1)
    sender = forms.CharField(
        label="From",
        max_length=254,
        required=False,
        help_text="Whose message it becomes. Left empty: its sender’s.",
        widget=forms.EmailInput(),
    )
    takes_part = forms.BooleanField(
        label=(
            "Its sender takes part. They then see the whole ticket: all that was said there to the client so far, "
            "its files, and every reply from now on."
        ),
        required=False,
    )


class NewForm(forms.Form):
    sender = forms.CharField(
        label="From",
        max_length=254,
        required=False,
        help_text="Whose ticket it becomes. Left empty: its sender’s.",
        widget=forms.EmailInput(),
    )


class DropForm(forms.Form):
    why = forms.CharField(
        label="Why it needs no ticket", max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )


@allow(Act.JUDGE_MAIL)
def held(request: HttpRequest) -> HttpResponse:
    """Mail that waits for somebody to say whose it is."""
    return _list(request, MailState.HELD)


@allow(Act.JUDGE_MAIL)
def quarantine(request: HttpRequest) -> HttpResponse:
    """Mail that could not be read, or nothing could be done with."""
    return _list(request, MailState.QUARANTINED)


@allow(Act.JUDGE_MAIL)
def dropped(request: HttpRequest) -> HttpResponse:
    """Mail that was left aside, with its reason; it can still become a ticket."""
    return _list(request, MailState.DROPPED)


@allow(Act.JUDGE_MAIL)
def mail(request: HttpRequest, key: int) -> HttpResponse:
    """One mail: what is known of it, and its words as plain text."""
    found = _found(key)
    text, attachments, trouble = _words_of(found)
    context = {
        "mail": found,
        "place": _PLACES[MailState(found.state)],
        "back": reverse(f"desk:{_PLACES[MailState(found.state)][0]}"),
        "why": found.why or _words(found.reason),
        "standing": Standing(found.standing).label if found.standing else "",
        "text": text,
        "attachments": attachments,
        "trouble": trouble,
        "suggested_url": ticket_url(found.suggested_id) if found.suggested_id else "",
        "may_try": found.state == MailState.QUARANTINED and found.reason != Reason.TOO_LARGE,
        "zone": zone_of(request),
        "views": mail_places(request, _PLACES[MailState(found.state)][0], counts_by_place()),
    }
    return show(request, "office/mail/mail.html", context, place="mail", now=clock.now())


@allow(Act.JUDGE_MAIL)
def raw(request: HttpRequest, key: int) -> HttpResponse:
    """The mail as it reached us, as mere bytes that nothing opens (T37), unless the scanner finds a virus in it (T39)."""
    found = _found(key)
    content = raw_bytes(found.pk) or b""
    require_mail_given_out(content)
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="mail-{found.pk}.eml"'
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


@allow(Act.JUDGE_MAIL)
def opening(request: HttpRequest, key: int) -> HttpResponse:
    """Open a ticket for it, as of when it reached us."""
    found = _found(key)
    sheet = _sheet(
        found,
        "Open a ticket for it",
        "Open the ticket",
        "Every promise counts from when the mail reached us.",
    )

    def release(said: dict[str, Any]) -> str:
        done = release_mail(found, onto=None, sender=said["sender"], by=person_of(request))
        return ticket_url(done.ticket_id or 0)

    return ask(request, NewForm(said_by(request)), sheet, release)


@allow(Act.JUDGE_MAIL)
def joining(request: HttpRequest, key: int) -> HttpResponse:
    """Put it on a ticket; its sender sees that ticket only when the box is ticked (T4)."""
    found = _found(key)
    form = OntoForm(said_by(request), initial={"onto": found.suggested_id})
    sheet = _sheet(
        found,
        "Put it on a ticket",
        "Put it there",
        "Only the message goes there. Be sure who its sender is before you let them see the ticket.",
    )

    def release(said: dict[str, Any]) -> str:
        ticket = visible_tickets(person_of(request)).filter(pk=said["onto"]).first()
        if ticket is None:
            raise Refused("There is no such ticket.", code="no_ticket", field="onto")
        done = release_mail(found, **{**said, "onto": ticket}, by=person_of(request))
        return ticket_url(done.ticket_id or 0)

    return ask(request, form, sheet, release)


@allow(Act.JUDGE_MAIL)
def dropping(request: HttpRequest, key: int) -> HttpResponse:
    """Leave it aside, with the reason; the mail is kept."""
    found = _found(key)
    sheet = _sheet(
        found,
        "Leave it aside",
        "Leave it aside",
        "The mail is kept, and can still become a ticket.",
        danger=True,
    )

    def drop(said: dict[str, Any]) -> str:
        drop_mail(found, why=said["why"], by=person_of(request))
        return "It is left aside. The mail is kept."

    return ask(request, DropForm(said_by(request)), sheet, drop)


@allow(Act.JUDGE_MAIL)
def trying(request: HttpRequest, key: int) -> HttpResponse:
    """Have it read and filed once more."""
    found = _found(key)
    sheet = _sheet(
        found, "Read it again", "Read it again", "As after an upgrade; if it fails again it comes back here."
    )

    def again(said: dict[str, Any]) -> str:
        read_mail_again(found, by=person_of(request))
        return "It is read again in a moment."

    return ask(request, forms.Form(said_by(request)), sheet, again)


def counts_by_place() -> dict[str, int]:
    """How many wait, by the name of the list."""
    counts = counts_to_judge()
    return {"mail": counts[MailState.HELD], "quarantine": counts[MailState.QUARANTINED]}


def _list(request: HttpRequest, state: MailState) -> HttpResponse:
    name, title = _PLACES[state]
    rows = mail_in_state(state)
    before = request.GET.get("before", "")
    if before:
        if not before.isdigit() or len(before) > 18:
            return HttpResponse("There is no such page.", status=400, content_type="text/plain")
        rows = rows.filter(pk__lt=int(before))
    found, now, zone = list(rows[: PAGE + 1]), clock.now(), zone_of(request)
    context = {
        "title": title,
        "name": name,
        "mails": [_line(row, now=now, zone=zone) for row in found[:PAGE]],
        "older_url": f"?before={found[PAGE - 1].pk}" if len(found) > PAGE else "",
        "newer_url": request.path if before else "",
        "views": mail_places(request, name, counts_by_place()),
    }
    return show(request, "office/mail/list.html", context, place="mail", now=now)


def _line(row: RawMail, *, now: datetime, zone: tzinfo) -> MailLine:
    ticket = row.ticket_id or row.suggested_id
    return MailLine(
        reverse("desk:mail-one", args=[row.pk]),
        row.subject or "(no subject)",
        _sender(row),
        row.why or _words(row.reason),
        pieces.when(row.reached_at, now=now, zone=zone),
        ticket,
        ticket_url(ticket) if ticket else "",
    )


def _sender(row: RawMail) -> str:
    if row.sender_name and row.sender:
        return f"{row.sender_name} <{row.sender}>"
    return row.sender or "nobody named"


def _words(reason: str) -> str:
    return WORDS[Reason(reason)] if reason in WORDS else "Nobody has said why."


def _found(key: int) -> RawMail:
    """A mail that is to be judged, or was left aside; another has its place on a ticket, and is not here (T44)."""
    found = raw_mail(key)
    if found is None or found.state not in _TO_JUDGE:
        raise Http404("There is no such mail.")
    return found


def _words_of(found: RawMail) -> tuple[str, list[str], str]:
    """The text of the mail and the names of its attachments; or its raw beginning and why it could not be read."""
    content = raw_bytes(found.pk) or b""
    try:
        with ReaderProcess() as reader:
            read = reader.read(content)
    except Unreadable as unreadable:
        return scrub(content[:_RAW_SHOWN].decode("utf-8", "replace")), [], unreadable.reason
    return (
        scrub(read.text[:_TEXT_SHOWN]),
        [each.filename or "(without a name)" for each in read.attachments],
        "",
    )


def _sheet(found: RawMail, title: str, button: str, lead: str, *, danger: bool = False) -> Sheet:
    return Sheet(
        title=title,
        button=button,
        back=reverse(f"desk:{_PLACES[MailState(found.state)][0]}"),
        lead=lead,
        danger=danger,
        place="mail",
    )
