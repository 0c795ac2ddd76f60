"""A link that opens nothing: foreign, used, run out, or overtaken; each said in clear words."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from holdfast.kernel import clock
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.look.replies import keep_out_of_caches
from holdfast.portal.frame import show

View = Callable[..., HttpResponse]
_GONE: Final = frozenset(
    {
        "link_ended",
        "used",
        "expired",
        "answered",
        "past_cycle",
        "resolved",
        "merged",
        "not_an_approver",
        "forbidden",
    }
)


def behind_a_link(view: View) -> View:
    """Give a view with a signed link one page for whatever the link does not open, or not to this person any more."""

    @wraps(view)
    def answer(request: HttpRequest, **places: str) -> HttpResponse:
        try:
            return view(request, **places)
        except Refused as refused:
            return _link_ended(request, refused)
        except PermissionDenied as denied:
            if isinstance(denied.__cause__, Forbidden):  # somebody else answers now
                return _link_ended(request, denied.__cause__)
            raise

    return answer


def _link_ended(request: HttpRequest, refused: Refused) -> HttpResponse:
    """410 for what was ours and has ended, 404 for what never was."""
    is_gone = refused.code in _GONE
    values = {
        "title": "This link has ended" if is_gone else "There is nothing here",
        "words": refused.message,
    }
    answer = show(request, "portal/links/ended.html", values, now=clock.now(), status=410 if is_gone else 404)
    return keep_out_of_caches(answer)
