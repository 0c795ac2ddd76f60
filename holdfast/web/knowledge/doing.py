"""What is done with an article beside writing it: review, approval, time, archive, settings, translation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from holdfast.kernel.refusal import Refused
from holdfast.knowledge.actions.archiving import archive_article
from holdfast.knowledge.actions.finding import newest_revision
from holdfast.knowledge.actions.reviewing import (
    approve_article,
    ask_for_review,
    check_article,
    return_article,
)
from holdfast.knowledge.actions.settling import settle_article
from holdfast.knowledge.actions.writing import Text, translate_article
from holdfast.knowledge.languages import CHOICES
from holdfast.knowledge.models import Article, State
from holdfast.look.replies import tell
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of, zone_of
from holdfast.web.knowledge.forms import ChangedSettingsForm, settings_of
from holdfast.web.knowledge.found import found_article
from holdfast.web.knowledge.listing import article_url
from holdfast.web.office.fields import LocalInstantField, said_by


class ReturnForm(forms.Form):
    because = forms.CharField(label="What is to be changed", max_length=400)


class ApprovalForm(forms.Form):
    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    publish_at = LocalInstantField(label="Publish at", help_text="Empty: now.")


class LanguageForm(forms.Form):
    language = forms.ChoiceField(choices=CHOICES)


@allow(Act.WRITE_ARTICLES)
@require_POST
def review(request: HttpRequest, key: int) -> HttpResponse:
    """Hand the draft to a second person."""
    return _at_once(request, key, ask_for_review, "It waits for a second person")


@allow(Act.APPROVE_ARTICLES)
def approval(request: HttpRequest, key: int) -> HttpResponse:
    """Approve the revision that was looked at, for now or for a time."""
    found = found_article(key)
    form = ApprovalForm(said_by(request), initial={"number": found.newest})
    field = form.fields["publish_at"]
    assert isinstance(field, LocalInstantField)
    field.zone = zone_of(request)

    def approve(said: dict[str, Any]) -> str:
        done = approve_article(found, **said, by=person_of(request))
        return "Approved; it appears at its time" if done.publish_at else "Readers have it now"

    lead = f"Times are those of {field.zone.key}. It can be read by: {found.get_audience_display().lower()}."
    sheet = _sheet(found, f"Approve “{found.title}”", "Approve and publish", lead)
    return ask(request, form, sheet, approve)


@allow(Act.WRITE_ARTICLES)
def returning(request: HttpRequest, key: int) -> HttpResponse:
    """Back to the draft, with a word why."""
    found = found_article(key)

    def give_back(said: dict[str, Any]) -> str:
        return_article(found, because=said["because"], by=person_of(request))
        return "It is a draft again"

    return ask(
        request, ReturnForm(said_by(request)), _sheet(found, "Give it back", "Give it back"), give_back
    )


@allow(Act.APPROVE_ARTICLES)
def archiving(request: HttpRequest, key: int) -> HttpResponse:
    """Readers see it no more."""
    found = found_article(key)

    def archive(_: dict[str, Any]) -> str:
        archive_article(found, by=person_of(request))
        return "Readers see it no more"

    also = found.translations.exclude(state=State.ARCHIVED).count()
    lead = "Its revisions stay here, and saving a new one brings it back as a draft."
    if also:
        lead = f"Its translations ({also}) go with it, and come back with it. {lead}"
    sheet = _sheet(found, f"Archive “{found.title}”", "Archive it", lead, danger=True)
    return ask(request, forms.Form(said_by(request)), sheet, archive)


@allow(Act.WRITE_ARTICLES)
@require_POST
def checking(request: HttpRequest, key: int) -> HttpResponse:
    """It is still right."""
    return _at_once(request, key, check_article, "Said to be right today; look again in half a year")


@allow(Act.WRITE_ARTICLES)
def settings(request: HttpRequest, key: int) -> HttpResponse:
    """Whom it is for, where it stands, who looks after it."""
    found = found_article(key)
    form = ChangedSettingsForm(said_by(request), initial=settings_of(found))

    def settle(said: dict[str, Any]) -> str:
        try:
            settle_article(found, form.settings(), seen=said["seen"], by=person_of(request))
        except Refused as refused:
            if refused.code == "settled_meanwhile":
                form.show_present(found_article(key).settings_number)
            raise
        return "Saved"

    lead = (
        "Of what is published or in review, only who may approve changes who may read it. "
        "Opened to fewer, its translations are too."
    )
    return ask(request, form, _sheet(found, f"Settings of “{found.title}”", "Save", lead), settle)


@allow(Act.WRITE_ARTICLES)
def translation(request: HttpRequest, key: int) -> HttpResponse:
    """The same in another language, beginning with the text of the original."""
    found = found_article(key)
    original = found.original or found

    def translate(said: dict[str, Any]) -> str:
        newest = newest_revision(original)
        text = Text(title=newest.title, summary=newest.summary, source=newest.source)
        made = translate_article(original, text, language=said["language"], by=person_of(request))
        return article_url(made)

    lead = "It begins with the text of the original, and says later when that has changed."
    sheet = _sheet(found, f"Translate “{original.title}”", "Begin the translation", lead)
    return ask(request, LanguageForm(said_by(request)), sheet, translate)


def _at_once(request: HttpRequest, key: int, act: Callable[..., Article], told: str) -> HttpResponse:
    """Done by a button; what was refused is said in the place of what was done."""
    found = found_article(key)
    try:
        act(found, by=person_of(request))
    except Refused as refused:
        told = refused.message
    return tell(request, HttpResponseRedirect(article_url(found)), told)


def _sheet(article: Article, title: str, button: str, lead: str = "", *, danger: bool = False) -> Sheet:
    return Sheet(
        title=title, button=button, back=article_url(article), lead=lead, danger=danger, place="articles"
    )
