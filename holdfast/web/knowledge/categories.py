"""The shelves, and how each is called."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.kernel import clock
from holdfast.knowledge.actions.categories import save_category
from holdfast.knowledge.models import Category
from holdfast.look.once import do_once
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of, show
from holdfast.web.knowledge.forms import CategoryForm
from holdfast.web.knowledge.places import article_places
from holdfast.web.office.fields import said_by


@allow(Act.APPROVE_ARTICLES)
def categories(request: HttpRequest) -> HttpResponse:
    """All of them, by product."""
    now = clock.now()
    context = {
        "categories": Category.objects.in_order().annotate(count=Count("articles")),
        "views": article_places(request, "categories", now=now),
    }
    return show(request, "knowledge/categories.html", context, place="articles", now=now)


@allow(Act.APPROVE_ARTICLES)
def category(request: HttpRequest, key: int | None = None) -> HttpResponse:
    """A new one, or change one."""
    found = Category.objects.filter(pk=key).first() if key is not None else None
    if key is not None and found is None:
        raise Http404("There is no such category.")
    initial = {name: getattr(found, name) for name in CategoryForm.base_fields} if found else {}
    form = CategoryForm(said_by(request), initial=initial)

    def save(said: dict[str, Any]) -> str:
        said["position"] = said["position"] or 0

        def write() -> int:
            return save_category(**said, category=found, by=person_of(request)).pk

        _ = write() if found else do_once(request, write)
        return f"{said['name']} is saved"

    sheet = Sheet(
        title=f"Change {found}" if found else "A new category",
        button="Save",
        back=reverse("desk:article-categories"),
        place="articles",
    )
    return ask(request, form, sheet, save)
