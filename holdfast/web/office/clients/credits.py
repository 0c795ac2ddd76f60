"""The credit of a client's month at the desk: what is proposed, from what, what was decided, and the decision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.clients.models import Organisation
from holdfast.incidents.periods import month_named
from holdfast.kernel import clock
from holdfast.people.acts import Act, may
from holdfast.people.door import allow
from holdfast.reports.actions.credits import decide_credit
from holdfast.reports.credits import decisions_of, in_words, inputs_of, proposed
from holdfast.reports.models import Credit
from holdfast.reports.months import months_of
from holdfast.reports.statement import Statement, statement_of
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of
from holdfast.web.office.clients.found import found_client
from holdfast.web.office.fields import said_by


@dataclass(frozen=True)
class Decision:
    """One decision in words."""

    words: str
    because: str
    by: str
    at: datetime


class CreditForm(forms.Form):
    percent = forms.IntegerField(
        label="Per cent of the month’s fee", help_text="What is proposed stands there; 0 declines it."
    )
    because = forms.CharField(
        label="Why",
        max_length=400,
        required=False,
        help_text="Where it is not what is proposed. It stays among us.",
    )
    after = forms.IntegerField(required=False, widget=forms.HiddenInput)


def credit_values(statement: Statement, decisions: Sequence[Credit], request: HttpRequest) -> dict[str, Any]:
    """What the card of the statement needs; none before the month is over."""
    if not statement.is_over:
        return {}
    suggested, newest = proposed(statement), next(iter(decisions), None)
    inputs = inputs_of(statement)
    return {
        "headline": f"Proposed: {in_words(suggested, statement.agreed)}" if suggested else "None is proposed",
        "inputs": inputs,
        "decisions": list(_decisions(decisions)),
        "is_given": newest is not None and newest.percent > 0,
        "has_changed": newest is not None and [tuple(each) for each in newest.inputs] != inputs,
        "may_decide": may(person_of(request), Act.DECIDE_CREDIT),
    }


def _decisions(decisions: Sequence[Credit]) -> Iterator[Decision]:
    for each in decisions:
        words = f"Given: {in_words(each.percent, each)}" if each.percent else "Declined"
        if each.percent != each.proposed:
            words += f" ({f'{each.proposed} %' if each.proposed else 'none'} was proposed)"
        yield Decision(words, each.because, str(each.by), each.at)


@allow(Act.DECIDE_CREDIT)
def credit(request: HttpRequest, key: int, month: date) -> HttpResponse:
    """Give what is proposed, or another share, or none."""
    organisation, now = found_client(key), clock.now()
    statement = _statement(organisation, month, now=now)
    newest = next(iter(decisions_of(organisation, month)), None)
    suggested = proposed(statement)
    initial = {"percent": newest.percent if newest else suggested, "after": newest.pk if newest else None}
    sheet = Sheet(
        title=f"Credit of {organisation} for {month_named(month)}",
        button="Decide",
        back=reverse("desk:client-statement-month", args=[key, month]),
        lead="What is given stands in the client’s statement from then on. Nothing is sent.",
        place="clients",
    )

    def decide(said: dict[str, Any]) -> str:
        made = decide_credit(organisation, month, **said, by=person_of(request))
        return f"Given: {in_words(made.percent, made)}." if made.percent else "No credit is given."

    return ask(request, CreditForm(said_by(request), initial=initial), sheet, decide)


def _statement(organisation: Organisation, month: date, *, now: datetime) -> Statement:
    months = months_of(organisation, now=now)
    if not months.first <= month <= months.present:
        raise Http404("Of that month there is nothing to decide.")
    return statement_of(organisation, month, now=now)
