"""One person: what is known of them, what they may do, and whether they may enter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.look.once import do_once
from holdfast.people.actions.changing import change_person
from holdfast.people.actions.entering import change_roles, enter_person, let_in, shut_out
from holdfast.people.actions.teams import put_in_teams
from holdfast.people.acts import MAY, Act, require_may
from holdfast.people.door import allow
from holdfast.people.models import Person, Role, Team
from holdfast.vendor.models import the_vendor
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of, show, zone_of
from holdfast.web.office.fields import ZoneForm, said_by, zone_field
from holdfast.web.office.mailing import send_invitation
from holdfast.web.office.people.listing import roles_in_words, state_of
from holdfast.web.office.places import office_places


class AboutForm(ZoneForm):
    """What is known of a person; nothing here lets anybody do more (T43)."""

    name = forms.CharField(label="Name", max_length=200)
    title = forms.CharField(
        label="Title",
        max_length=120,
        required=False,
        help_text="As on the ladder: Assistant Director, Software.",
    )
    phone = forms.CharField(
        label="Phone", max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    time_zone = zone_field()


class RolesForm(forms.Form):
    roles = forms.MultipleChoiceField(
        label="Roles",
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Several at once are usual. Without any, the person does not work here.",
    )
    teams = forms.ModelMultipleChoiceField(
        label="Teams",
        queryset=Team.objects.order_by("name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class NewForm(AboutForm, RolesForm):
    email = forms.CharField(label="Mail address", max_length=254, widget=forms.EmailInput())
    field_order = ("name", "email", "roles", "teams", "title", "phone", "time_zone")

    def clean_roles(self) -> list[str]:
        roles: list[str] = self.cleaned_data["roles"]
        if not roles:
            raise forms.ValidationError("Choose at least one role; contacts of clients are entered there.")
        return roles


@allow(Act.CHANGE_PEOPLE)
def person(request: HttpRequest, key: int) -> HttpResponse:
    """The person's page."""
    them = get_object_or_404(Person.objects.select_related("contact__organisation"), pk=key)
    state, tone = state_of(them)
    may = [act.value for act in Act if not MAY[act].isdisjoint(them.roles)]
    context = {
        "them": them,
        "roles": roles_in_words(them),
        "teams": [team.name for team in them.teams.order_by("name")],
        "state": state,
        "tone": tone,
        "acts": may,
        "manages": list(them.manages.order_by("name")),
        "can_be_invited": them.is_vendor and them.is_active and not them.has_usable_password(),
        "is_me": them == person_of(request),
        "zone": zone_of(request),
        "views": office_places(request, "people"),
    }
    return show(request, "office/people/person.html", context, place="people", now=clock.now())


@allow(Act.CHANGE_PEOPLE)
def entering(request: HttpRequest) -> HttpResponse:
    """Enter somebody who works here; a mail with a link to set a password goes to them."""
    form = NewForm(said_by(request), initial={"time_zone": the_vendor().time_zone, "roles": ["agent"]})
    sheet = Sheet(
        title="Enter a person",
        button="Enter and invite",
        back=reverse("desk:people"),
        lead="They get a mail with a link to set a password; it works once, within seven days.",
        template="office/people/_roles_fields.html",
        place="people",
    )

    def enter(said: dict[str, Any]) -> str:
        them = Person.objects.get(pk=do_once(request, lambda: _enter(said, by=person_of(request))))
        return f"{them} is entered. The invitation goes to {them.email}."

    return ask(request, form, sheet, enter)


@transaction.atomic
def _enter(said: dict[str, Any], *, by: Person) -> int:
    require_may(by, Act.CHANGE_PEOPLE)
    them = enter_person(email=said["email"], name=said["name"], roles=said["roles"], by=by.actor)
    change_person(them, title=said["title"], phone=said["phone"], time_zone=said["time_zone"], by=by.actor)
    put_in_teams(them, teams=said["teams"], by=by)
    send_invitation(them, by=by)
    return them.pk


@allow(Act.CHANGE_PEOPLE)
def about(request: HttpRequest, key: int) -> HttpResponse:
    """Change name, title, phone, time zone."""
    them = get_object_or_404(Person, pk=key)
    fields = ("name", "title", "phone", "time_zone")
    form = AboutForm(said_by(request), initial={name: getattr(them, name) for name in fields})
    sheet = Sheet(title=f"Change {them}", button="Save", back=_page(them), place="people")

    def save(said: dict[str, Any]) -> str:
        change_person(them, **{name: said[name] for name in fields}, by=person_of(request).actor)
        return "Saved."

    return ask(request, form, sheet, save)


@allow(Act.CHANGE_PEOPLE)
def roles(request: HttpRequest, key: int) -> HttpResponse:
    """Say what the person may do, and in which teams they take tickets."""
    them = get_object_or_404(Person, pk=key)
    form = RolesForm(said_by(request), initial={"roles": them.roles, "teams": them.teams.all()})
    sheet = Sheet(
        title=f"What {them} does",
        button="Save",
        back=_page(them),
        template="office/people/_roles_fields.html",
        place="people",
    )
    return ask(request, form, sheet, lambda said: _set_roles(them, said, by=person_of(request)))


@transaction.atomic
def _set_roles(them: Person, said: dict[str, Any], *, by: Person) -> str:
    if said["roles"] and getattr(them, "contact", None) is not None:
        raise Refused(
            f"{them} is a contact of {them.contact.organisation}. End that first.",
            code="is_contact",
            field="roles",
        )
    them = change_roles(them, roles=said["roles"], by=by)
    if them.is_vendor:
        put_in_teams(them, teams=said["teams"], by=by)
    return f"{them} now does: {roles_in_words(them)}."


@allow(Act.CHANGE_PEOPLE)
@require_POST
def entry(request: HttpRequest, key: int) -> HttpResponse:
    """Shut the person out, let them in, or mail a new invitation, as the button says."""
    them, by = get_object_or_404(Person, pk=key), person_of(request)
    try:
        match request.POST.get("act"):
            case "shut-out":
                shut_out(them, by=by)
                messages.success(request, f"{them} is shut out. All they did stays on record.")
            case "let-in":
                let_in(them, by=by)
                messages.success(request, f"{them} may enter again.")
            case "invite":
                _invite_again(them, by=by)
                messages.success(
                    request, f"A new invitation goes to {them.email}; the one before it has ended."
                )
            case _:
                return HttpResponse("There is no such act.", status=400, content_type="text/plain")
    except Refused as refused:
        messages.error(request, refused.message)
    return HttpResponseRedirect(_page(them))


def _invite_again(them: Person, *, by: Person) -> None:
    if not them.is_vendor or not them.is_active or them.has_usable_password():
        raise Refused(f"{them} has a password already, or does not work here.", code="not_to_invite")
    send_invitation(them, by=by)


def _page(them: Person) -> str:
    return reverse("desk:person", args=[them.pk])
