"""Search, and what may answer while somebody writes to us."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from holdfast.help.frame import part, reader_for, show, wanted_language
from holdfast.kernel.text import one_line
from holdfast.knowledge.actions.counting import note_search_in_vain
from holdfast.knowledge.languages import DEFAULT
from holdfast.knowledge.searching.search import LONGEST, may_answer, search
from holdfast.people.door import ANYONE, allow


@allow(ANYONE)
@require_safe
def find(request: HttpRequest, language: str) -> HttpResponse:
    """What was found, with the words marked; in English too where the reader's language has nothing."""
    words = one_line(request.GET.get("q", ""), limit=LONGEST)
    reader = reader_for(request)
    hits = search(words, reader=reader, language=language)
    if not hits and language != DEFAULT:
        hits = search(words, reader=reader, language=DEFAULT)
    if words and not hits and not reader.is_staff and request.method == "GET":
        note_search_in_vain(words, language=language)
    values = {"words": words, "hits": hits}
    return show(request, "help/search.html", values, language=language, kept=False)


@allow(ANYONE)
@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """A part of a page: a few articles that may answer what is being typed, of those that the asker may read."""
    words = one_line(request.GET.get("subject", ""), limit=LONGEST)
    hits = may_answer(words, reader=reader_for(request), language=wanted_language(request))
    return part(request, "help/_suggestions.html", {"hits": hits}, language=DEFAULT)
