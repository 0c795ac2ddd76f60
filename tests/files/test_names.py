"""File names that are safe on any system and in any header."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.files.names import safe_filename, unlike_names


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Rechnung März.pdf", "Rechnung März.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\report.docx", "report.docx"),
        ("a\r\nSet-Cookie: x=1.txt", "a Set-Cookie_ x=1.txt"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a\u200bb\ufeff.txt", "ab.txt"),
        ("CON", "_CON"),
        ("lpt1.txt", "_lpt1.txt"),
        ("console.txt", "console.txt"),
        ("..", "file"),
        (".htaccess", "htaccess"),
        ("name. . ", "name"),
        ('a"b<c>|?*.txt', "a_b_c____.txt"),
        ("", "file"),
        ("\x00\x01", "file"),
        ("folder/", "folder"),
    ],
)
def test_t32_a_name_loses_what_could_do_harm(given_name: str, kept: str):
    assert safe_filename(given_name) == kept


def test_t32_a_long_name_keeps_its_ending():
    kept = safe_filename("ü" * 300 + ".pdf")
    assert len(kept.encode()) <= 255
    assert kept.endswith("ü.pdf")


def test_t32_names_that_stand_twice_are_told_apart():
    assert unlike_names(["a.pdf", "A.pdf", "a.pdf", "b"]) == ["a.pdf", "A (2).pdf", "a (3).pdf", "b"]


@given(st.text(max_size=400))
@settings(max_examples=200, deadline=None)
def test_t16_t32_any_name_becomes_a_base_name_that_fits(name: str):
    kept = safe_filename(name)
    assert kept
    assert len(kept.encode()) <= 255
    assert not set(kept) & set('/\\\r\n\x00"<>|?*:\u2028\u202e')
    assert safe_filename(kept) == kept
