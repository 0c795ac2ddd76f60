"""Give a stored content to a browser in such a way that nothing in it can run (T16, T35, T36).

Who may have it is the business of the page that calls this (T48).
"""

from __future__ import annotations

from typing import IO, Final

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header

from holdfast.files import images
from holdfast.files.limits import MOST_PIXELS
from holdfast.files.media_types import UNKNOWN
from holdfast.files.models import StoredFile
from holdfast.files.names import safe_filename
from holdfast.files.ranges import OutOfRange, Piece, asked_for
from holdfast.files.storage import open_stored

SHOWN_IN_PLACE: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""What is shown within a page; everything else is only downloaded."""

_SERVED_AS_IT_IS: Final = SHOWN_IN_PLACE | {
    "application/pdf",
    "application/zip",
    "application/gzip",
    "application/x-7z-compressed",
    "application/rtf",
    "text/plain",
    "text/calendar",
}
_SERVED_PREFIXES: Final = (
    "audio/",
    "video/",
    "application/vnd.openxmlformats-",
    "application/vnd.oasis.opendocument.",
)

_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
}


def file_response(stored: StoredFile, filename: str, *, inline: bool = False) -> HttpResponseBase:
    """The content under that name, as a download; `inline` counts only for PNG, JPEG, GIF and WebP of sane size.

    Raises Http404 when the bytes are gone, and PermissionDenied of a content that the scanner found infected, whoever
    asks (T39).
    """
    require_given_out(stored)
    return _dressed(FileResponse(_opened(stored)), stored, filename, inline=inline)


def piece_response(stored: StoredFile, filename: str, *, wanted: str) -> HttpResponseBase:
    """The content, or of it what the `Range` header asks for: players seek by it. Raises as `file_response` does."""
    require_given_out(stored)
    try:
        found = asked_for(wanted, stored.size) if wanted else None
    except OutOfRange:
        return HttpResponse(status=416, headers={**_HEADERS, "Content-Range": f"bytes */{stored.size}"})
    content = _opened(stored)
    answer = FileResponse(Piece(content, found), status=206) if found else FileResponse(content)
    _dressed(answer, stored, filename)
    answer.headers["Accept-Ranges"] = "bytes"
    if found:
        answer.headers["Content-Length"] = str(len(found))
        answer.headers["Content-Range"] = f"bytes {found.start}-{found.stop - 1}/{stored.size}"
    return answer


def _opened(stored: StoredFile) -> IO[bytes]:
    try:
        return open_stored(stored.sha256)
    except FileNotFoundError:
        raise Http404("The content of this file is missing.") from None


def _dressed(
    response: FileResponse, stored: StoredFile, filename: str, *, inline: bool = False
) -> FileResponse:
    """With the headers that keep whatever it is from running."""
    in_place = inline and is_shown_in_place(stored)
    response.headers["Content-Type"] = served_as(stored.media_type)
    response.headers["Content-Length"] = str(stored.size)
    disposition = content_disposition_header(as_attachment=not in_place, filename=safe_filename(filename))
    response.headers["Content-Disposition"] = disposition or "attachment"
    for name, value in _HEADERS.items():
        response.headers[name] = value
    return response


def require_given_out(stored: StoredFile) -> None:
    """Raise PermissionDenied, with its reason, when nobody may have the content."""
    if not stored.is_given_out:
        raise PermissionDenied(
            f"A virus was found in this file ({stored.verdict_name}). It is given to nobody."
        )


def is_shown_in_place(stored: StoredFile) -> bool:
    """Whether a page may show it as an image: its bytes say so, and it is no flood of pixels."""
    if stored.media_type not in SHOWN_IN_PLACE:
        return False
    try:
        with open_stored(stored.sha256) as content:
            pixels = images.pixels_of(content.read(images.LOOKED_AT))
    except FileNotFoundError:
        return False
    return pixels is not None and pixels <= MOST_PIXELS


def served_as(media_type: str) -> str:
    """The type a browser is told: what could run, or is not known to be harmless, is mere bytes."""
    if media_type in _SERVED_AS_IT_IS or media_type.startswith(_SERVED_PREFIXES):
        return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
    return UNKNOWN
