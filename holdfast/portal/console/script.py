"""The script of `<holdfast-support>`: one address for all versions, so that a product never changes its page for ours."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from holdfast.people.door import ANYONE, allow

_FILE: Final = Path(__file__).with_name("support.js")
_HEADERS: Final = {
    "Cache-Control": "public, max-age=3600",
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


@allow(ANYONE)
@require_GET
def support_script(request: HttpRequest) -> HttpResponse:
    """The same for everybody; browsers ask for it again after an hour."""
    return HttpResponse(_script(), content_type="text/javascript; charset=utf-8", headers=_HEADERS)


@cache
def _script() -> str:
    return _FILE.read_text("utf-8")
