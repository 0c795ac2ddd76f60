"""Mailings: the list, one as its readers get it, writing, sending, dropping."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.safestring import SafeString

from holdfast.catalogue.models import Product
from holdfast.kernel import clock
from holdfast.look.once import do_once
from holdfast.look.pieces import when
from holdfast.news.actions.mailing import drop_mailing, send_mailing, write_mailing
from holdfast.news.models import Mailing, MailingKind
from holdfast.news.readers import audience_of
from holdfast.notices.models import Delivery, Lane, Notice
from holdfast.notices.rendering import render_bare
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.vendor.models import the_vendor
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of, show, zone_of
from holdfast.web.office.fields import said_by
from holdfast.web.office.places import client_places
from holdfast.web.told import Delivered, delivered

SHOWN = 50


class MailingForm(forms.Form):
    kind = forms.ChoiceField(
        label="What it is",
        choices=MailingKind.choices,
        widget=forms.RadioSelect,
        initial=MailingKind.UPGRADES,
        help_text="It goes to those contacts who chose to be told of this.",
    )
    product = forms.ModelChoiceField(
        Product.objects.filter(is_current=True).order_by("name"),
        label="For those who use",
        required=False,
        empty_label="Whatever they use",
    )
    subject = forms.CharField(label="Subject", max_length=200)
    text = forms.CharField(label="Text", max_length=50_000, widget=forms.Textarea(attrs={"rows": 14}))


@dataclass(frozen=True)
class MailingLine:
    subject: str
    url: str
    kind: str
    at: SafeString
    is_sent: bool


@allow(Act.SEND_NEWS)
def mailings(request: HttpRequest) -> HttpResponse:
    """Drafts and what was sent, the newest first."""
    now, zone = clock.now(), zone_of(request)
    context = {
        "lines": [
            MailingLine(
                row.subject,
                reverse("desk:news-one", args=[row.pk]),
                MailingKind(row.kind).label,
                when(row.sent_at or row.written_at, now=now, zone=zone),
                row.sent_at is not None,
            )
            for row in Mailing.objects.order_by("-written_at")[:SHOWN]
        ],
        "views": client_places(request, "news"),
    }
    return show(request, "office/news/list.html", context, place="clients", now=now)


@allow(Act.SEND_NEWS)
def mailing(request: HttpRequest, key: int) -> HttpResponse:
    """One, in the words that its readers get, and whom it would reach; of a sent one what became of it."""
    found = _found(key)
    now = clock.now()
    context = {
        "found": found,
        "kind": MailingKind(found.kind).label,
        "preview": _preview(found, now=now),
        "whom": _whom(found, at=now),
        "delivered": _delivered(found),
        "sent": when(found.sent_at, now=now, zone=zone_of(request)) if found.sent_at else "",
        "views": client_places(request, "news"),
    }
    return show(request, "office/news/page.html", context, place="clients", now=now)


@allow(Act.SEND_NEWS)
def writing(request: HttpRequest, key: int | None = None) -> HttpResponse:
    """Write one, or change a draft."""
    found = _found(key) if key is not None else None
    initial = {name: getattr(found, name) for name in MailingForm.base_fields} if found else {}
    form = MailingForm(said_by(request), initial=initial)

    def act(said: dict[str, Any]) -> str:
        def write() -> int:
            return write_mailing(**said, mailing=found, by=person_of(request)).pk

        return reverse("desk:news-one", args=[write() if found else do_once(request, write)])

    back = reverse("desk:news-one", args=[found.pk]) if found else reverse("desk:news")
    title = "Change the draft" if found else "A product upgrade or a newsletter"
    return ask(request, form, Sheet(title=title, button="Keep the draft", back=back, place="clients"), act)


@allow(Act.SEND_NEWS)
def sending(request: HttpRequest, key: int) -> HttpResponse:
    found = _found(key)

    def act(_: dict[str, Any]) -> str:
        send_mailing(found, by=person_of(request))
        return "It is on its way."

    sheet = Sheet(
        title=f"Send “{found.subject}”",
        button="Send it",
        back=reverse("desk:news-one", args=[found.pk]),
        lead=f"{_whom(found, at=clock.now())} It can’t be taken back.",
        place="clients",
    )
    return ask(request, forms.Form(said_by(request)), sheet, act)


@allow(Act.SEND_NEWS)
def dropping(request: HttpRequest, key: int) -> HttpResponse:
    found = _found(key)

    def act(_: dict[str, Any]) -> str:
        drop_mailing(found, by=person_of(request))
        return "The draft is gone."

    title = f"Drop “{found.subject}”"
    sheet = Sheet(title=title, button="Drop it", back=reverse("desk:news"), danger=True, place="clients")
    return ask(request, forms.Form(said_by(request)), sheet, act)


def _found(key: int) -> Mailing:
    return get_object_or_404(Mailing.objects.select_related("written_by", "sent_by", "product"), pk=key)


def _whom(found: Mailing, *, at: datetime) -> str:
    """`It goes to 12 contacts of 5 clients who use Chat; 2 more want it and are left out: not confirmed.`"""
    audience = audience_of(found.kind, found.product_id, at=at)
    number = len(audience.readers)
    contacts = "1 contact" if number == 1 else f"{number} contacts"
    clients = "1 client" if audience.clients == 1 else f"{audience.clients} clients"
    using = ""
    if found.product:
        using = f" who use{'s' if audience.clients == 1 else ''} {found.product}"
    left = (
        f"; {audience.unconfirmed} more want it and are left out: not confirmed"
        if audience.unconfirmed
        else ""
    )
    return f"It goes to {contacts} of {clients}{using}{left}."


def _preview(found: Mailing, *, now: datetime) -> str:
    """The words by the templates that send it."""
    notice = Notice(kind="news", lane=Lane.NEWS, said={"text": found.text, "news_kind": found.kind})
    row = Delivery(subject=found.subject, address="…", mail_id="<their-own-link@preview>", written_at=now)
    return render_bare(notice, row, the_vendor()).text


def _delivered(found: Mailing) -> Delivered | None:
    if found.notice_id is None:
        return None
    return delivered(list(Delivery.objects.filter(notice=found.notice_id).order_by("pk")))
