"""Words in a reader's language, whatever state its catalogue is in (T38)."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import Final, TypeVar

from django.conf import settings
from django.utils import translation

T = TypeVar("T")
ENGLISH: Final = "en"
_CODE: Final = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8}){0,2}")
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


def spoken(language: str) -> str:
    """The language of that code, or the one that it is a kind of, where this installation has a translation; else English.

    Django's own catalogues are none: they know single words of ours, and would mix them with English ones.
    """
    code = language.strip().lower().replace("_", "-")
    kinds = (code, code.partition("-")[0]) if _CODE.fullmatch(code) else ()
    return next((each for each in kinds if _has_words(each)), ENGLISH)


def _has_words(code: str) -> bool:
    """A catalogue for it; the English of a country is one that all words are in."""
    if code.startswith(f"{ENGLISH}-") and code in dict(settings.LANGUAGES):
        return True
    name = f"{translation.to_locale(code)}/LC_MESSAGES/django.mo"
    return any((folder / name).is_file() for folder in settings.LOCALE_PATHS)


def spoken_now() -> tuple[str, str]:
    """The language that is active, and the direction in which it is written, as pages name them."""
    direction = "rtl" if translation.get_language_bidi() else "ltr"
    return translation.get_language() or ENGLISH, direction
