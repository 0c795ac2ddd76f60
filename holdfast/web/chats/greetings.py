"""What the panel says by itself, page by page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from holdfast.channels.chat.actions.greeting import add_greeting, remove_greeting
from holdfast.channels.chat.models import Greeting
from holdfast.look.once import do_once
from holdfast.look.replies import tell
from holdfast.people.acts import Act
from holdfast.people.door import STAFF, allow
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of, show


class GreetingForm(forms.Form):
    """Where, when, what."""

    page = forms.CharField(
        label="Pages whose address holds",
        max_length=200,
        required=False,
        help_text="As /prices. Empty: every page.",
    )
    after_seconds = forms.IntegerField(label="After seconds", min_value=5, max_value=600, initial=20)
    text = forms.CharField(label="Greeting", max_length=300)


@allow(STAFF)
def greetings(request: HttpRequest) -> HttpResponse:
    """All of them."""
    rows = list(Greeting.objects.order_by("page", "after_seconds"))
    return show(request, "chats/greetings.html", {"greetings": rows}, place="chats")


@allow(Act.WORK_TICKETS)
def greeting_new(request: HttpRequest) -> HttpResponse:
    """Another one."""

    def act(said: dict[str, Any]) -> str:
        do_once(request, lambda: add_greeting(**said, by=person_of(request)).pk)
        return "It is said from now on, while somebody is there."

    sheet = Sheet(title="New greeting", button="Keep it", back=reverse("desk:chat-greetings"), place="chats")
    return ask(request, GreetingForm(request.POST or None), sheet, act)


@allow(Act.WORK_TICKETS)
@require_POST
def greeting_removal(request: HttpRequest, key: int) -> HttpResponse:
    """One less."""
    found = Greeting.objects.filter(pk=key).first()
    if found is None:
        raise Http404("There is no such greeting.")
    remove_greeting(found, by=person_of(request))
    return tell(request, HttpResponseRedirect(reverse("desk:chat-greetings")), "It is said no more.")
