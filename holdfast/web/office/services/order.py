"""The field that says after which of its neighbours something stands; a choice, so no pointer is needed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Model, QuerySet


class AfterField(forms.TypedChoiceField):
    """The key of the one before, or None of the first; `stand_among` sets the choices and the present place."""

    def __init__(self, **more: Any) -> None:
        super().__init__(coerce=int, empty_value=None, required=False, **more)

    def stand_among(self, rows: QuerySet, row: Model) -> None:
        """Offer every neighbour of the row; it stands where it stands now unless another is chosen."""
        ordered = list(rows.order_by("position", "pk"))
        place = [each.pk for each in ordered].index(row.pk)
        others = [each for each in ordered if each.pk != row.pk]
        self.choices = [("", "Nothing: it is the first"), *((each.pk, each.name) for each in others)]
        self.initial = others[place - 1].pk if place else ""
