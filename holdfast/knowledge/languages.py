"""The languages that articles are written in, and how the words of each are searched."""

from __future__ import annotations

from typing import Final, NamedTuple

DEFAULT: Final = "en"


class Language(NamedTuple):
    name: str
    """In itself, as its readers look for it."""
    config: str
    """The text search configuration of its words; `holdfast` does not stem."""


LANGUAGES: Final[dict[str, Language]] = {
    "en": Language("English", "holdfast_english"),
    "ar": Language("العربية", "holdfast_arabic"),
    "cs": Language("Čeština", "holdfast"),
    "da": Language("Dansk", "holdfast_danish"),
    "de": Language("Deutsch", "holdfast_german"),
    "es": Language("Español", "holdfast_spanish"),
    "fi": Language("Suomi", "holdfast_finnish"),
    "fr": Language("Français", "holdfast_french"),
    "he": Language("עברית", "holdfast"),
    "it": Language("Italiano", "holdfast_italian"),
    "ja": Language("日本語", "holdfast"),
    "nb": Language("Norsk", "holdfast_norwegian"),
    "nl": Language("Nederlands", "holdfast_dutch"),
    "pl": Language("Polski", "holdfast"),
    "pt": Language("Português", "holdfast_portuguese"),
    "ro": Language("Română", "holdfast_romanian"),
    "sv": Language("Svenska", "holdfast_swedish"),
    "tr": Language("Türkçe", "holdfast_turkish"),
    "zh": Language("中文", "holdfast"),
}
CHOICES: Final = [(code, language.name) for code, language in LANGUAGES.items()]
RIGHT_TO_LEFT: Final = frozenset({"ar", "he"})


def known_language(told: str) -> str:
    """The language of ours that a tag like `pt-BR` names, else the default."""
    code = told.strip().lower().replace("_", "-").partition("-")[0]
    code = "nb" if code in ("no", "nn") else code
    return code if code in LANGUAGES else DEFAULT


def config_of(code: str) -> str:
    """How the words of a language are searched."""
    return LANGUAGES[known_language(code)].config
