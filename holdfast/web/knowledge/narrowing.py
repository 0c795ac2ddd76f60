"""Narrow a list of articles: by words of the title, language, category, state, and who looks after them."""

from __future__ import annotations

from urllib.parse import urlencode

from django import forms
from django.core.exceptions import BadRequest
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from holdfast.kernel.text import one_line
from holdfast.knowledge.languages import CHOICES
from holdfast.knowledge.models import Article, Category, State

_ANY = ("", "Any")


class NarrowForm(forms.Form):
    """What may be chosen; whatever else stands in an address names no list."""

    language = forms.ChoiceField(choices=[_ANY, *CHOICES], required=False)
    category = forms.ModelChoiceField(
        Category.objects.in_order(),
        required=False,
        empty_label="Any",
    )
    state = forms.ChoiceField(choices=[_ANY, *State.choices], required=False)


class Narrowed:
    """What an address asks for, as a form, as a condition, and as an address again."""

    def __init__(self, request: HttpRequest, view: str) -> None:
        self.view = view
        self.words = one_line(request.GET.get("q", ""), limit=100)
        self.owner, self.after = number_in(request, "owner"), number_in(request, "after")
        self.chosen = {name: said for name in NarrowForm.base_fields if (said := request.GET.get(name, ""))}
        if "category" in self.chosen:
            number_in(request, "category")
        for name in ("language", "state"):
            if self.chosen.get(name, "") not in dict(NarrowForm.base_fields[name].choices):  # type: ignore[attr-defined]
                raise BadRequest("There is no such list.")
        self.form = NarrowForm(self.chosen)

    def rows(self, articles: QuerySet[Article]) -> QuerySet[Article]:
        if self.words:
            articles = articles.filter(Q(title__icontains=self.words) | Q(slug__icontains=self.words))
        if self.owner:
            articles = articles.filter(owner=self.owner)
        return articles.filter(**self.chosen)

    @property
    def is_narrow(self) -> bool:
        return bool(self.words or self.owner or self.chosen)

    def address(self, **more: int) -> str:
        """The same list, from elsewhere on."""
        owner = {"owner": self.owner} if self.owner else {}
        words = {"q": self.words} if self.words else {}
        return "?" + urlencode({"view": self.view, **words, **owner, **self.chosen, **more})


def number_in(request: HttpRequest, name: str) -> int:
    """A number of the address; 0 where there is none."""
    said = request.GET.get(name, "")
    if said and not (said.isascii() and said.isdecimal() and len(said) < 10):
        raise BadRequest("There is no such list.")
    return int(said or 0)
