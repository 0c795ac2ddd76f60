"""Somebody wants to be told by mail of what the status page tells (double opt-in: the form begins nothing)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from holdfast.audience.actions.subscribing import ask_for_subscription
from holdfast.catalogue.models import Component
from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.look.replies import keep_out_of_caches
from holdfast.people.door import ANYONE, allow
from holdfast.people.mailbox import mailbox_of
from holdfast.portal.frame import show
from holdfast.portal.refusing import refusals_on
from holdfast.portal.turnstile import Gate, Limit, pass_gates, source_of

PER_ADDRESS: Final = (Limit(3, timedelta(hours=1)), Limit(6, timedelta(days=1)))
PER_SOURCE: Final = (Limit(10, timedelta(minutes=10)), Limit(40, timedelta(days=1)))
TOO_OFTEN: Final = "too_often"


class SubscriptionForm(forms.Form):
    """The address, and of what; nothing chosen is all."""

    email = forms.EmailField(
        label="Your mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="We send a link there; without it nothing begins.",
    )
    components = forms.ModelMultipleChoiceField(
        Component.objects.none(),
        label="Only of these",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Nothing chosen: of all services.",
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        shown = Component.objects.filter(is_public=True, is_current=True, service__is_current=True)
        self.fields["components"].queryset = shown.select_related("service").order_by(  # type: ignore[attr-defined]
            "service__position", "service", "position", "pk"
        )


@allow(ANYONE)
def subscription(request: HttpRequest) -> HttpResponse:
    """The form; its answer is the same for every address, so that it tells of nobody (T12)."""
    now = clock.now()
    form = SubscriptionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            _ask_unless_too_often(form, source_of(request), at=now)
            return HttpResponseRedirect(reverse("portal:subscription_sent"))
    status = 200 if request.method != "POST" else 429 if form.has_error(NON_FIELD_ERRORS, TOO_OFTEN) else 422
    values = {"form": form}
    answer = show(request, "portal/subscription/form.html", values, now=now, here="status", status=status)
    return keep_out_of_caches(answer)


@allow(ANYONE)
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Where the form leads."""
    values = {
        "title": "Look in your mail",
        "words": "A link is on its way. Your subscription begins when you press the button behind it.",
        "is_approved": True,
    }
    return show(request, "portal/links/answered.html", values, now=clock.now(), here="status")


@transaction.atomic
def _ask_unless_too_often(form: SubscriptionForm, source: str, *, at: datetime) -> None:
    said = form.cleaned_data
    gates = [
        Gate("subscription-address", mailbox_of(said["email"]), PER_ADDRESS),
        Gate("subscription-source", source, PER_SOURCE),
    ]
    if pass_gates(gates, at=at) is not None:
        words = "This was asked for often lately. Look in your mail, or try again in an hour."
        raise Refused(words, code=TOO_OFTEN)
    ask_for_subscription(said["email"], said["components"])
