"""A refusal of the domain, put where its reader sees it: at its field, or as a page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm

from holdfast.kernel.refusal import Forbidden, Refused


@contextmanager
def refusals_on(form: BaseForm) -> Iterator[None]:
    """Show a refusal at its field of the form, else above it; what is forbidden to this person is a page of its own."""
    try:
        yield
    except Forbidden as forbidden:
        raise PermissionDenied(forbidden.message) from forbidden
    except Refused as refused:
        field = refused.field if refused.field in form.fields else None
        form.add_error(field, ValidationError(refused.message, code=refused.code))
