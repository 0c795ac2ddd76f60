"""How much may be attached."""

from __future__ import annotations

from typing import Final

LARGEST_FILE: Final = 50 * 1024 * 1024
"""Bytes of one file."""

MOST_FILES_IN_A_FORM: Final = 25
"""Files of one message that is written in a form; mail is bound by its own size."""

LONGEST_NAME: Final = 255
"""Bytes of a file name in UTF-8, as file systems take it."""

MOST_PIXELS: Final = 50_000_000
"""Of an image that a browser is asked to show; a larger one is only downloaded (T27, pixel flood)."""
