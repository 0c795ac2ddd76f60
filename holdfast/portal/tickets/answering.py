"""The client says whether it is fixed, in the portal (C5)."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from holdfast.look.replies import tell
from holdfast.people.door import CLIENT, allow
from holdfast.people.models import Person
from holdfast.portal.refusing import refusals_on
from holdfast.portal.tickets.page import ticket_page
from holdfast.procedure.actions.answering import answer_approval
from holdfast.procedure.models import Approval, Via
from holdfast.promises.models import Promise, State
from holdfast.tickets.access import ticket_for, visible_tickets


class AnswerForm(forms.Form):
    """Fixed, or not fixed with what is still seen."""

    answer = forms.ChoiceField(choices=[("approved", "Yes, approve"), ("not_fixed", "Not fixed")])
    words = forms.CharField(required=False, max_length=20_000)

    @property
    def is_approved(self) -> bool:
        return bool(self.cleaned_data["answer"] == "approved")


@allow(CLIENT)
@require_POST
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Approve, or send it back."""
    person: Person = request.person  # type: ignore[attr-defined]
    ticket = ticket_for(person, number)
    approval = Approval.objects.filter(ticket=ticket, cycle=ticket.cycle).order_by("-pk").first()
    if approval is None:
        raise Http404("Nothing was asked.")
    form = AnswerForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            answer_approval(
                approval,
                person=person,
                is_approved=form.is_approved,
                words=form.cleaned_data["words"],
                via=Via.PORTAL,
            )
    if form.errors:
        return ticket_page(request, ticket_for(person, number), status=422, answering=form)
    # an approver who is no administrator sees the organisation's tickets only while they wait for approval
    is_seen = visible_tickets(person).filter(pk=number).exists()
    target = reverse("portal:ticket", args=[number]) if is_seen else reverse("portal:home")
    return tell(request, HttpResponseRedirect(target), what_it_did(approval, is_approved=form.is_approved))


def what_it_did(approval: Approval, *, is_approved: bool) -> str:
    """What the answer keeps or sets going, by name."""
    number = approval.ticket_id
    if not is_approved:
        return f"Back with those who made the fix. The clock of #{number} runs on where it stood."
    turnaround = (
        Promise.objects.filter(ticket=number, clause="turnaround", cycle=approval.cycle)
        .order_by("-pk")
        .first()
    )
    told = f"Thank you. #{number} is resolved"
    if turnaround is not None and turnaround.state == State.KEPT:
        told += f", and our promise of a fix in {turnaround.allowance} is kept"
    return f"{told}. The written explanation is on its way."
