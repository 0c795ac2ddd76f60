"""QA's verdict (C4)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse

from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.procedure.actions.verdict import give_verdict
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of, ticket_url
from holdfast.web.tickets.find import found_ticket

_AREA = forms.Textarea(attrs={"rows": 4})


class ApprovedForm(forms.Form):
    reason = forms.CharField(label="What was checked", widget=_AREA, required=False)


class RejectedForm(forms.Form):
    reason = forms.CharField(label="Why it goes back", widget=_AREA, required=False)
    tell_client = forms.CharField(
        label="Words to the client",
        widget=_AREA,
        required=False,
        help_text="Left empty, the client gets a short notice.",
    )


@allow(Act.GIVE_QA_VERDICT)
def verdict(request: HttpRequest, number: int, word: str) -> HttpResponse:
    """Approve the fix, or send it back with the reason."""
    if word not in ("approved", "rejected"):
        raise Http404("QA approves or rejects.")
    is_approved = word == "approved"
    ticket = found_ticket(request, number)
    kind = ApprovedForm if is_approved else RejectedForm
    form = kind(request.POST if request.method == "POST" else None)

    def act(said: dict[str, Any]) -> str:
        give_verdict(ticket, is_approved=is_approved, **said, by=person_of(request))
        if is_approved:
            return "Sent for approval. The turnaround stands still from when the client’s mail takes it."
        return "Sent back with the reason."

    sheet = Sheet(
        title=f"QA approves #{number}" if is_approved else f"Send #{number} back",
        button="QA approves" if is_approved else "Send back",
        back=ticket_url(number),
        lead="The client is asked for approval at once; the turnaround is kept when they approve."
        if is_approved
        else "It goes back to whoever made the fix; the turnaround runs on.",
        danger=not is_approved,
    )
    return ask(request, form, sheet, act)
