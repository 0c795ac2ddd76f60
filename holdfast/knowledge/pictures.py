"""Pictures of articles and chats: decoded, and written anew by us, so that nothing but the picture is left (T36)."""

from __future__ import annotations

import io
import warnings
from typing import Final

from PIL import Image, ImageOps

from holdfast.files import images
from holdfast.kernel.refusal import Refused

LARGEST: Final = 10 * 1024 * 1024
MOST_PIXELS: Final = 40_000_000
WIDEST: Final = 2400
"""Pixels of the longer side that are kept."""
_KINDS: Final = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}


def written_anew(
    content: bytes, *, widest: int = WIDEST, most_pixels: int = MOST_PIXELS
) -> tuple[bytes, str]:
    """The picture without what else the file held (EXIF, profiles, what was hung on), and the ending of its kind.

    Refused, `picture`: what is no PNG, JPEG or WebP, whatever it is called, what is broken, and a flood of pixels.
    """
    if len(content) > LARGEST:
        raise Refused(f"A picture has {LARGEST // 1024**2} MB at most.", code="picture", field="files")
    pixels = images.pixels_of(content[: images.LOOKED_AT])
    if pixels is None or pixels > most_pixels:
        raise Refused("A picture is a PNG, JPEG or WebP of a sane size.", code="picture", field="files")
    try:
        return _anew(content, widest, most_pixels)
    except Refused:
        raise
    except Exception:  # a decoder fails on hostile bytes in ways of its own
        raise Refused("This picture can’t be read.", code="picture", field="files") from None


def _anew(content: bytes, widest: int, most_pixels: int) -> tuple[bytes, str]:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(content), formats=list(_KINDS)) as opened:
            kind = opened.format or ""
            if opened.width * opened.height > most_pixels:
                raise Refused("This picture has too many pixels.", code="picture", field="files")
            picture = ImageOps.exif_transpose(opened)
            has_alpha = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
            picture = picture.convert("RGBA" if has_alpha and kind != "JPEG" else "RGB")
    picture.thumbnail((widest, widest))
    bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    written = io.BytesIO()
    bare.save(written, kind, **({} if kind == "PNG" else {"quality": 85}))
    return written.getvalue(), _KINDS[kind]
