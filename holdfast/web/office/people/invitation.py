"""The page behind an invitation: its holder sets a password, once (T50)."""

from __future__ import annotations

from django import forms
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from holdfast.kernel.refusal import Refused
from holdfast.look.replies import keep_out_of_caches
from holdfast.people.actions.changing import accept_invitation
from holdfast.people.actions.links import Purpose, look_at_link
from holdfast.people.door import ANYONE, allow
from holdfast.vendor.models import the_vendor
from holdfast.web.acting import put_refusal
from holdfast.web.office.fields import said_by

_ENDED = ("no_such_link", "used", "expired")


class PasswordForm(forms.Form):
    password = forms.CharField(
        label="Password",
        max_length=256,
        strip=False,
        help_text="At least ten characters. A short sentence is easy to keep.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


@allow(ANYONE)
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """GET looks at the link and uses nothing up, for mail scanners look too; the POST sets the password and lets in."""
    form = PasswordForm(said_by(request))
    try:
        link = look_at_link(token, Purpose.INVITATION)
        if request.method == "POST" and form.is_valid():
            person = accept_invitation(token, password=form.cleaned_data["password"])
            request.session.flush()  # whoever was signed in here before leaves nothing behind
            login(request, person)
            return HttpResponseRedirect("/desk/" if person.is_vendor else "/")
    except Refused as refused:
        if refused.code in _ENDED:
            return link_ended(request, refused)
        put_refusal(form, refused)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "invited": link.person, "vendor_name": the_vendor().name}
    return keep_out_of_caches(render(request, "office/invitation.html", context, status=status))


def link_ended(request: HttpRequest, refused: Refused) -> HttpResponse:
    """410 for what was ours and has ended, 404 for what never was."""
    status = 404 if refused.code == "no_such_link" else 410
    context = {"words": refused.message, "is_gone": status == 410, "vendor_name": the_vendor().name}
    return keep_out_of_caches(render(request, "office/link_ended.html", context, status=status))
