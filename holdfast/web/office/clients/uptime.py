"""What counts as down, the goal and the credits: those of everybody, and of a client by its own agreement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.clients.models import Organisation
from holdfast.incidents.actions.uptime_terms import Wanted, end_own_terms, set_uptime_terms
from holdfast.incidents.agreed_uptime import Agreed, agreed_by, agreed_for, month_of
from holdfast.incidents.impact import Level
from holdfast.incidents.models import UptimeTerms
from holdfast.incidents.periods import month_named, months_after
from holdfast.incidents.terms_rules import as_lines
from holdfast.incidents.terms_words import bands_in_words, goal_in_words, terms_in_words
from holdfast.incidents.zones_of_clients import zones_of
from holdfast.kernel import clock
from holdfast.people.acts import Act, may
from holdfast.people.door import STAFF, allow
from holdfast.vendor.models import the_vendor
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of, show, zone_of
from holdfast.web.office.clients.found import found_client
from holdfast.web.office.fields import LinesField, said_by
from holdfast.web.office.places import client_places

_MONTHS_AHEAD: Final = 12


@dataclass(frozen=True)
class Set:
    """One row of what was set, in words."""

    from_month: str
    goal: str
    words: str
    bands: str
    fee: str
    because: str
    by: str
    at: datetime
    holds: bool
    is_as_all: bool


class FromForm(forms.Form):
    """From which month on, and why."""

    from_month = forms.TypedChoiceField(label="From", coerce=date.fromisoformat)
    because = forms.CharField(label="Why", max_length=400)

    def __init__(self, *args: Any, first: date, **more: Any) -> None:
        super().__init__(*args, **more)
        months = [months_after(first, count) for count in range(_MONTHS_AHEAD + 1)]
        self.fields["from_month"].choices = [(each.isoformat(), month_named(each)) for each in months]  # type: ignore[attr-defined]


class TermsForm(FromForm):
    goal = forms.DecimalField(label="Goal, per cent of the time", localize=False)
    partial = forms.DecimalField(
        label="What is partly down weighs", help_text="0 to 1; what is down altogether weighs 1."
    )
    degraded = forms.DecimalField(label="What is slow weighs")
    any_down_is_down = forms.BooleanField(
        label="Where anything that a client uses is down, all of it counts as down", required=False
    )
    bands = LinesField(
        label="Credits",
        help_text="One a line: below which uptime how many per cent of the fee, like 99.9 10. Empty: none.",
    )

    field_order: tuple[str, ...] = (
        "from_month",
        "goal",
        "partial",
        "degraded",
        "any_down_is_down",
        "bands",
        "because",
    )


class AgreementForm(TermsForm):
    fee = forms.DecimalField(
        label="Fee of a month", required=False, help_text="Empty: credits are told in per cent only."
    )
    currency = forms.CharField(label="Currency", required=False, max_length=3, help_text="Like EUR.")

    field_order = (*TermsForm.field_order[:-1], "fee", "currency", "because")


@allow(STAFF)
def terms(request: HttpRequest, key: int | None = None) -> HttpResponse:
    """What holds now, what is to come, and what was."""
    organisation = None if key is None else found_client(key)
    now = clock.now()
    month = _month(organisation, now=now)
    present = agreed_for(organisation, month)
    values = {
        "client": organisation,
        "present": present,
        "goal": goal_in_words(present),
        "words": terms_in_words(present),
        "bands": bands_in_words(present),
        "fee": _fee(present),
        "rows": list(_rows(organisation, month)),
        "may_set": may(person_of(request), Act.SET_UPTIME_TERMS),
        "zone": zone_of(request),
        "views": client_places(request, "uptime" if key is None else "clients"),
    }
    return show(request, "office/clients/uptime.html", values, place="clients", now=now)


@allow(Act.SET_UPTIME_TERMS)
def setting(request: HttpRequest, key: int | None = None) -> HttpResponse:
    """Set them for everybody, or by the agreement with one client."""
    organisation = None if key is None else found_client(key)
    month = _month(organisation, now=clock.now())
    present = agreed_for(organisation, month)
    form_of = TermsForm if organisation is None else AgreementForm
    form = form_of(said_by(request), first=month, initial=_initial(present))
    whose = "everybody" if organisation is None else str(organisation)
    sheet = Sheet(
        title=f"Uptime and credits of {whose}",
        button="Set them",
        back=_url(organisation),
        lead="Months that are over stay as they were stated. A credit is only ever proposed to us.",
        place="clients",
    )

    def act(said: dict[str, Any]) -> str:
        from_month, because = said.pop("from_month"), said.pop("because")
        person = person_of(request)
        set_uptime_terms(
            Wanted(**said), organisation=organisation, from_month=from_month, because=because, by=person
        )
        return f"They hold from {month_named(from_month)} on."

    return ask(request, form, sheet, act)


@allow(Act.SET_UPTIME_TERMS)
def ending(request: HttpRequest, key: int) -> HttpResponse:
    """From a month on what holds for everybody holds for this client again."""
    organisation = found_client(key)
    form = FromForm(said_by(request), first=_month(organisation, now=clock.now()))
    sheet = Sheet(
        title=f"End what was agreed with {organisation}",
        button="End it",
        back=_url(organisation),
        lead="What holds for everybody holds for them from then on.",
        place="clients",
    )

    def act(said: dict[str, Any]) -> str:
        end_own_terms(organisation, **said, by=person_of(request))
        return f"What holds for everybody holds for them from {month_named(said['from_month'])} on."

    return ask(request, form, sheet, act)


def _month(organisation: Organisation | None, *, now: datetime) -> date:
    if organisation is None:
        return month_of(now, the_vendor().time_zone)
    return zones_of(organisation).month_of(now)


def _url(organisation: Organisation | None) -> str:
    if organisation is None:
        return reverse("desk:uptime")
    return reverse("desk:client-uptime", args=[organisation.pk])


def _initial(present: Agreed) -> dict[str, Any]:
    weights = present.terms.weights
    return {
        "goal": f"{present.terms.target.normalize():f}",
        "partial": _share(weights[Level.PARTIAL]),
        "degraded": _share(weights[Level.DEGRADED]),
        "any_down_is_down": present.terms.any_down_is_down,
        "bands": "\n".join(as_lines(present.bands)),
        "fee": present.fee,
        "currency": present.currency,
    }


def _share(hundredths: int) -> str:
    return f"{(Decimal(hundredths) / 100).normalize():f}"


def _fee(agreed: Agreed) -> str:
    return f"{agreed.fee:,.2f} {agreed.currency} a month" if agreed.fee else ""


def _rows(organisation: Organisation | None, month: date) -> Iterator[Set]:
    rows = UptimeTerms.objects.filter(organisation=organisation).select_related("by")
    in_force: set[bool] = set()
    for row in rows.order_by("-from_month", "-pk")[:50]:
        agreed, has_begun = agreed_by(row), row.from_month <= month
        yield Set(
            month_named(row.from_month),
            goal_in_words(agreed),
            terms_in_words(agreed),
            bands_in_words(agreed),
            _fee(agreed),
            row.because,
            str(row.by),
            row.at,
            has_begun and True not in in_force,
            row.is_as_all,
        )
        in_force.add(has_begun)
