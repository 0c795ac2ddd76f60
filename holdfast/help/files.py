"""Pictures and files of articles: for those who may read the article, and nothing in them runs (T35, T36, T48)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from holdfast.files.serving import file_response
from holdfast.help.frame import reader_for
from holdfast.knowledge.access import ANYBODY, file_for
from holdfast.people.door import ANYONE, allow


@allow(ANYONE)  # type: ignore[arg-type]
@require_safe
def file(request: HttpRequest, key: str) -> HttpResponseBase:
    """A picture in its place, anything else as a download; what everybody may read is kept by browsers."""
    reader = reader_for(request)
    found = file_for(reader, key)
    if found is None:
        raise Http404("There is no such file.")
    answer = file_response(found.file, found.filename, inline=found.is_picture)
    if reader == ANYBODY:
        answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer
