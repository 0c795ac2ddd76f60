"""How the chat's script asks: a POST of JSON as plain text, from any site, with the signed token in the body.

No cookie is looked at, so any site may ask and none can act for somebody who is signed in here; and nothing of it needs
the browser to ask first whether it may (a preflight), which our doors refuse.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_noop
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from holdfast.channels.chat.identity import is_let_in, require_let_in, visitor_behind
from holdfast.channels.chat.models import Visitor
from holdfast.kernel import clock
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.kernel.text import scrub
from holdfast.notices.languages import in_language, spoken
from holdfast.people.door import ANYONE, allow
from holdfast.portal.chat.sites import ANY, is_kept_out, readable_by
from holdfast.portal.chat.words import refusal_words

LARGEST: Final = 64 * 1024
Said = Mapping[str, Any]
ForVisitor = Callable[[HttpRequest, Visitor, Said], dict[str, Any]]
ForAnyone = Callable[[HttpRequest, Said], dict[str, Any]]


def for_visitor(answer: ForVisitor) -> Callable[[HttpRequest], HttpResponse]:
    """A view for whoever shows the token of a visitor; to anybody else it says nothing (T87)."""

    def checked(request: HttpRequest, said: Said) -> dict[str, Any]:
        visitor = visitor_behind(text_in(said, "token", limit=200), at=clock.now())
        if visitor is not None:
            require_let_in(visitor)
        if visitor is None or not is_let_in(visitor):
            raise Forbidden(gettext_noop("This token opens nothing."), code="token")
        return answer(request, visitor, said)

    return for_anyone(checked)


def for_anyone(answer: ForAnyone) -> Callable[[HttpRequest], HttpResponse]:
    """A view that answers JSON with JSON; what is refused says its code and why, in the language of the panel."""

    def view(request: HttpRequest) -> HttpResponse:
        said: Said = {}
        try:
            if is_kept_out(request.headers.get("Origin", ""), host=request.get_host()):
                raise Forbidden(gettext_noop("The chat does not stand on this site."), code="site")
            said = said_in(request)
            return shared(request, JsonResponse(answer(request, said)))
        except Refused as refused:
            why = in_language(spoken(text_in(said, "language", limit=12)), partial(refusal_words, refused))
            told = {"code": refused.code, "message": why, "field": refused.field or ""}
            return shared(request, JsonResponse(told, status=_status(refused)))

    return allow(ANYONE)(csrf_exempt(require_POST(view)))


def shared(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """For the sites that the chat may stand on to read, and for nobody to keep."""
    may_read = readable_by(request.headers.get("Origin", ""), host=request.get_host())
    if may_read:
        response.headers["Access-Control-Allow-Origin"] = may_read
    if may_read != ANY:
        patch_vary_headers(response, ["Origin"])
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def text_in(said: Said, name: str, *, limit: int) -> str:
    """A text among what was said, with nothing in it that no row holds; anything else is none."""
    value = said.get(name)
    return scrub(value[:limit]) if isinstance(value, str) else ""


def number_in(said: Said, name: str) -> int:
    """A number among what was said, as large as a key may be."""
    value = said.get(name)
    if isinstance(value, bool) or not isinstance(value, int):
        return 0
    return value if 0 <= value < 2**31 else 0


def said_in(request: HttpRequest) -> Said:
    """What was sent; raises Refused (`no_json`) where it is no JSON object."""
    if request.content_type == "multipart/form-data":
        return {name: request.POST.get(name) for name in request.POST}
    try:
        said = json.loads(request.body[:LARGEST] or b"{}")
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise Refused(gettext_noop("This is no JSON object."), code="no_json")
    return said


def _status(refused: Refused) -> int:
    if isinstance(refused, Forbidden):
        return 403
    return 429 if refused.code == "too_often" else 422
