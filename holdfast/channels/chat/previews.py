"""Pictures within a talk: what was sent is kept as it came, and what is shown was written anew by us (T36)."""

from __future__ import annotations

from typing import Final

from django.db import transaction

from holdfast.channels.chat.models import Preview
from holdfast.files.models import StoredFile
from holdfast.files.serving import require_given_out
from holdfast.files.storage import read, store
from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.knowledge.pictures import LARGEST, written_anew

WIDEST: Final = 1200
MOST_PIXELS: Final = 16_000_000
"""A telephone's photograph; more is not worth a web process's memory."""
_KINDS: Final = frozenset({"image/png", "image/jpeg", "image/webp"})


def is_picture(file: StoredFile) -> bool:
    """Whether it may be one that can be shown; by its bytes, not by its name."""
    return file.media_type in _KINDS and file.size <= LARGEST and file.is_given_out


def preview_of(original: StoredFile) -> StoredFile | None:
    """The picture as we wrote it, made when it is first asked for; None of what is none. Raises as `file_response`."""
    require_given_out(original)
    if not is_picture(original):
        return None
    known = Preview.objects.select_related("file").filter(original=original).first()
    return known.file if known else _made(original)


def _made(original: StoredFile) -> StoredFile | None:
    """Of two that ask at once both make it, and the same row stands."""
    try:
        content, _ = written_anew(read(original.sha256), widest=WIDEST, most_pixels=MOST_PIXELS)
    except FileNotFoundError:
        return None
    except Refused:
        content = b""
    with transaction.atomic():
        file = store(content, at=clock.now()) if content else None
        made, _ = Preview.objects.select_related("file").get_or_create(
            original=original, defaults={"file": file}
        )
    return made.file
