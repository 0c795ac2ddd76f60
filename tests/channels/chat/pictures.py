"""Pictures as somebody sends them."""

from __future__ import annotations

import io

from PIL import Image


def picture(width: int = 1600, height: int = 800) -> bytes:
    """A PNG of that size."""
    into = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(into, "PNG")
    return into.getvalue()
