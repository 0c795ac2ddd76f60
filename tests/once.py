"""The name of a form, as the page brings it that draws the form."""

from __future__ import annotations

import re

from django.http import HttpResponse

_FIELD = re.compile(r'<input type="hidden" name="once" value="([a-z2-7]{26})">')


def once_in(page: HttpResponse | str) -> str:
    """The one name that stands in the page."""
    (name,) = _FIELD.findall(page if isinstance(page, str) else page.content.decode())
    return str(name)
