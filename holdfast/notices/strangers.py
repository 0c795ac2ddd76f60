"""What an address may be told that nobody has confirmed: nothing that anybody typed (T11).

Whoever fills in a form with somebody else's address would otherwise have us send their words, signed by us.
So an automatic notice to such an address is cut down here, by the *shape* of its values: a reference,
instants, and links into this installation pass; free text has no shape, and is gone before any template can
see it. A person's own reply keeps the person's words, but neither the subject that was typed nor what is
quoted.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext

_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,23}")
_LINK_REST = re.compile(r"/[A-Za-z0-9/_.~=&?%-]*")


_TYPED_IN_REPLIES = frozenset({"subject", "quoted"})


def without_typed(said: dict[str, Any], *, is_automatic: bool = True) -> dict[str, Any]:
    """Of the values said, those that can't hold typed words: `reference`, instants (`…_at`), our links."""
    if not is_automatic:
        return {key: value for key, value in said.items() if key not in _TYPED_IN_REPLIES}
    return {key: value for key, value in said.items() if isinstance(value, str) and _is_shaped(key, value)}


def subject_for_stranger(said: dict[str, Any]) -> str:
    """`Your request <reference>`, in the language that is active."""
    reference = without_typed(said).get("reference", "")
    return (
        gettext("Your request %(reference)s") % {"reference": reference}
        if reference
        else gettext("Your request")
    )


def _is_shaped(key: str, value: str) -> bool:
    if key == "reference":
        return _REFERENCE.fullmatch(value) is not None
    if key.endswith("_at"):
        return _is_instant(value)
    if key.endswith(("_link", "_url")) and value.startswith(settings.SITE_URL):
        return _LINK_REST.fullmatch(value[len(settings.SITE_URL) :]) is not None
    return False


def _is_instant(value: str) -> bool:
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False
