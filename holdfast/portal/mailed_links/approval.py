"""The page behind the approver's link: the fix and its cause, and the answer; the mailed link proves the address (C5)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from holdfast.kernel import clock
from holdfast.look.replies import keep_out_of_caches
from holdfast.look.times import due_in_words
from holdfast.people.door import ANYONE, allow
from holdfast.people.models import Person
from holdfast.portal.frame import show, zone_for
from holdfast.portal.mailed_links.ended import behind_a_link
from holdfast.portal.refusing import refusals_on
from holdfast.portal.tickets.answering import AnswerForm, what_it_did
from holdfast.portal.tickets.promised import promises_for_client
from holdfast.portal.tickets.sight import what_approving_keeps
from holdfast.procedure.actions.answering import answer_approval
from holdfast.procedure.links import read_approval_token
from holdfast.procedure.models import Approval, Via


@allow(ANYONE)
@behind_a_link
def approval(request: HttpRequest, token: str) -> HttpResponse:
    """Looking changes nothing, so a scanner that opens the link approves nothing; a POST answers (T50)."""
    asked, person = read_approval_token(token)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            answer_approval(
                asked,
                person=person,
                is_approved=form.is_approved,
                words=form.cleaned_data["words"],
                via=Via.LINK,
            )
            return _done(request, asked, is_approved=form.is_approved)
    return _page(request, asked, person, form)


def _page(request: HttpRequest, asked: Approval, person: Person, form: AnswerForm) -> HttpResponse:
    now = clock.now()
    ticket = asked.ticket
    values = {
        "approval": asked,
        "ticket": ticket,
        "approver": person,
        "for_whom": ticket.organisation or person,
        "keeps": what_approving_keeps(promises_for_client(ticket.pk, ticket.cycle), now=now),
        "asked_at": due_in_words(asked.asked_at, now=now, zone=zone_for(person)),
        "told_client": asked.fix.told_client,
        "form": form,
    }
    status = 422 if form.errors else 200
    return keep_out_of_caches(show(request, "portal/links/approval.html", values, now=now, status=status))


def _done(request: HttpRequest, asked: Approval, *, is_approved: bool) -> HttpResponse:
    values = {
        "title": "You approved the fix" if is_approved else "Back with us",
        "words": what_it_did(asked, is_approved=is_approved),
        "is_approved": is_approved,
        "ticket": asked.ticket,
    }
    return keep_out_of_caches(show(request, "portal/links/answered.html", values, now=clock.now()))
