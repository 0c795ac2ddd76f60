"""The chat's script, one file of a few kilobytes for any page of any site, and what it asks before it shows anything."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Final

import brotli  # type: ignore[import-untyped]
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.views.decorators.http import require_safe

from holdfast.channels.chat import presence
from holdfast.channels.chat.models import Greeting
from holdfast.channels.chat.queries import usual_wait
from holdfast.kernel import clock
from holdfast.notices.languages import in_language, spoken, spoken_now
from holdfast.people.door import ANYONE, allow
from holdfast.policy.allowance import Allowance
from holdfast.portal.chat.away import back_at, first_answer, to_call
from holdfast.portal.chat.calls import shared
from holdfast.portal.chat.words import panel_words
from holdfast.portal.frame import support_name
from holdfast.vendor.models import Vendor, the_vendor

_FOLDER: Final = Path(__file__).parent / "script"
_PIECES: Final = ("outbox", "stream", "line", "panel", "asides", "helping", "main")

_EXPLAINED: Final = re.compile(r"^[ ]*//.*\n", re.MULTILINE)
"""Lines that are comments and nothing else."""


@cache
def assembled() -> bytes:
    """The pieces in one function, so that the page they stand on sees nothing of them; what they explain stays here."""
    style = json.dumps((_FOLDER / "chat.css").read_text("utf-8"))
    pieces = "\n".join((_FOLDER / f"{name}.js").read_text("utf-8") for name in _PIECES)
    said = _EXPLAINED.sub("", pieces)
    return f'(() => {{\n"use strict";\nconst CSS_TEXT = {style};\n{said}}})();\n'.encode()


@cache
def packed(coding: str) -> bytes:
    """The same as it travels."""
    if coding == "br":
        return bytes(brotli.compress(assembled()))
    return gzip.compress(assembled(), 9, mtime=0) if coding == "gzip" else assembled()


@allow(ANYONE)
@require_safe
def script(request: HttpRequest) -> HttpResponse:
    """For whoever embeds it: the address stays, what is behind it is asked for anew every five minutes."""
    asked = request.headers.get("Accept-Encoding", "")
    coding = next((each for each in ("br", "gzip") if each in asked), "")
    tag = f'"{hashlib.sha256(packed(coding)).hexdigest()[:16]}"'
    answer: HttpResponse = HttpResponseNotModified()
    if request.headers.get("If-None-Match") != tag:
        answer = HttpResponse(packed(coding), content_type="text/javascript; charset=utf-8")
        if coding:
            answer.headers["Content-Encoding"] = coding
    for name, value in {
        "ETag": tag,
        "Vary": "Accept-Encoding",
        "Cache-Control": "public, max-age=300",
    }.items():
        answer.headers[name] = value
    return shared(request, answer)


@allow(ANYONE)
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Who talks here, whether somebody is there, and the words of the panel; the same for everybody."""
    vendor, now = the_vendor(), clock.now()
    is_here = presence.is_somebody_there(at=now)
    is_ready = vendor.set_up_at is not None
    promised = first_answer(at=now) if is_ready else None
    within = promised.limit if promised else None
    told = {
        "ready": is_ready,
        "name": support_name(vendor),
        "here": is_here,
        "back": back_at(promised.calendar_version, at=now) if promised and not is_here else "",
        "wait": usual_wait(at=now) if is_here else None,
        **({"call": "", "duty": False} if is_here else to_call(vendor, at=now)),
        "greetings": list(Greeting.objects.order_by("-page").values("page", "after_seconds", "text")),
        **in_language(spoken(request.GET.get("lang", "")), lambda: _said(vendor, within)),
    }
    answer = shared(request, JsonResponse(told))
    answer.headers["Cache-Control"] = "public, max-age=20"
    return answer


def _said(vendor: Vendor, within: Allowance | None) -> dict[str, object]:
    """The words of the panel, with the language that they, and so its dates, are really in."""
    language, direction = spoken_now()
    words = panel_words(support=support_name(vendor), within=within)
    return {"language": language, "dir": direction, "words": words}
