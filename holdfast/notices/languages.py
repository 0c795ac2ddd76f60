"""Words in a reader's language, whatever state its catalogue is in (T38)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from django.utils import translation

T = TypeVar("T")
_log = logging.getLogger(__name__)


def in_language(language: str | None, say: Callable[[], T]) -> T:
    """What `say` makes in that language; in English where the operator's catalogue can't be used for it.

    A catalogue is somebody's own file: a mark in it that stands for nothing, or a broken file, must not keep a mail
    from leaving. What is wrong with anything else is raised by the second try.
    """
    try:
        with translation.override(language):
            return say()
    except Exception as trouble:
        with translation.override(None):
            said = say()
        _log.error(
            "The catalogue for %r does not fit: %s. English was used.", language, type(trouble).__name__
        )
        return said
