"""The set-up page: reached only by the one-time link, it makes the installation whole in one act, and lets in (T50)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from holdfast.clients.actions.organisations import enter_own_organisation
from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.look.replies import keep_out_of_caches, stamp_time
from holdfast.look.shapes import Step
from holdfast.people.actions.changing import change_person
from holdfast.people.actions.first_administrator import become_first_administrator
from holdfast.people.actions.links import Purpose, look_at_link
from holdfast.people.door import ANYONE, allow
from holdfast.people.models import Person
from holdfast.policy.actions import publish_shipped
from holdfast.policy.allowance import Allowance
from holdfast.vendor.actions import change_vendor
from holdfast.web.acting import put_refusal
from holdfast.web.office.fields import said_by, zone_field
from holdfast.web.office.mailing import send_test_mail
from holdfast.web.office.people.invitation import invitation, link_ended

UNITS = (
    ("h", "hours, round the clock"),
    ("business hours", "business hours"),
    ("business days", "business days"),
)
PROPOSED = (4, "h")
STEPS = (
    Step("You and your organisation", "now", current=True),
    Step("People", "next"),
    Step("Ladder", "next"),
    Step("Clients", "next"),
    Step("First ticket", "next"),
)


class SetUpForm(forms.Form):
    """Everything that is asked before the first ticket; each group stands under a heading of the page."""

    your_name = forms.CharField(
        label="Your name", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.CharField(
        label="Your mail address", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label="Password",
        max_length=256,
        strip=False,
        help_text="At least ten characters. A short sentence is easy to keep.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    name = forms.CharField(
        label="Name of your organisation",
        max_length=120,
        help_text="As clients know it. They write to “… Support”.",
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    time_zone = zone_field(hint="Business hours are counted in it until you enter calendars.")
    support_address = forms.CharField(
        label="Support address",
        max_length=254,
        help_text=(
            "Clients write to it. Their replies come to the same address with a token behind a plus sign, "
            "support+a412…@, which your mail server must deliver too."
        ),
        widget=forms.EmailInput(attrs={"placeholder": "support@…"}),
    )
    phone = forms.CharField(
        label="Support phone",
        max_length=40,
        required=False,
        help_text="Shown in every mail and on the page “How to reach us”.",
        widget=forms.TextInput(attrs={"type": "tel", "placeholder": "+1 202 555 0143"}),
    )
    amount = forms.IntegerField(
        label="Turnaround of Priority 1", min_value=1, max_value=1000, initial=PROPOSED[0]
    )
    unit = forms.ChoiceField(label="Unit", choices=UNITS, initial=PROPOSED[1])
    trusted_authserv_id = forms.CharField(
        label="Name of your incoming mail server",
        max_length=200,
        required=False,
        help_text=(
            "Optional. Your mail server checks whether a mail is really from its sender, and writes the result under this "
            "name into the header Authentication-Results. Only results under this name are believed. Left empty, every "
            "sender counts as unverified; you can enter it later in the settings."
        ),
        widget=forms.TextInput(attrs={"placeholder": "mx.example.org", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["email"].widget.attrs["inputmode"] = "email"

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if "amount" in said and "unit" in said:
            try:
                said["turnaround"] = Allowance.parse(f"{said['amount']} {said['unit']}")
            except ValueError as wrong:
                self.add_error("amount", str(wrong))
        return said


@allow(ANYONE)
def set_up(request: HttpRequest, token: str) -> HttpResponse:
    """GET looks at the link and uses nothing up; the POST does everything, or nothing, and signs the person in."""
    form = SetUpForm(said_by(request))
    try:
        look_at_link(token, Purpose.SET_UP)
        if request.method == "POST" and form.is_valid():
            return _done(request, token, form)
    except Refused as refused:
        if refused.code in ("no_such_link", "used", "expired", "not_awaited"):
            return link_ended(request, refused)
        put_refusal(form, _at_our_field(refused))
    now = clock.now()
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "now": now, "steps": STEPS}
    return keep_out_of_caches(
        stamp_time(render(request, "office/set_up.html", context, status=status), now=now)
    )


def _done(request: HttpRequest, token: str, form: SetUpForm) -> HttpResponse:
    with transaction.atomic():
        person, told = _make_whole(token, form.cleaned_data)
    request.session.flush()  # whoever was signed in here before leaves nothing behind
    login(request, person)
    messages.success(request, told)
    return HttpResponseRedirect(reverse("desk:first-steps"))


def _make_whole(token: str, said: dict[str, Any]) -> tuple[Person, str]:
    person = become_first_administrator(
        token, email=said["email"], name=said["your_name"], password=said["password"]
    )
    person = change_person(person, time_zone=said["time_zone"], by=person.actor)
    change_vendor(
        name=said["name"],
        support_address=said["support_address"],
        phone=said["phone"],
        time_zone=said["time_zone"],
        trusted_authserv_id=said["trusted_authserv_id"],
        by=person.actor,
    )
    enter_own_organisation(
        name=said["name"], time_zone=said["time_zone"], account_manager=person, by=person.actor
    )
    publish_shipped(said["turnaround"], by=person.actor)
    return person, send_test_mail(person)


def _at_our_field(refused: Refused) -> Refused:
    """A refusal of the policy's turnaround stands at the amount."""
    if refused.field and refused.field.startswith("clauses.turnaround"):
        return Refused(refused.message, code=refused.code, field="amount")
    return refused


set_up_urls = [
    path("set-up/<str:token>/", set_up, name="set_up"),
    path("invitation/<str:token>/", invitation, name="invitation"),
]
