"""The words of RTF, in which Outlook hides them (T39)."""

import pytest

from holdfast.channels.mail.reading.tnef import rtf_text


@pytest.mark.parametrize(
    ("rtf", "text"),
    [
        (rb"{\rtf1\ansi Hello\par there}", "Hello\nthere"),
        (rb"{\rtf1\ansi\ansicpg1252 Gr\'fc\'dfe}", "Gr\u00fc\u00dfe"),
        (rb"{\rtf1\ansi thanks \u-10179?\u-8704?!}", "thanks \U0001f600!"),
        (rb"{\rtf1\ansi half \u-10179? of one}", "half \ufffd of one"),
        (rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\f0 words}", "words"),
    ],
)
def test_t39_rtf_gives_its_words_with_every_character_whole(rtf: bytes, text: str) -> None:
    assert rtf_text(rtf) == text
