"""The canned answers: a list that every agent may add to and change."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from holdfast.channels.chat.actions.canning import remove_canned, save_canned
from holdfast.channels.chat.models import CannedAnswer
from holdfast.look.once import do_once
from holdfast.look.replies import tell
from holdfast.people.acts import Act
from holdfast.people.door import STAFF, allow
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of, show


class CannedForm(forms.Form):
    """A name, and what it says."""

    name = forms.CharField(label="Name", max_length=40, help_text="Said with a slash: /hello")
    text = forms.CharField(
        label="Answer",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="{visitor}, {agent} and {reference} are filled in.",
    )


@allow(STAFF)
def canned_list(request: HttpRequest) -> HttpResponse:
    """All of them, by name."""
    rows = CannedAnswer.objects.select_related("changed_by").order_by("name")
    return show(request, "chats/canned.html", {"canned": list(rows)}, place="chats")


@allow(Act.WORK_TICKETS)
def canned(request: HttpRequest, key: int = 0) -> HttpResponse:
    """Write one anew, or change one."""
    found = _found(key) if key else None
    initial = {"name": found.name, "text": found.text} if found else {}
    form = CannedForm(request.POST or None, initial=initial)
    if found:
        form.fields["name"].disabled = True

    def act(said: dict[str, Any]) -> str:
        def write() -> int:
            return save_canned(name=said["name"], text=said["text"], by=person_of(request)).pk

        saved = _found(write() if found else do_once(request, write))
        return f"The answer /{saved.name} is kept."

    title = f"Change /{found.name}" if found else "New answer"
    sheet = Sheet(title=title, button="Keep it", back=reverse("desk:chat-canned"), place="chats")
    return ask(request, form, sheet, act)


@allow(Act.WORK_TICKETS)
@require_POST
def canned_removal(request: HttpRequest, key: int) -> HttpResponse:
    """Remove one."""
    found = _found(key)
    remove_canned(found, by=person_of(request))
    return tell(
        request, HttpResponseRedirect(reverse("desk:chat-canned")), f"The answer /{found.name} is removed."
    )


def _found(key: int) -> CannedAnswer:
    found = CannedAnswer.objects.filter(pk=key).first()
    if found is None:
        raise Http404("There is no such answer.")
    return found
