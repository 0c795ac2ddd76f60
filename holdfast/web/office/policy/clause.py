"""One clause of the draft: its limits and targets, by priority where they differ, and the calendar they count on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse

from holdfast.calendars.models import Calendar
from holdfast.kernel.refusal import Refused
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.policy.actions import check_document, save_draft
from holdfast.policy.document import CLIENT, Clause, Document
from holdfast.policy.editing import with_value
from holdfast.policy.queries import document_of
from holdfast.policy.rules import Problem
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of
from holdfast.web.office.fields import said_by
from holdfast.web.office.policy.draft import draft_url, found_draft

PRIORITIES = (1, 2, 3, 4)
_HOW = "Like 15 min, 4 h, 4 business hours, 2 business days."


class ClauseForm(forms.Form):
    """The values of one clause; the fields are those that the clause has."""

    def __init__(self, clause: Clause, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.clause = clause
        self.ways: dict[str, str] = {}
        """Which value of the document each field sets."""
        if isinstance(clause.limit, dict):
            for priority in PRIORITIES:
                self._add(
                    f"limit_{priority}",
                    f"limit.{priority}",
                    f"Priority {priority}",
                    clause.limit.get(priority, ""),
                )
                self._add(
                    f"target_{priority}",
                    f"target.{priority}",
                    f"Target of Priority {priority}",
                    _target(clause, priority),
                )
        else:
            self._add("limit", "limit", "Limit", clause.limit)
            if isinstance(clause.target, str):
                self._add("target", "target", "Target", clause.target)
        self.fields["limit_1" if "limit_1" in self.fields else "limit"].help_text = _HOW
        self.fields["calendar"] = forms.CharField(
            label="Counted on",
            help_text="Minutes and hours pass round the clock, whatever stands here.",
            initial=clause.calendar,
            widget=forms.Select(choices=_calendars(clause.calendar)),
        )
        self.fields["revision"] = forms.IntegerField(widget=forms.HiddenInput)

    def _add(self, name: str, way: str, label: str, value: str) -> None:
        self.fields[name] = forms.CharField(label=label, required=False, max_length=60, initial=value)
        self.ways[name] = way

    @property
    def rows(self) -> list[tuple[int, Any, Any]]:
        """Limit and target of each priority, for the table."""
        return [
            (p, self[f"limit_{p}"], self[f"target_{p}"]) for p in PRIORITIES if f"limit_{p}" in self.fields
        ]


class NotSaved(Refused):
    """Values of the clause cannot stand; `fields` holds what is wrong by the form's fields."""

    def __init__(self, fields: dict[str | None, str]) -> None:
        super().__init__("Some values cannot stand.", code="policy_has_problems")
        self.fields = fields


@allow(Act.PUBLISH_POLICY)
def clause(request: HttpRequest, policy: int, id: str) -> HttpResponse:
    """Edit the clause in the draft; what cannot stand is refused at its field."""
    version = found_draft(policy)
    document = document_of(version.pk)
    present = _found(document, id)
    form = ClauseForm(present, said_by(request), initial={"revision": version.revision})
    sheet = Sheet(
        title=present.title,
        button="Save to the draft",
        back=draft_url(version.policy),
        lead="Nothing is in force before you publish; clocks that run keep what they were given.",
        template="office/policy/_clause_fields.html",
        place="policy",
    )

    def save(said: dict[str, Any]) -> str:
        edited = _edited(document, form, said)
        require_sound(edited, form)
        save_draft(version, document=edited, revision=said["revision"], by=person_of(request))
        return f"{present.title} is saved to the draft."

    return ask(request, form, sheet, save)


def require_sound(document: Document, form: ClauseForm) -> None:
    """Refuse with everything that is wrong with this clause, each at its field."""
    path = f"clauses.{form.clause.id}."
    wrong = [each for each in check_document(document) if each.is_error and each.field.startswith(path)]
    if wrong:
        raise NotSaved({_field(problem, path, form): problem.message for problem in wrong})


def _edited(document: Document, form: ClauseForm, said: dict[str, Any]) -> Document:
    path = f"clauses.{form.clause.id}"
    for name, way in form.ways.items():
        if said[name] != (form.fields[name].initial or ""):
            document = with_value(document, f"{path}.{way}", said[name])
    return with_value(document, f"{path}.calendar", said["calendar"])


def _field(problem: Problem, path: str, form: ClauseForm) -> str | None:
    name = problem.field.removeprefix(path).replace(".", "_")
    if name in form.fields:
        return name
    return f"{name}_1" if f"{name}_1" in form.fields else None


def _target(clause: Clause, priority: int) -> str:
    return clause.target.get(priority, "") if isinstance(clause.target, dict) else clause.target


def _calendars(present: str) -> list[tuple[str, str]]:
    choices = [
        (CLIENT, "The client’s own calendar"),
        *Calendar.objects.order_by("name").values_list("key", "name"),
    ]
    return choices if present in dict(choices) else [*choices, (present, present)]


def _found(document: Document, id: str) -> Clause:
    try:
        return document.clause(id)
    except KeyError:
        raise Http404("There is no such clause.") from None
