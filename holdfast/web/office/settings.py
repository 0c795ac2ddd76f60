"""The vendor's settings, and the mailboxes that are fetched."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from holdfast.carriers.choice import why_kept
from holdfast.channels.mail.mailboxes import save_mailbox
from holdfast.channels.models import Mailbox, Tls
from holdfast.channels.queries import mailboxes as all_mailboxes
from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.look.once import do_once
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.vendor.actions import change_vendor
from holdfast.vendor.models import the_vendor
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of, show, zone_of
from holdfast.web.office.fields import LinesField, ZoneForm, said_by, zone_field
from holdfast.web.office.mailing import send_test_mail
from holdfast.web.office.places import office_places

_VENDOR = ("name", "support_address", "phone", "time_zone", "trusted_authserv_id", "other_addresses")


class VendorForm(ZoneForm):
    name = forms.CharField(label="Name of your organisation", max_length=120)
    support_address = forms.CharField(
        label="Support address",
        max_length=254,
        help_text="Where clients write. What stands behind a plus sign must reach it too.",
        widget=forms.EmailInput(),
    )
    other_addresses = LinesField(
        label="Other addresses of ours",
        help_text="One a line. Mail from them is our own come back, and opens no ticket.",
    )
    phone = forms.CharField(
        label="Support phone", max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    time_zone = zone_field()
    trusted_authserv_id = forms.CharField(
        label="Name of your incoming mail server",
        max_length=200,
        required=False,
        help_text="Under which it writes its checks into Authentication-Results; empty: every sender is unverified.",
        widget=forms.TextInput(attrs={"spellcheck": "false"}),
    )


class MailboxForm(forms.Form):
    """A mailbox fetched by IMAP; its password is written to a private file and never shown again."""

    name = forms.CharField(label="Name", max_length=80, help_text="How you tell it from others: Support.")
    host = forms.CharField(label="IMAP server", max_length=200)
    port = forms.IntegerField(label="Port", min_value=1, max_value=65535, initial=993)
    tls = forms.ChoiceField(label="Encryption", choices=Tls.choices, initial=Tls.IMPLICIT)
    user = forms.CharField(
        label="User", max_length=254, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    password = forms.CharField(
        label="Password",
        required=False,
        strip=False,
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    folder = forms.CharField(label="Folder", max_length=200, initial="INBOX")
    done_folder = forms.CharField(
        label="Folder for what is stored",
        max_length=200,
        required=False,
        help_text="Empty: mail stays where it is, marked as seen.",
    )
    is_active = forms.BooleanField(label="Fetch it", required=False, initial=True)


@allow(Act.CHANGE_PEOPLE)
def settings(request: HttpRequest) -> HttpResponse:
    """Name, addresses, phone, time zone, the relay whose word is believed."""
    vendor, by = the_vendor(), person_of(request)
    form = VendorForm(
        said_by(request),
        initial={name: getattr(vendor, name) for name in _VENDOR}
        | {"other_addresses": "\n".join(vendor.other_addresses)},
    )
    sheet = Sheet(
        title="Vendor settings",
        button="Save",
        back=reverse("desk:settings"),
        template="office/_settings_fields.html",
        page="office/settings.html",
        more={"views": office_places(request, "settings"), "why_kept": why_kept(demo_sink=vendor.demo_sink)},
        place="people",
    )

    def save(said: dict[str, Any]) -> str:
        change_vendor(**{name: said[name] for name in _VENDOR}, by=by.actor)
        return "The settings are saved."

    return ask(request, form, sheet, save)


@allow(Act.CHANGE_PEOPLE)
@require_POST
def test_mail(request: HttpRequest) -> HttpResponse:
    """Send the test mail to oneself."""
    messages.success(request, send_test_mail(person_of(request)))
    return HttpResponseRedirect(reverse("desk:settings"))


@allow(Act.CHANGE_PEOPLE)
def mailboxes(request: HttpRequest) -> HttpResponse:
    """Every mailbox that is fetched, and how that goes."""
    context = {
        "mailboxes": list(all_mailboxes()),
        "zone": zone_of(request),
        "views": office_places(request, "mailboxes"),
    }
    return show(request, "office/mailboxes.html", context, place="people", now=clock.now())


@allow(Act.CHANGE_PEOPLE)
def mailbox(request: HttpRequest, key: int | None = None) -> HttpResponse:
    """Make a mailbox, or change it; the name of one that stands stays."""
    present = get_object_or_404(Mailbox, pk=key) if key is not None else None
    names = [name for name in MailboxForm.base_fields if name != "password"]
    form = MailboxForm(
        said_by(request), initial={name: getattr(present, name) for name in names} if present else {}
    )
    if present:
        form.fields["name"].disabled = True
        form.fields["password"].help_text = "Leave it empty to keep the present one."
    sheet = Sheet(
        title=f"Mailbox {present}" if present else "New mailbox",
        button="Save",
        back=reverse("desk:mailboxes"),
        place="people",
    )
    return ask(request, form, sheet, lambda said: _save(request, said, present))


def _save(request: HttpRequest, said: dict[str, Any], present: Mailbox | None) -> str:
    def write() -> int:
        if present is None and Mailbox.objects.filter(name=said["name"]).exists():
            raise Refused("There is a mailbox of that name already.", code="mailbox_exists", field="name")
        return save_mailbox(**said, by=person_of(request)).pk

    _ = write() if present else do_once(request, write, unsaid=["password"])
    return f"The mailbox {said['name']} is saved; the worker fetches it from now on."
