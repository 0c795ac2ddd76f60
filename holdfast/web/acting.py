"""What every form of the desk does alike: show it, let it happen, put a refusal at its field, go back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string

from holdfast.kernel import clock
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.look.replies import confirm_draft
from holdfast.web.frame import part, show


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """How a form is shown: its title, a sentence on what follows, its button, and where one goes back to."""

    title: str
    button: str
    """Without one there is nothing to send: only the words of its template stand there."""
    back: str
    lead: str = ""
    """What is kept or started by it, written next to the button."""
    danger: bool = False
    template: str = "desk/_fields.html"
    """The fields, where they are more than a list."""
    page: str = "desk/form.html"
    """The page around it, where it stands among others; it extends that one."""
    more: dict[str, Any] = field(default_factory=dict)
    place: str = "tickets"
    has_files: bool = False


def ask(
    request: HttpRequest, form: forms.Form, sheet: Sheet, act: Callable[[dict[str, Any]], str]
) -> HttpResponse:
    """Show the form as a page, or to htmx as the inside of a dialog; on POST let `act` happen and go back.

    `act` takes the cleaned values and returns what is told afterwards, or an address to go to. A refusal stands at
    its field, with all that was typed (422); who may not gets the page that says so (403).
    """
    if request.method == "POST" and form.is_valid():
        try:
            told = act(form.cleaned_data)
        except Forbidden as refused:
            raise PermissionDenied(refused.message) from None
        except Refused as refused:
            put_refusal(form, refused)
        else:
            return go_back(request, sheet.back, told)
    status = 422 if request.method == "POST" else 200
    fields = render_to_string(sheet.template, {"form": form, **sheet.more}, request)
    context = {
        "form": form,
        "sheet": sheet,
        "action": request.get_full_path(),
        "fields": fields,
        **sheet.more,
    }
    if getattr(request, "htmx", False):
        return part(request, "desk/_form.html", context, now=clock.now(), status=status)
    return show(request, sheet.page, context, place=sheet.place, status=status)


def go_back(request: HttpRequest, to: str, told: str) -> HttpResponse:
    """Leave the form: what was done is told as a toast on the page that follows."""
    if told.startswith("/"):
        to, told = told, ""
    if told:
        messages.success(request, told)
    if getattr(request, "htmx", False):
        answer = HttpResponse(status=204, headers={"HX-Redirect": to})
    else:
        answer = HttpResponseRedirect(to)
    return confirm_draft(request, answer, request.get_full_path())  # the form's draft bears its address


def put_refusal(form: forms.Form, refused: Refused) -> None:
    """Put what was refused at the field it is about, or over the whole form."""
    missing = getattr(refused, "fields", None) or {refused.field: refused.message}
    for name, message in missing.items():
        form.add_error(name if name in form.fields else None, message)
