"""The page on which one asks for a link."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.people.actions.entering import require_address
from holdfast.people.door import ANYONE, allow
from holdfast.people.own_paths import own_path
from holdfast.portal.frame import show
from holdfast.portal.sign_in.mailing import address_gates, mail_link, source_gate
from holdfast.portal.turnstile import pass_gates, source_of


class AddressForm(forms.Form):
    """An address, and where to go after signing in."""

    address = forms.CharField(
        label="Email", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_address(self) -> str:
        try:
            return require_address(self.cleaned_data["address"])
        except Refused as refused:
            raise forms.ValidationError(refused.message) from refused

    def clean_next(self) -> str:
        return own_path(self.cleaned_data["next"])


@allow(ANYONE)
def ask_for_link(request: HttpRequest) -> HttpResponse:
    """The answer is the same whether we know the address or not."""
    now = clock.now()
    form = AddressForm(_typed(request), initial={"next": own_path(request.GET.get("next", ""))})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            if pass_gates([source_gate(source_of(request))], at=now) is not None:
                status = 429
                form.add_error(None, "Many links were asked for from here. Try again in a while.")
            else:
                address = form.cleaned_data["address"]
                if pass_gates(address_gates(address), at=now) is None:
                    mail_link(address, next_path=form.cleaned_data["next"], at=now)
                return HttpResponseRedirect(reverse("mailed_sign_in_sent"))
    return show(request, "portal/sign_in/ask.html", {"form": form}, now=now, status=status)


def _typed(request: HttpRequest) -> dict[str, str] | None:
    """What was typed here, or before this button of the sign-in page was pressed: there the address is `login`."""
    said = request.POST
    address = said.get("address", said.get("login", ""))
    return {"address": address, "next": said.get("next", "")} if request.method == "POST" else None


@allow(ANYONE)
def link_sent(request: HttpRequest) -> HttpResponse:
    """What happens next, if the address is known."""
    return show(request, "portal/sign_in/sent.html", {}, now=clock.now())
