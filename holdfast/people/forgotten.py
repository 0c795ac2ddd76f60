"""The form for a forgotten password: an address that is nobody's costs the same and gets nothing (T12, T13, T51)."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ResetPasswordForm
from django import forms
from django.db import transaction
from django.http import HttpRequest

from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.people.actions.entering import require_address
from holdfast.people.models import Person


class ForgottenForm(ResetPasswordForm):
    """Mails the link to the person of exactly this address, for allauth's other addresses count for nothing here."""

    def clean_email(self) -> str:
        try:
            return require_address(self.cleaned_data["email"])
        except Refused as refused:
            raise forms.ValidationError(refused.message) from refused

    @transaction.atomic
    def save(self, request: HttpRequest, **more: Any) -> str:
        """For somebody unknown or shut out the same is written and then rolled back: the time taken names nobody."""
        address: str = self.cleaned_data["email"]
        known = Person.objects.by_address(address)
        is_let_in = known is not None and known.is_active
        if known is None:
            known = Person.objects.create(email=address, name="", joined_at=clock.now())
        elif not is_let_in:
            Person.objects.filter(pk=known.pk).update(is_active=True)
        self.users = [known]
        super().save(request, **more)
        if not is_let_in:
            transaction.set_rollback(True)
        return address
