"""What one fills in about an article."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from holdfast.catalogue.models import Product, Service
from holdfast.clients.models import Organisation
from holdfast.knowledge.actions.settling import Settings
from holdfast.knowledge.actions.writing import LONGEST, Text
from holdfast.knowledge.languages import CHOICES, DEFAULT
from holdfast.knowledge.models import Article, Audience, Category
from holdfast.people.acts import MAY, Act
from holdfast.web.office.fields import DateField, PersonField


class TextForm(forms.Form):
    """The text itself."""

    title = forms.CharField(max_length=200)
    summary = forms.CharField(
        max_length=400,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "The answer in one sentence"}),
    )
    source = forms.CharField(label="Text", max_length=LONGEST, required=False, strip=False)
    note = forms.CharField(
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "What you changed, and why"}),
    )
    seen = forms.IntegerField(min_value=1, max_value=2**31 - 1)
    follows = forms.BooleanField(required=False)

    def text(self) -> Text:
        said = self.cleaned_data
        return Text(title=said["title"], summary=said["summary"], source=said["source"], note=said["note"])


class SettingsForm(forms.Form):
    """Whom it is for, where it stands, who looks after it."""

    category = forms.ModelChoiceField(
        Category.objects.in_order(),
        empty_label="Choose one",
    )
    audience = forms.ChoiceField(
        label="Who may read it", choices=Audience.choices, widget=forms.RadioSelect, initial=Audience.PUBLIC
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.order_by("name"),
        label="Which client",
        required=False,
        empty_label="No single one",
    )
    services = forms.ModelMultipleChoiceField(
        Service.objects.filter(is_current=True).order_by("name"),
        label="Services it is about",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    owner = PersonField(label="Looks after it", roles=sorted(MAY[Act.WRITE_ARTICLES]))
    review_on = DateField(
        label="Look again on", required=False, help_text="Then it stands under Is it still right?"
    )
    slug = forms.SlugField(
        label="Address",
        max_length=80,
        required=False,
        help_text="The last part of its address. Empty: made of the title. It stays once it is published.",
    )

    def settings(self) -> Settings:
        said = self.cleaned_data
        return Settings(
            category=said["category"],
            audience=said["audience"],
            organisation=said["organisation"],
            owner=said["owner"],
            review_on=said["review_on"],
            services=list(said["services"]),
            slug=said["slug"],
        )


class ChangedSettingsForm(SettingsForm):
    """Those of an article that stands; `seen` is the number of what was shown."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def show_present(self, number: int) -> None:
        """What was chosen stays; sent again it takes the place of what stands now."""
        assert isinstance(self.data, QueryDict)
        data = self.data.copy()
        data["seen"] = str(number)
        self.data = data


class NewForm(SettingsForm):
    """An article that is begun: its title and language as well."""

    title = forms.CharField(max_length=200)
    language = forms.ChoiceField(choices=CHOICES, initial=DEFAULT)
    field_order = ("title", "category", "audience", "organisation", "language")


class _ServiceField(forms.ModelChoiceField):
    """One of the services, each under its product."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj) if str(obj.product or obj) == str(obj) else f"{obj.product}: {obj}"


class CategoryForm(forms.Form):
    """A product or service that stands and is offered no more can be left as it is."""

    name = forms.CharField(max_length=80)
    product = forms.ModelChoiceField(
        Product.objects.filter(is_current=True).order_by("name"),
        required=False,
        empty_label="No single product",
    )
    service = _ServiceField(
        Service.objects.filter(is_current=True).select_related("product").order_by("product__name", "name"),
        required=False,
        empty_label="No single service",
        help_text="One of the product’s, or one that belongs to no product.",
    )
    description = forms.CharField(max_length=300, required=False)
    position = forms.IntegerField(
        label="Place among the others", min_value=0, max_value=9999, initial=0, required=False
    )

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        for name in ("product", "service"):
            if stands := self.initial.get(name):
                field = self.fields[name]
                assert isinstance(field, forms.ModelChoiceField)
                field.queryset |= type(stands).objects.filter(pk=stands.pk)


def settings_of(article: Article) -> dict[str, Any]:
    """What the form of its settings shows at first."""
    return {
        "category": article.category_id,
        "audience": article.audience,
        "organisation": article.organisation_id,
        "services": list(article.services.values_list("pk", flat=True)),
        "owner": article.owner_id,
        "review_on": article.review_on,
        "slug": article.slug,
        "seen": article.settings_number,
    }
