"""A form says a thing once: it is drawn with a name of its own, and sent again under it, it leads to what it made."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterator
from io import BytesIO
from typing import Final, cast

from django.db import transaction
from django.http import HttpRequest

from holdfast.kernel import once, tokens
from holdfast.kernel.refusal import Refused

FIELD: Final = "once"
_NAME: Final = re.compile(r"[a-z2-7]{26}")
_NOT_SAID: Final = (FIELD, "csrfmiddlewaretoken")


def name_for(request: HttpRequest) -> str:
    """The name of the form that is drawn: the one under which it was refused, else a new one."""
    has_used_it = getattr(request, "has_used_form", False)
    return (not has_used_it and _name_in(request)) or tokens.mint()


def do_once(request: HttpRequest, act: Callable[[], int], *, unsaid: Collection[str] = ()) -> int:
    """Do what the form asks for, in one transaction, and return the key of the row that it made, now or before.

    `unsaid` are the fields that nobody typed and that another drawing of the same form fills otherwise.
    """
    name = _name_in(request)
    if not name:  # drawn before forms had names, or by no page of ours
        with transaction.atomic():
            return act()
    person = getattr(request, "person", None)
    form = "\x1f".join([request.path, str(person.pk if person else ""), name])
    try:
        return once.once(form, "\x1f".join(_said(request, unsaid)), act)
    except Refused as refused:
        request.has_used_form = refused.code == once.OTHER_WORDS  # type: ignore[attr-defined]
        raise


def _name_in(request: HttpRequest) -> str:
    name = request.POST.get(FIELD, "")
    return name if _NAME.fullmatch(name) else ""


def _said(request: HttpRequest, unsaid: Collection[str]) -> Iterator[str]:
    """All that was typed, chosen and attached, in an order of its own."""
    for field, values in sorted(request.POST.lists()):
        if field not in _NOT_SAID and field not in unsaid:
            yield from (field, *(each.replace("\r\n", "\n") for each in values))
    for field, files in sorted(request.FILES.lists()):
        for each in files:
            yield from (
                field,
                each.name or "",
                hashlib.file_digest(cast(BytesIO, each), "sha256").hexdigest(),
            )
            each.seek(0)
