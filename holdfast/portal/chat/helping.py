"""While a visitor writes their first word: articles that may answer it, of those that anybody may read."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from holdfast.kernel.text import one_line
from holdfast.knowledge.access import ANYBODY
from holdfast.knowledge.languages import DEFAULT, LANGUAGES
from holdfast.knowledge.searching.search import LONGEST, may_answer
from holdfast.portal.chat.calls import Said, for_anyone, text_in


@for_anyone
def articles(request: HttpRequest, said: Said) -> dict[str, Any]:
    """Titles and where they stand on our site; in a POST, so that nobody's words are in an address or a log."""
    words = one_line(text_in(said, "text", limit=LONGEST))
    language = text_in(said, "language", limit=12).lower().partition("-")[0]
    hits = may_answer(words, reader=ANYBODY, language=language if language in LANGUAGES else DEFAULT)
    return {
        "articles": [
            {
                "article": hit.article,
                "title": hit.plain_title,
                "path": hit.path.lstrip("/"),
                "language": hit.language,
            }
            for hit in hits
        ]
    }
