"""The page behind the link that a level of the ladder is mailed: acknowledge, and answer the client (D2)."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from holdfast.escalation.actions.answering import acknowledge_climb, answer_climb
from holdfast.escalation.links import read_level_token
from holdfast.escalation.models import Climb
from holdfast.kernel import clock
from holdfast.look import clocks
from holdfast.look.replies import keep_out_of_caches, tell
from holdfast.look.times import due_in_words
from holdfast.people.door import ANYONE, allow
from holdfast.people.models import Person
from holdfast.portal.frame import show, zone_for
from holdfast.portal.mailed_links.ended import behind_a_link
from holdfast.portal.refusing import refusals_on
from holdfast.portal.tickets.conversation import public_messages, text_shown
from holdfast.promises.wording import title_of

SHOWN = 5


class LevelForm(forms.Form):
    """What the level writes to the client."""

    text = forms.CharField(
        label="Your answer to the client",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="It is mailed to the client under your name.",
    )


@allow(ANYONE)
@behind_a_link
def level(request: HttpRequest, token: str) -> HttpResponse:
    """Looking changes nothing; one button acknowledges, which stops the reminders, the other answers (T50)."""
    climb, person = read_level_token(token)
    form = LevelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            if request.POST.get("act") == "answer":
                answer_climb(climb, text=form.cleaned_data["text"], by=person)
                return _answered(request, climb, person)
            acknowledge_climb(climb, by=person)
            back = HttpResponseRedirect(reverse("portal:level", args=[token]))
            return tell(request, back, "Noted: you have it in hand. You are not reminded any more.")
    return _page(request, climb, person, form)


def _page(request: HttpRequest, climb: Climb, person: Person, form: LevelForm) -> HttpResponse:
    now = clock.now()
    total = int((climb.answer_until - climb.at).total_seconds())
    messages = public_messages(climb.ticket).select_related("author").order_by("-pk")[:SHOWN]
    values = {
        "climb": climb,
        "ticket": climb.ticket,
        "answerer": person,
        "clock": clocks.running(
            due_at=climb.answer_until,
            now=now,
            total=total,
            soon=total // 4,
            label=title_of("escalation_answered", level=climb.level),
        ),
        "told_at": due_in_words(climb.at, now=now, zone=zone_for(person)),
        "said": [
            {"author": message.author_label, "at": message.at, "text": text_shown(message.text)}
            for message in messages
        ],
        "form": form,
        "zone": zone_for(person),
    }
    status = 422 if form.errors else 200
    return keep_out_of_caches(show(request, "portal/links/level.html", values, now=now, status=status))


def _answered(request: HttpRequest, climb: Climb, person: Person) -> HttpResponse:
    values = {
        "title": "Your answer is on its way",
        "words": f"It goes to the client of #{climb.ticket_id} under your name, {person}, and answers level {climb.level}.",
        "is_approved": True,
        "ticket": None,
    }
    return keep_out_of_caches(show(request, "portal/links/answered.html", values, now=clock.now()))
