"""Narrow a list: a form of its own, whose answer is the list's address."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse

from holdfast.clients.models import Organisation
from holdfast.kernel import clock
from holdfast.people.door import STAFF, allow
from holdfast.people.models import Person
from holdfast.tickets.models import Channel
from holdfast.tickets.queries import View
from holdfast.web.frame import part, show
from holdfast.web.queue.choice import PROMISE, Choice, read_choice


class FiltersForm(forms.Form):
    """Each is empty for all."""

    use_required_attribute = False

    priority = forms.ChoiceField(choices=[("", "Any"), *((n, f"Priority {n}") for n in (1, 2, 3, 4))])
    client = forms.ModelChoiceField(Organisation.objects.order_by("name"), empty_label="Any")
    assignee = forms.ModelChoiceField(Person.objects.none(), label="Held by", empty_label="Anybody")
    channel = forms.ChoiceField(choices=[("", "Any"), *Channel.choices])


@allow(STAFF)
def filters(request: HttpRequest, view: str) -> HttpResponse:
    """The filters of a list, sent to the list itself."""
    if view not in View.__members__.values():
        raise Http404("There is no such list.")
    choice = read_choice(View(view), request.GET.dict())
    form = FiltersForm(initial=_initial(choice), auto_id="filter-%s")
    form.fields["assignee"].queryset = Person.objects.staff().order_by("name")  # type: ignore[attr-defined]
    hidden = [("order", PROMISE)] if choice.order == PROMISE else []
    context = {"form": form, "view": view, "hidden": hidden}
    if getattr(request, "htmx", False):
        return part(request, "desk/queue/_filters.html", context, now=clock.now())
    return show(request, "desk/queue/filters.html", context)


def _initial(choice: Choice) -> dict[str, object]:
    narrowed = choice.narrowed
    return {
        "priority": narrowed.priority,
        "client": narrowed.client,
        "assignee": narrowed.assignee,
        "channel": narrowed.channel,
    }
