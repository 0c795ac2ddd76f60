"""Cells of CSV files: text stays text in a spreadsheet, and comes back as it went (T54)."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from holdfast.kernel.cells import as_meant, harmless


@given(st.text() | st.text(alphabet="'=+-@\t\r \nx"))
@example("'-x")
@example("''=1")
def test_t54_what_goes_out_is_no_formula_and_comes_back_as_it_was(cell: str) -> None:
    given_out = harmless(cell)
    assert not given_out.lstrip(" \n").startswith(tuple("=+-@\t\r"))
    assert as_meant(given_out) == cell
