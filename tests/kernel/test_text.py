"""What foreign text loses at the door, and what it keeps."""

from __future__ import annotations

import pytest

from holdfast.kernel.text import one_line, scrub

HEBREW = "\u202bהחשבון \u2066INV-12.pdf\u2069 שגוי\u202c\u200f"


@pytest.mark.parametrize("override", ["\u202d", "\u202e"])
def test_a_text_loses_what_has_its_letters_shown_in_another_order(override: str) -> None:
    assert scrub(f"invoice_{override}fdp.exe\u202c, please") == "invoice_fdp.exe\u202c, please"
    assert one_line(f"invoice_{override}fdp.exe\u202c, please") == "invoice_fdp.exe, please"


def test_what_people_who_write_from_right_to_left_use_stays_in_their_text() -> None:
    assert scrub(f"{HEBREW}\nשורה שנייה") == f"{HEBREW}\nשורה שנייה"
    assert scrub("مرحبا\u061c (12)") == "مرحبا\u061c (12)"


def test_on_one_line_among_our_words_no_mark_of_direction_stays_and_every_letter_does() -> None:
    assert one_line(HEBREW) == "החשבון INV-12.pdf שגוי"
    assert one_line("مرحبا\u061c (12)") == "مرحبا (12)"
