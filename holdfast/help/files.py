"""Pictures and files of articles: for those who may read the article, and nothing in them runs (T35, T36, T48)."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from holdfast.files.serving import file_response, require_given_out
from holdfast.help.frame import reader_for
from holdfast.knowledge.access import ANYBODY, file_for
from holdfast.people.door import ANYONE, allow

_KEPT: Final = "public, max-age=3600, s-maxage=60"
"""A browser keeps for an hour what its reader has seen. What many share, and would give to others after the article was
closed to them, asks again after a minute, like for the page around it; the answer to that has no body."""


@allow(ANYONE)  # type: ignore[arg-type]
@require_safe
def file(request: HttpRequest, key: str) -> HttpResponseBase:
    """A picture in its place, anything else as a download; what everybody may read is kept by browsers."""
    reader = reader_for(request)
    found = file_for(reader, key)
    if found is None:
        raise Http404("There is no such file.")
    if reader != ANYBODY:
        return file_response(found.file, found.filename, inline=found.is_picture)
    require_given_out(found.file)
    etag = f'"{found.file_id}"'
    answer: HttpResponseBase = get_conditional_response(request, etag=etag) or file_response(
        found.file, found.filename, inline=found.is_picture
    )
    answer.headers["Cache-Control"], answer.headers["ETag"] = _KEPT, etag
    return answer
