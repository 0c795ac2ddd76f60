"""The client's answer (C5): recorded from a mail or the phone, judged, asked for again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from holdfast.kernel.refusal import Refused
from holdfast.look.foreign import shown_text
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.people.models import Person
from holdfast.procedure.actions.answering import record_client_answer
from holdfast.procedure.actions.approval import ask_again
from holdfast.procedure.actions.judging import MAY_BE_SAID, judge_reply
from holdfast.procedure.approvers import client_approvers
from holdfast.procedure.models import Approval, JudgementKind, JudgementVerdict
from holdfast.procedure.queries import replies_to_judge
from holdfast.tickets.models import Ticket
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of, ticket_url
from holdfast.web.tickets.find import found_ticket

_ANSWERS = (JudgementVerdict.APPROVED, JudgementVerdict.NOT_FIXED, JudgementVerdict.STILL_TESTING)
_NOTES = {
    "approved": "The ticket is resolved, and cause and fix are explained",
    "not_fixed": "It goes back to whoever made the fix; the turnaround runs on from the reply’s arrival",
    "still_testing": "The reminders are counted anew",
    "reopened": "A new cycle with its own promises, from the reply’s arrival",
    "follow_up": "A ticket of its own, linked to this one",
    "thanks": "Nothing is to be done",
    "done": "The client was reached another way",
}


class AnswerForm(forms.Form):
    """What the client said on the phone, and who said it."""

    answer = forms.ChoiceField(
        label="The client says",
        choices=[(each.value, each.label) for each in _ANSWERS],
        widget=forms.RadioSelect,
    )
    person = forms.ModelChoiceField(Person.objects.none(), label="Who said it", empty_label="Choose")
    words = forms.CharField(label="In their words", widget=forms.Textarea(attrs={"rows": 3}), required=False)

    def __init__(self, *args: Any, ticket: Ticket, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = {each.pk for each in client_approvers(ticket)} | {ticket.requester_id}
        self.fields["person"].queryset = Person.objects.filter(pk__in=keys).order_by("name")  # type: ignore[attr-defined]


class JudgementForm(forms.Form):
    """What a reply means."""

    verdict = forms.ChoiceField(label="It means", widget=forms.RadioSelect)
    words = forms.CharField(label="Words", widget=forms.Textarea(attrs={"rows": 3}), required=False)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = MAY_BE_SAID[JudgementKind(kind)]
        self.fields["verdict"].choices = [(each.value, each.label) for each in said]  # type: ignore[attr-defined]


@allow(Act.RECORD_CLIENT_ANSWER)
def approval(request: HttpRequest, number: int) -> HttpResponse:
    """Record what the client answered on the phone."""
    ticket = found_ticket(request, number)
    asked = _open_approval(ticket)
    form = AnswerForm(request.POST or None, ticket=ticket)

    def act(said: dict[str, Any]) -> str:
        record_client_answer(asked, **said, by=person_of(request))
        return {
            "approved": "Approved and resolved. Cause and fix are on their way to the client.",
            "not_fixed": "It goes back to whoever made the fix.",
        }.get(said["answer"], "Noted: still testing. The reminders are counted anew.")

    sheet = Sheet(
        title=f"The client’s answer about #{number}",
        button="Record the answer",
        back=ticket_url(number),
        template="desk/tickets/_answer.html",
        more={"notes": _NOTES},
    )
    return ask(request, form, sheet, act)


@allow(Act.RECORD_CLIENT_ANSWER)
@require_POST
def question(request: HttpRequest, number: int) -> HttpResponse:
    """Ask the client again for approval."""
    ticket = found_ticket(request, number)
    try:
        ask_again(_open_approval(ticket), by=person_of(request))
        messages.success(request, "Asked again.")
    except Refused as refused:
        messages.info(request, refused.message)
    return HttpResponseRedirect(ticket_url(number))


@allow(Act.RECORD_CLIENT_ANSWER)
def judgement(request: HttpRequest, number: int, key: int) -> HttpResponse:
    """Say what a reply means, or that a silence was seen to."""
    ticket = found_ticket(request, number)
    found = replies_to_judge().filter(ticket=ticket, pk=key).first()
    if found is None:
        raise Http404("Nothing waits to be judged here.")
    form = JudgementForm(request.POST or None, kind=found.kind)

    def act(said: dict[str, Any]) -> str:
        judged = judge_reply(found, **said, by=person_of(request))
        follow_up = f" It is #{judged.follow_up_id} now." if judged.follow_up_id else ""
        return f"{judged.get_verdict_display()}.{follow_up}"

    reply = shown_text(found.message.text) if found.message else ""
    sheet = Sheet(
        title=found.get_kind_display(),
        button="Record it",
        back=ticket_url(number),
        template="desk/tickets/_judgement.html",
        more={"notes": _NOTES, "reply": reply, "author": found.message.author_label if found.message else ""},
    )
    return ask(request, form, sheet, act)


def _open_approval(ticket: Ticket) -> Approval:
    found = Approval.objects.filter(ticket=ticket, ended_at=None).first()
    if found is None:
        raise Http404("No approval is asked for here.")
    return found
