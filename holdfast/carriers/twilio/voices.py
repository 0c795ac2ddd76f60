"""In whose voice something is spoken on the telephone."""

from __future__ import annotations

from typing import Final

_VOICES: Final = {"en": "en-US", "de": "de-DE", "fr": "fr-FR", "es": "es-ES", "it": "it-IT", "nl": "nl-NL"}


def voice_of(language: str) -> str:
    """The provider's name for a language of ours; English for one that it does not speak."""
    return _VOICES.get(language.partition("-")[0], "en-US")
