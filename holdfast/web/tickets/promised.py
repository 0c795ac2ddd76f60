"""Give the client one's word with a time, say how it was kept, and waive a promise."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse

from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.promises.actions.giving import give_word, keep_word
from holdfast.promises.actions.waiving import waive_promise
from holdfast.promises.models import OWED, Promise
from holdfast.promises.queries import promises_of
from holdfast.tickets.models import Ticket
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of, ticket_url, zone_of
from holdfast.web.tickets.find import found_ticket
from holdfast.web.tickets.fix import LocalTime
from holdfast.web.tickets.promises import line_of


class WordForm(forms.Form):
    """What is promised, and by when."""

    words = forms.CharField(
        label="What you promise",
        max_length=300,
        widget=forms.TextInput(attrs={"placeholder": "Tell Orla before 10:00"}),
    )
    due_at = LocalTime(label="By when, on your clock")


class KeptForm(forms.Form):
    how = forms.CharField(label="How it was kept", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class WaiverForm(forms.Form):
    """One of the promises that are still owed, and why it is let go."""

    promise = forms.TypedChoiceField(label="Promise", coerce=int, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="The reason, as every report shows it", max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )


@allow(Act.WORK_TICKETS)
def words(request: HttpRequest, number: int) -> HttpResponse:
    """Promise the client something by a time."""
    ticket, zone = found_ticket(request, number), zone_of(request)
    form = WordForm(request.POST or None)

    def act(said: dict[str, Any]) -> str:
        give_word(
            ticket, words=said["words"], due_at=said["due_at"].replace(tzinfo=zone), by=person_of(request)
        )
        return "Your word is given; its clock runs."

    sheet = Sheet(
        title=f"Give your word on #{number}",
        button="Promise it",
        back=ticket_url(number),
        lead="It is kept by your next reply to the client, or when you say how.",
    )
    return ask(request, form, sheet, act)


@allow(Act.WORK_TICKETS)
def word(request: HttpRequest, number: int, key: int) -> HttpResponse:
    """Say how one's word was kept."""
    ticket = found_ticket(request, number)
    promise = Promise.objects.filter(ticket=ticket, pk=key, clause="word_given", state__in=OWED).first()
    if promise is None:
        raise Http404("No word is owed here.")
    form = KeptForm(request.POST or None)

    def act(said: dict[str, Any]) -> str:
        keep_word(promise, how=said["how"], by=person_of(request))
        return "Your word is kept."

    sheet = Sheet(title=f"“{promise.words}”", button="It is kept", back=ticket_url(number))
    return ask(request, form, sheet, act)


@allow(Act.WAIVE_PROMISE)
def waivers(request: HttpRequest, number: int) -> HttpResponse:
    """Let a promise go, with a reason."""
    ticket = found_ticket(request, number)
    owed = {each.pk: each for each in promises_of(ticket.pk) if each.is_owed}
    form = WaiverForm(request.POST or None)
    form.fields["promise"].choices = [(key, _words(each, request, ticket)) for key, each in owed.items()]  # type: ignore[attr-defined]

    def act(said: dict[str, Any]) -> str:
        waive_promise(owed[said["promise"]], reason=said["reason"], by=person_of(request))
        return "Waived. The reason stands in every report."

    sheet = Sheet(
        title=f"Waive a promise of #{number}",
        button="Waive it",
        back=ticket_url(number),
        danger=True,
        lead="" if owed else "Nothing is owed here.",
    )
    return ask(request, form, sheet, act)


def _words(promise: Promise, request: HttpRequest, ticket: Ticket) -> str:
    from holdfast.kernel import clock

    line = line_of(promise, now=clock.now(), zone=zone_of(request))
    return f"{line.title}: {line.detail}"
